"""What a product and its variants tell."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import catalog
from zahra.shop.catalog import Band, Product
from zahra.web.api.listing_schemas import CrumbOut, RatingOut
from zahra.web.api.pictures import PictureOut
from zahra.web.http.schemas import Moment, Output


class Availability(StrEnum):
    """How much is left now: none, at most three pieces, more."""

    IN_STOCK = "in_stock"
    LOW = "low"
    OUT = "out"


_TOLD = {Band.IN: Availability.IN_STOCK, Band.LOW: Availability.LOW, Band.OUT: Availability.OUT}


class VariantOut(Output):
    """One size. Its pictures are its colour's."""

    id: UUID
    sku: str
    size: str
    colour: str
    price: Paise
    mrp: Paise
    currency: str = "INR"
    availability: Availability
    images: list[PictureOut]


class VariantAloneOut(VariantOut):
    """A variant by itself, with the product it belongs to."""

    product_id: UUID
    slug: str
    title: str

    @classmethod
    def of(cls, facts: catalog.VariantFacts, band: Band) -> "VariantAloneOut":
        return cls(
            id=facts.id,
            sku=facts.sku,
            size=facts.size,
            colour=facts.colour,
            price=facts.price,
            mrp=facts.mrp,
            availability=_TOLD[band],
            images=[PictureOut.of(facts.image)] if facts.image else [],
            product_id=facts.product_id,
            slug=facts.slug,
            title=facts.title,
        )


class ColourOptionOut(Output):
    """The style in a colour, which is a product of its own."""

    product_id: UUID
    slug: str
    colour: str
    swatch: str
    in_stock: bool
    image: PictureOut | None


class OptionsOut(Output):
    """What there is to choose."""

    colours: list[ColourOptionOut]
    sizes: list[str]


class MeasureOut(Output):
    """Inches, a figure per size; empty where it is not taken."""

    key: str
    label: str
    how: str
    body: list[float]
    garment: list[float]


class SizeChartOut(Output):
    """Body and garment measures."""

    name: str
    note: str
    unit: str = "in"
    sizes: list[str]
    measures: list[MeasureOut]


class AnswerOut(Output):
    """What the style answers to one attribute."""

    key: str
    label: str
    values: list[str]


class PartyOut(Output):
    """A maker, packer or importer."""

    name: str
    address: str


class CareContactOut(Output):
    """Whom a buyer turns to."""

    email: str
    phone: str


class ComplianceOut(Output):
    """The declarations of the Legal Metrology (Packaged Commodities) Rules 2011."""

    mrp: Paise
    generic_name: str
    net_quantity: str
    origin: str
    origin_name: str
    maker: PartyOut | None
    packer: PartyOut | None
    importer: PartyOut | None
    consumer_care: CareContactOut | None
    made_in: str | None


class ProductOut(Output):
    """One style in one colour with everything its page tells."""

    id: UUID
    slug: str
    title: str
    description: str
    colour: str
    swatch: str
    price: Paise
    mrp: Paise
    discount_percent: int
    currency: str = "INR"
    badges: list[str]
    images: list[PictureOut]
    options: OptionsOut
    variants: list[VariantOut]
    size_chart: SizeChartOut | None
    attributes: list[AnswerOut]
    details: list[str]
    fabric: str
    care: list[str]
    model_note: str
    compliance: ComplianceOut
    returnable_days: int
    rating: RatingOut | None
    breadcrumbs: list[CrumbOut]
    published_at: Moment

    @classmethod
    def of(cls, product: Product, bands: Mapping[UUID, Band]) -> "ProductOut":
        images = [PictureOut.of(image) for image in product.images]
        return cls.model_validate(
            {
                **{name: getattr(product, name) for name in _SAME},
                "colour": product.colour_name,
                "images": images,
                "options": _options(product),
                "variants": _variants(product, bands, images),
                "attributes": product.answers,
                "compliance": _compliance(product),
                "breadcrumbs": product.trail,
            },
            from_attributes=True,
        )


_SAME = ProductOut.model_fields.keys() - {
    *("colour", "images", "options", "variants", "attributes", "compliance", "breadcrumbs"),
    "currency",
}


def _options(product: Product) -> OptionsOut:
    colours = [
        ColourOptionOut(
            product_id=each.id,
            slug=each.slug,
            colour=each.colour_name,
            swatch=each.swatch,
            in_stock=each.is_in_stock,
            image=PictureOut.of(each.image) if each.image else None,
        )
        for each in product.siblings
    ]
    return OptionsOut(colours=colours, sizes=[variant.size for variant in product.variants])


def _variants(
    product: Product, bands: Mapping[UUID, Band], images: list[PictureOut]
) -> list[VariantOut]:
    return [
        VariantOut(
            id=each.id,
            sku=each.sku,
            size=each.size,
            colour=product.colour_name,
            price=each.price,
            mrp=each.mrp,
            availability=_TOLD[bands[each.id]],
            images=images,
        )
        for each in product.variants
    ]


def _compliance(product: Product) -> dict[str, object]:
    said = product.compliance
    return {
        "mrp": product.mrp,
        "generic_name": said.generic_name,
        "net_quantity": said.net_quantity,
        "origin": product.origin,
        "origin_name": product.origin_name,
        "maker": said.maker,
        "packer": said.packer,
        "importer": said.importer,
        "consumer_care": said.consumer_care,
        "made_in": said.made_in,
    }
