"""What pages show of a cart, made from the cart as it stands."""

from zahra.base import ids
from zahra.shop import cart
from zahra.shop.cart import LineWarning
from zahra.web.storefront.bag_view import (
    AddedToBag,
    BagLine,
    BagNotice,
    BagPage,
    FreeDelivery,
    LineNotice,
    Totals,
)
from zahra.web.storefront.picturing import picture_of


def bag_page(found: cart.Cart, *, refusal: str | None = None) -> BagPage:
    """The bag."""
    return BagPage(
        lines=lines_of(found),
        totals=totals_of(found.totals),
        version=found.version,
        idempotency_key=str(ids.new()),
        notices=tuple(BagNotice(notice.message) for notice in found.notices),
        free_delivery=free_delivery_of(found),
        refusal=refusal,
    )


def added(found: cart.Cart, variant_id: object) -> AddedToBag:
    """The sheet after adding: the line just changed, and how the bag stands."""
    item = next(item for item in found.items if item.variant.id == variant_id)
    goods = sum(each.total for each in found.items)
    return AddedToBag(line_of(item), found.count, goods, free_delivery_of(found))


def lines_of(found: cart.Cart) -> tuple[BagLine, ...]:
    """Every line, in the order they were added."""
    return tuple(line_of(item) for item in found.items)


def line_of(item: cart.Item) -> BagLine:
    """One line with what has changed about it."""
    facts = item.variant
    return BagLine(
        id=str(item.id),
        url=f"/products/{facts.slug}?size={facts.size}",
        title=facts.title,
        colour=facts.colour,
        size=facts.size,
        picture=picture_of(facts.image),
        qty=item.qty,
        max_qty=max(item.max_qty, item.qty, 1),
        unit_price=facts.price,
        mrp=facts.mrp,
        discount_percent=facts.discount_percent,
        line_total=item.total,
        notices=tuple(_notice(warning, item) for warning in item.warnings),
    )


def totals_of(totals: cart.Totals) -> Totals:
    """What it comes to."""
    return Totals(
        mrp_total=totals.mrp_total,
        discount=totals.discount,
        total=totals.total,
        shipping=totals.shipping,
        cod_fee=totals.cod_fee,
    )


def free_delivery_of(found: cart.Cart) -> FreeDelivery | None:
    """How near free delivery is, where there is such a thing."""
    if found.free_delivery_from is None:
        return None
    goods = sum(each.total for each in found.items)
    return FreeDelivery(found.free_delivery_from, max(0, found.free_delivery_from - goods))


def _notice(warning: LineWarning, item: cart.Item) -> LineNotice:
    said = {
        LineWarning.PRICE_ROSE: "The price went up since you added this.",
        LineWarning.PRICE_DROPPED: "Good news: the price came down since you added this.",
        LineWarning.QTY_REDUCED: f"Only {item.max_qty} left. Please lower the quantity.",
        LineWarning.UNAVAILABLE: "This is sold out. Please remove it to go on.",
    }
    blocking = warning in (LineWarning.QTY_REDUCED, LineWarning.UNAVAILABLE)
    return LineNotice(said[warning], is_blocking=blocking)
