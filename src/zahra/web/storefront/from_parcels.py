"""What pages show of an order's way to its buyer: five steps, and each parcel."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from zahra.shop import invoices, orders
from zahra.shop.orders import FulfilmentStatus, Life, OrderStatus, PaymentStatus, PieceState
from zahra.shop.shipping import ShipmentState
from zahra.web.storefront.cards_view import Badge
from zahra.web.storefront.order_view import Moment, Paper, Parcel
from zahra.web.ui.filters import in_size

_F, _S = FulfilmentStatus, ShipmentState
_STEPS = (
    ("Packed", (_F.PACKED,)),
    ("Shipped", (_F.SHIPPED, _F.PARTIALLY_SHIPPED)),
    ("Out for delivery", (_F.OUT_FOR_DELIVERY,)),
    ("Delivered", (_F.DELIVERED,)),
)
_REACHED: Mapping[FulfilmentStatus, int] = {
    _F.PACKED: 1,
    _F.PARTIALLY_SHIPPED: 1,
    _F.SHIPPED: 2,
    _F.OUT_FOR_DELIVERY: 3,
    _F.NDR: 2,
    _F.DELIVERED: 4,
}
_NOW = {
    _F.PICKING: "We are gathering your pieces.",
    _F.PARTIALLY_SHIPPED: "Some of it is on its way, the rest follows.",
    _F.NDR: "The courier did not find anybody and will try again.",
}
_STATES = {
    _S.OUT_FOR_DELIVERY: Badge("Out for delivery", "info"),
    _S.UNDELIVERED: Badge("Delivery was tried", "attention"),
    _S.DELIVERED: Badge("Delivered", "good"),
    _S.RTO_INITIATED: Badge("On its way back to us", "attention"),
    _S.RTO_IN_TRANSIT: Badge("On its way back to us", "attention"),
    _S.RTO_DELIVERED: Badge("Back with us", "plain"),
    _S.LOST: Badge("Lost by the courier", "bad"),
    _S.DAMAGED: Badge("Damaged on its way", "bad"),
}
_PACKED, _UNDER_WAY = Badge("Packed", "plain"), Badge("On its way", "info")
_BEFORE = (_S.CREATED, _S.AWB_ASSIGNED, _S.PICKUP_SCHEDULED)
_TURNED = (_S.RTO_INITIATED, _S.RTO_IN_TRANSIT)
_TO_COME = (*_BEFORE, _S.PICKED_UP, _S.IN_TRANSIT, _S.OUT_FOR_DELIVERY, _S.UNDELIVERED)
_PAPERS = {
    invoices.InvoiceKind.INVOICE: "Invoice",
    invoices.InvoiceKind.CREDIT_NOTE: "Credit note",
    invoices.InvoiceKind.COMMERCIAL_NOTE: "Commercial credit note",
}
_IN_WORDS = (
    (PieceState.CANCELLED, "cancelled"),
    (PieceState.RETURNED, "sent back"),
    (PieceState.RTO, "back with us"),
    (PieceState.LOST, "lost on its way"),
)


def timeline_of(whole: orders.WholeOrder, *, waiting: str) -> tuple[Moment, ...]:
    """Placed, packed, shipped, out for delivery, delivered, with their times; what ends the way
    early ends the list. `waiting` says what an order waits for that is not placed."""
    order = whole.order
    if order.status is OrderStatus.CANCELLED:
        made = Moment("Order made", "done", order.created_at)
        return (made, Moment("Cancelled", "failed", order.cancelled_at), *_given_back(whole))
    if not order.is_placed:
        ahead = (Moment(title, "waiting") for title, _ in _STEPS)
        return (Moment("Order made", "done", order.created_at), Moment(waiting, "current"), *ahead)
    has_ended = order.fulfilment_status in (_F.RTO, _F.CANCELLED)
    is_due = order.collectable and not has_ended
    cash = "To be paid on delivery" if is_due else "Cash on delivery"
    placed = Moment("Placed", "done", order.placed_at, note=cash if order.is_cod else "Paid")
    if has_ended:
        return (placed, *_ended(whole), *_given_back(whole))
    return (placed, *_ahead(whole))


def parcels_of(whole: orders.WholeOrder, answers: Mapping[UUID, str]) -> tuple[Parcel, ...]:
    """Each parcel with what is in it and who brings it. `answers` are addresses by parcel."""
    return tuple(_parcel(whole, each, answers.get(each.id, "")) for each in whole.parcels)


def papers_of(whole: orders.WholeOrder) -> tuple[Paper, ...]:
    """Invoices and credit notes, oldest first."""
    return tuple(
        Paper(
            f"{_PAPERS[each.kind]} {each.number}{', voided' if each.is_void else ''}",
            f"/orders/{whole.order.number}/invoice/{each.id}",
            each.total,
        )
        for each in whole.documents
    )


def what_became_of(line: orders.Line) -> str:
    """What is to be said of a line's pieces beside that they come: "1 cancelled"."""
    told = ((line.states.get(state, 0), word) for state, word in _IN_WORDS)
    return ", ".join(f"{count} {word}" for count, word in told if count)


