"""What pages show of a cart, made from the cart as it stands."""

from uuid import UUID

from zahra.base import ids
from zahra.shop import cart, orders
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
from zahra.web.ui import NavLink

_SHORT = (LineWarning.QTY_REDUCED, LineWarning.UNAVAILABLE)


def bag_page(
    found: cart.Cart, *, refusal: str | None = None, unpaid: orders.WholeOrder | None = None
) -> BagPage:
    """The bag. `unpaid` is an order of the shopper's own that still holds pieces."""
    told = [BagNotice(notice.message) for notice in found.notices]
    held = {line.variant_id for line in unpaid.lines} if unpaid else set[UUID]()
    if unpaid and any(is_short(item) and item.variant.id in held for item in found.items):
        told.append(_held_notice(unpaid.order.number))
    return BagPage(
        lines=lines_of(found),
        totals=totals_of(found.totals),
        version=found.version,
        idempotency_key=str(ids.new()),
        notices=tuple(told),
        free_delivery=free_delivery_of(found),
        refusal=refusal,
    )


def is_short(item: cart.Item) -> bool:
    """Whether fewer can be sold now than the line asks for."""
    return any(warning in _SHORT for warning in item.warnings)


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
    return LineNotice(said[warning], is_blocking=warning in _SHORT)


def _held_notice(number: str) -> BagNotice:
    text = f"Your order {number} keeps the last of these for you until it is paid."
    return BagNotice(text, link=NavLink("Pay for it now", f"/checkout/pay/{number}"))
