"""What pages show of an order, made from the order as it stands."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import orders
from zahra.shop.orders import FulfilmentStatus, OrderStatus, PaymentStatus
from zahra.web.storefront.account_view import OrderCard
from zahra.web.storefront.bag_view import Totals
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.coupon_view import Saving
from zahra.web.storefront.describing_refunds import Sent, refund_lines
from zahra.web.storefront.from_parcels import (
    papers_of,
    parcels_of,
    timeline_of,
    what_became_of,
)
from zahra.web.storefront.order_view import (
    OrderAction,
    OrderLine,
    OrderPage,
    PaymentLine,
)
from zahra.web.storefront.picturing import image_of, picture_of
from zahra.web.ui.filters import inr, ist_day

_PICTURES = 4
_BADGES = {
    OrderStatus.PENDING_PAYMENT: Badge("Waiting for payment", "attention"),
    OrderStatus.PENDING_CONFIRMATION: Badge("Waiting for you to confirm", "attention"),
    OrderStatus.PLACED: Badge("Placed", "good"),
    OrderStatus.CANCELLED: Badge("Cancelled", "bad"),
}
_ON_ITS_WAY = {
    FulfilmentStatus.PACKED: Badge("Packed", "info"),
    FulfilmentStatus.PARTIALLY_SHIPPED: Badge("Partly shipped", "info"),
    FulfilmentStatus.SHIPPED: Badge("On its way", "info"),
    FulfilmentStatus.OUT_FOR_DELIVERY: Badge("Out for delivery", "info"),
    FulfilmentStatus.NDR: Badge("Delivery was tried", "attention"),
    FulfilmentStatus.DELIVERED: Badge("Delivered", "good"),
    FulfilmentStatus.RTO: Badge("Could not be delivered", "attention"),
    FulfilmentStatus.CANCELLED: Badge("Lost on its way", "bad"),
}
_OVER = (FulfilmentStatus.DELIVERED, FulfilmentStatus.RTO, FulfilmentStatus.CANCELLED)
_MONEY = {
    "created": Badge("Not paid yet", "attention"),
    "pending": Badge("Being checked", "attention"),
    "authorized": Badge("Being checked", "attention"),
    "captured": Badge("Paid", "good"),
    "failed": Badge("Not completed", "bad"),
    "partially_refunded": Badge("Paid", "good"),
    "refunded": Badge("Paid", "good"),  # what went back stands beside it
    "voided": Badge("Nothing taken", "plain"),
}
_METHODS = {
    "upi": "UPI",
    "card": "Card",
    "netbanking": "Net banking",
    "wallet": "Wallet",
    "emi": "EMI",
    "paylater": "Pay later",
}


def order_page(
    whole: orders.WholeOrder,
    *,
    today: date,
    answers: Mapping[UUID, str] | None = None,
    reward: Paise = 0,
    may_return: bool = False,
    sent: Sent | None = None,
) -> OrderPage:
    """The whole of one order. `today` is India's; `answers` as in `parcels_of`; `sent` as in
    `refund_lines`; `reward` is what paying online instead of at the door would be given."""
    order, address = whole.order, whole.copy.shipping_address
    place = f"{address.city} {address.pincode}, {address.state}"
    lines = (address.line1, address.line2, address.landmark, place)
    return OrderPage(
        number=order.number,
        created_at=order.created_at,
        status=badge_of(order),
        timeline=timeline_of(whole, waiting=_BADGES[order.status].label),
        parcels=parcels_of(whole, answers or {}),
        papers=papers_of(whole),
        lines=tuple(map(_line, whole.lines)),
        totals=_totals(whole),
        address_name=address.name,
        address_lines=tuple(filter(None, lines)),
        phone=f"+91 {address.phone[3:8]} {address.phone[8:]}",
        payments=_payments(whole),
        refunds=refund_lines(whole.refunds, sent or {}),
        actions=(*_actions(order, reward), *(_coming_back(whole) if may_return else ())),
        arrives_by=whole.copy.promised_by if order.is_placed else None,
        headline=headline_of(order, whole.copy.promised_by, today=today),
    )


def order_card(whole: orders.WholeOrder, *, today: date) -> OrderCard:
    """An order in a list."""
    order = whole.order
    return OrderCard(
        number=order.number,
        url=f"/orders/{order.number}",
        created_at=order.created_at,
        status=badge_of(order),
        headline=headline_of(order, whole.copy.promised_by, today=today),
        total=order.total - whole.fee_waived,
        piece_count=sum(line.qty for line in whole.lines),
        pictures=tuple(picture_of(image_of(line.image)) for line in whole.lines[:_PICTURES]),
        more_pictures=max(0, len(whole.lines) - _PICTURES),
    )


def badge_of(order: orders.Order) -> Badge:
    """Where an order stands, in a word or three."""
    if order.is_placed:
        return _ON_ITS_WAY.get(order.fulfilment_status, _BADGES[order.status])
    return _BADGES[order.status]


def headline_of(order: orders.Order, promised_by: date | None, *, today: date) -> str:
    """The one thing to know about an order; a day that has passed is no promise any more."""
    if order.fulfilment_status in _OVER:
        return badge_of(order).label
    if order.is_placed and promised_by and promised_by >= today:
        return f"Arriving by {ist_day(promised_by)}"
    if order.placed_at and order.is_placed:
        return f"Placed on {ist_day(order.placed_at)}"
    return _BADGES[order.status].label


def _line(line: orders.Line) -> OrderLine:
    return OrderLine(
        title=line.title,
        colour=line.colour,
        size=line.size,
        qty=line.qty,
        line_total=line.total,
        picture=picture_of(image_of(line.image)),
        url=f"/products/{line.slug}",
        note=what_became_of(line),
    )


def _totals(whole: orders.WholeOrder) -> Totals:
    """As the bag showed them: off MRP first, then each promotion by its name."""
    order, fee = whole.order, whole.order.cod_fee - whole.fee_waived
    return Totals(
        mrp_total=order.mrp_total,
        discount=order.mrp_total - sum(line.unit_price * line.qty for line in whole.lines),
        total=order.total - whole.fee_waived,
        shipping=order.shipping,
        cod_fee=fee if order.is_cod or fee else None,
        savings=tuple(Saving(off.named, off.amount) for off in whole.off_goods),
        delivery_note=", ".join(off.label for off in whole.off_delivery) or None,
    )


def _payments(whole: orders.WholeOrder) -> tuple[PaymentLine, ...]:
    return (*_credit(whole.order), *map(_online, whole.payments), *_at_the_door(whole))


def _credit(order: orders.Order) -> Iterator[PaymentLine]:
    if order.credit_used:
        gone = order.status is OrderStatus.CANCELLED
        status = Badge("Given back", "info") if gone else _MONEY["captured"]
        yield PaymentLine("Store credit", order.credit_used, status)


def _at_the_door(whole: orders.WholeOrder) -> Iterator[PaymentLine]:
    """Cash that couriers took, and what is still due to them."""
    order = whole.order
    if taken := sum(each.collectable for each in whole.parcels if each.delivered_at):
        yield PaymentLine("Cash on delivery", taken, _MONEY["captured"])
    is_due = order.payment_status is PaymentStatus.COD_DUE and order.fulfilment_status not in _OVER
    if order.waits_for_advance or is_due:
        due = Badge("Due on delivery", "info")
        yield PaymentLine("Cash on delivery", order.collectable, due)


def _online(paying: orders.Paying) -> PaymentLine:
    method = _METHODS.get(paying.method or "", "Online payment")
    return PaymentLine(method, paying.amount, _MONEY[paying.status], paying.created_at)


def _actions(order: orders.Order, reward: Paise) -> tuple[OrderAction, ...]:
    allowed, here = orders.actions_for(order), f"/orders/{order.number}"
    known = {
        "pay": OrderAction("Pay now", f"/checkout/pay/{order.number}", is_main=True),
        "confirm": OrderAction("Type the code", f"/checkout/confirm/{order.number}", is_main=True),
        "pay_online": OrderAction(
            "Pay online instead",
            f"{here}/pay-online",
            "post",
            consequence=_gains_of_paying_online(order, reward),
        ),
        "cancel": OrderAction("Cancel", f"{here}/cancel"),
    }
    return tuple(action for name, action in known.items() if name in allowed)


def _gains_of_paying_online(order: orders.Order, reward: Paise) -> str:
    fee = f", and the {inr(order.cod_fee)} fee for that falls away" if order.cod_fee else ""
    given = f" You get {inr(reward)} of store credit if you keep it." if reward else ""
    return f"Nothing is then taken at the door{fee}.{given}"


def _coming_back(whole: orders.WholeOrder) -> tuple[OrderAction, ...]:
    """A way back for what can be sent back; the page behind it says until when."""
    return (OrderAction("Return or exchange", f"/orders/{whole.order.number}/return"),)
