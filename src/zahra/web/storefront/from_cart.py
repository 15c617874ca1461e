"""What pages show of a cart, made from the cart as it stands."""

from uuid import UUID

from zahra.base import ids
from zahra.base.money import format_inr
from zahra.shop import cart, cod, orders
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
from zahra.web.storefront.coupon_view import Saving
from zahra.web.storefront.from_coupons import (
    coupon_part,
    delivery_note_of,
    savings_of,
    savings_of_lines,
)
from zahra.web.storefront.picturing import picture_of
from zahra.web.ui import FormState, NavLink
from zahra.web.ui.forms import UNTOUCHED

_SHORT = (LineWarning.QTY_REDUCED, LineWarning.UNAVAILABLE)


def bag_page(
    found: cart.Cart,
    *,
    refusal: str | None = None,
    unpaid: orders.WholeOrder | None = None,
    coupon_form: FormState | None = None,
) -> BagPage:
    """The bag. `unpaid` is an order of the shopper's own that still holds pieces."""
    told = [BagNotice(notice.message) for notice in found.notices]
    held = {line.variant_id for line in unpaid.lines} if unpaid else set[UUID]()
    if unpaid and any(is_short(item) and item.variant.id in held for item in found.items):
        told.append(_held_notice(unpaid.order.number))
    return BagPage(
        lines=lines_of(found),
        totals=totals_of(found),
        version=found.version,
        idempotency_key=str(ids.new()),
        notices=tuple(told),
        free_delivery=free_delivery_of(found),
        refusal=refusal,
        coupon=coupon_part(found, coupon_form or UNTOUCHED),
        cash_note=cash_note_of(found),
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
    savings = savings_of_lines(found)
    return tuple(line_of(item, savings.get(item.id, ())) for item in found.items)


def line_of(item: cart.Item, savings: tuple[Saving, ...] = ()) -> BagLine:
    """One line with what has changed about it, and what is taken off it alone."""
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
        line_total=item.gross - sum(saving.amount for saving in savings),
        savings=savings,
        notices=tuple(_notice(warning, item) for warning in item.warnings),
    )


def totals_of(found: cart.Cart) -> Totals:
    """What it comes to."""
    totals = found.totals
    return Totals(
        mrp_total=totals.mrp_total,
        discount=totals.mrp_total - sum(item.gross for item in found.items),
        savings=savings_of(found),
        delivery_note=delivery_note_of(found),
        total=totals.total,
        shipping=0 if _is_free_anyway(found) else totals.shipping,
        cod_fee=totals.cod_fee,
    )


def _is_free_anyway(found: cart.Cart) -> bool:
    """Whether delivery is free before anybody knows where to."""
    offer = free_delivery_of(found)
    return found.pincode is None and offer is not None and offer.short_by == 0


def free_delivery_of(found: cart.Cart) -> FreeDelivery | None:
    """How near free delivery is, where there is such a thing."""
    if found.free_delivery_from is None:
        return None
    goods = sum(each.total for each in found.items)
    return FreeDelivery(found.free_delivery_from, max(0, found.free_delivery_from - goods))


def cash_note_of(found: cart.Cart) -> str | None:
    """What paying at the door costs and asks for here, or why it cannot be; a fee is told even
    before the PIN code is."""
    if found.cash is None:
        return None
    answer = found.cash.answer
    if refusal := cod.refusal_of(found.cash):
        return refusal if found.pincode else None
    fee = f"for a fee of {format_inr(answer.fee)}" if answer.fee else "without a fee"
    here = f" to {found.pincode}" if found.pincode else ""
    asked = cod.asking_of(answer) if found.pincode else None
    return " ".join(filter(None, [f"Cash on delivery{here} {fee}.", asked]))


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
