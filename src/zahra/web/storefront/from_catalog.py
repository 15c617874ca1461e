"""What pages show of the catalogue: cards, and a product with everything its page tells."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from zahra.shop import catalog
from zahra.shop.catalog import Band
from zahra.web.storefront.cards_view import Badge, Entry, ProductCard, Swatch
from zahra.web.storefront.picturing import picture_of
from zahra.web.storefront.product_view import (
    ColourOption,
    ProductPage,
    SizeChart,
    SizeGuide,
    SizeOption,
    SizeRow,
)
from zahra.web.ui import NavLink

FEW = 3
_NEW_FOR = timedelta(days=30)
_SWATCHES = 4
_BADGES = {"new": Badge("New", "info"), "bestseller": Badge("Bestseller", "attention")}
_HOME = NavLink("Home", "/")


def card_of(card: catalog.Card) -> ProductCard:
    """A card in a grid. One badge at most, the most useful one that is true."""
    images = card.images
    return ProductCard(
        url=f"/products/{card.slug}",
        title=card.title,
        subtitle=" · ".join(filter(None, (card.colour_name, card.summary))),
        price=card.price,
        mrp=card.mrp,
        discount_percent=card.discount_percent,
        picture=picture_of(images[0] if images else None),
        second_picture=picture_of(images[1]) if len(images) > 1 else None,
        badge=_badge(card),
        swatches=tuple(Swatch(s.name, s.swatch) for s in card.swatches[:_SWATCHES]),
        more_colours=max(0, len(card.swatches) - _SWATCHES),
        is_sold_out=not card.is_in_stock,
    )


def product_page(
    product: catalog.Product,
    left: Mapping[UUID, int],
    *,
    now: datetime,
    chosen_size: str | None = None,
) -> ProductPage:
    """A style in one colour; `left` is how many of each variant can be sold now.

    What comes in one size only needs no choosing.
    """
    if len(product.variants) == 1:
        chosen_size = product.variants[0].size
    return ProductPage(
        slug=product.slug,
        url=f"/products/{product.slug}",
        title=product.title,
        kicker=_kicker(product),
        colour=product.colour_name,
        description=product.description,
        price=product.price,
        mrp=product.mrp,
        discount_percent=product.discount_percent,
        gallery=tuple(picture_of(image) for image in product.images) or (picture_of(None),),
        sizes=tuple(_size(each, left.get(each.id, 0), chosen_size) for each in product.variants),
        trail=trail_of(product.trail, NavLink(product.title, f"/products/{product.slug}")),
        colours=tuple(_colour(each, product.id) for each in product.siblings),
        badge=_BADGES["new"] if now - product.published_at < _NEW_FOR else None,
        size_guide=_size_guide(product.size_chart) if product.size_chart else None,
        fit_note=product.model_note,
        details=_details(product),
        care=_care(product),
        compliance=_compliance(product),
        returns_promise=_returns(product.returnable_days),
        delivery_and_returns=_delivery(product.returnable_days),
    )


def trail_of(crumbs: tuple[catalog.Crumb, ...], here: NavLink | None = None) -> tuple[NavLink, ...]:
    """From home, down the categories, to here."""
    steps = tuple(NavLink(crumb.name, f"/c/{crumb.slug}") for crumb in crumbs)
    return (_HOME, *steps, here) if here else (_HOME, *steps)


def _badge(card: catalog.Card) -> Badge | None:
    if not card.is_in_stock:
        return None
    bands = [size.band for size in card.sizes]
    if Band.IN not in bands:
        return Badge("Few left", "attention")
    return next((_BADGES[name] for name in card.badges if name in _BADGES), None)


def _kicker(product: catalog.Product) -> str:
    told = next((answer for answer in product.answers if answer.key == "work"), None)
    return ", ".join(told.values) if told else product.trail[-1].name if product.trail else ""


def _size(variant: catalog.Variant, left: int, chosen: str | None) -> SizeOption:
    return SizeOption(
        variant_id=str(variant.id),
        size=variant.size,
        sku=variant.sku,
        price=variant.price,
        mrp=variant.mrp,
        discount_percent=variant.discount_percent,
        left=left if 0 < left <= FEW else None,
        is_sold_out=left <= 0,
        is_selected=variant.size == chosen and left > 0,
    )


def _colour(sibling: catalog.Sibling, current: UUID) -> ColourOption:
    return ColourOption(
        name=sibling.colour_name,
        url=f"/products/{sibling.slug}",
        picture=picture_of(sibling.image, alt=sibling.colour_name),
        is_current=sibling.id == current,
        is_sold_out=not sibling.is_in_stock,
    )


def _size_guide(chart: catalog.SizeChart) -> SizeGuide:
    kinds = (("Your measurements", "body"), ("The garment's", "garment"))
    charts = tuple(_chart(chart, title, kind) for title, kind in kinds)
    return SizeGuide(tuple(each for each in charts if each.columns), chart.note)


def _chart(chart: catalog.SizeChart, title: str, kind: str) -> SizeChart:
    taken = [measure for measure in chart.measures if getattr(measure, kind)]
    rows = [
        SizeRow(
            size,
            tuple(_number(getattr(measure, kind)[at]) for measure in taken),
            tuple(_number(catalog.centimetres(getattr(measure, kind)[at])) for measure in taken),
        )
        for at, size in enumerate(chart.sizes)
    ]
    return SizeChart(title, tuple(measure.label for measure in taken), tuple(rows))


def _number(value: float) -> str:
    return f"{value:g}"


def _details(product: catalog.Product) -> tuple[Entry, ...]:
    answers = tuple(Entry(each.label, ", ".join(each.values)) for each in product.answers)
    notes = tuple(Entry("Good to know", detail) for detail in product.details)
    return (*answers, *notes)


def _care(product: catalog.Product) -> tuple[Entry, ...]:
    fabric = (Entry("Fabric", product.fabric),) if product.fabric else ()
    return (*fabric, *(Entry("Care", each) for each in product.care))


def _compliance(product: catalog.Product) -> tuple[Entry, ...]:
    """The declarations of rule 6(10), Legal Metrology (Packaged Commodities) Rules 2011."""
    said, care = product.compliance, product.compliance.consumer_care
    pairs = (
        ("Generic name", said.generic_name),
        ("Net quantity", said.net_quantity),
        ("Country of origin", product.origin_name),
        ("Maker", _party(said.maker)),
        ("Packer", _party(said.packer)),
        ("Importer", _party(said.importer)),
        ("Made in", said.made_in or ""),
        ("Customer care", f"{care.email}, {care.phone}" if care else ""),
    )
    return tuple(Entry(label, text) for label, text in pairs if text)


def _party(party: catalog.Party | None) -> str:
    return f"{party.name}, {party.address}" if party else ""


def _returns(days: int) -> str:
    return f"Easy returns within {days} days" if days else "This piece cannot be returned"


def _delivery(days: int) -> tuple[str, ...]:
    kept = "Pieces come back unworn, with their tags."
    return ("We deliver all over India, with a date before you pay.", _returns(days) + ". " + kept)