def _ahead(whole: orders.WholeOrder) -> tuple[Moment, ...]:
    """The four steps after placing. The one that is next is the current one."""
    status = whole.order.fulfilment_status
    reached = _REACHED.get(status, 0)
    moments: list[Moment] = []
    for at, (title, states) in enumerate(_STEPS, start=1):
        note = _NOW.get(status, "") if at == reached + 1 else ""
        state = "done" if at <= reached else "current" if at == reached + 1 else "waiting"
        at_time = _first(whole, states) if state == "done" else None
        moments.append(Moment(title, state, at_time, note))
    return tuple(moments)


def _ended(whole: orders.WholeOrder) -> tuple[Moment, ...]:
    came_back = whole.order.fulfilment_status is _F.RTO
    title = "Could not be delivered" if came_back else "Lost on its way"
    shipped = _first(whole, (_F.SHIPPED, _F.PARTIALLY_SHIPPED))
    sent = (Moment("Shipped", "done", shipped),) if shipped else ()
    return (*sent, Moment(title, "failed", _first(whole, (_F.RTO, _F.CANCELLED))))


def _given_back(whole: orders.WholeOrder) -> tuple[Moment, ...]:
    returned = (PaymentStatus.REFUNDED, PaymentStatus.PARTIALLY_REFUNDED)
    return tuple(
        Moment("Money returned", "done", moment.at)
        for moment in whole.history
        if moment.life is Life.PAYMENT and moment.to_state in returned
    )


def _first(whole: orders.WholeOrder, states: tuple[FulfilmentStatus, ...]) -> datetime | None:
    times = (
        moment.at
        for moment in whole.history
        if moment.life is Life.FULFILMENT and moment.to_state in states
    )
    return next(times, None)


def _parcel(whole: orders.WholeOrder, parcel: orders.ParcelSeen, answer_url: str) -> Parcel:
    lines = {line.id: line for line in whole.lines}
    before = _PACKED if parcel.state in _BEFORE else _UNDER_WAY
    is_back = parcel.state in _TURNED and all(
        lines[item.line_id].states.get(PieceState.RTO) for item in parcel.items
    )
    return Parcel(
        number=parcel.number,
        status=_STATES[_S.RTO_DELIVERED] if is_back else _STATES.get(parcel.state, before),
        items=tuple(
            f"{item.qty} × {lines[item.line_id].title}, {in_size(lines[item.line_id].size)}"
            for item in parcel.items
        ),
        carried_by=parcel.carried_by.replace("_", " ").title() if parcel.awb else "",
        awb=parcel.awb or "",
        tracking_url=parcel.tracking_url or "",
        at=parcel.delivered_at or parcel.dispatched_at,
        to_pay=parcel.collectable if parcel.state in _TO_COME else 0,
        answer_url=answer_url,
    )
