"""Where an order stands: reckoned from its pieces, parcels and tenders, and written down."""

from zahra.base.db import Transaction
from zahra.shop import cod, payments, shipping
from zahra.shop.orders.fulfilment import fulfilment_of
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order
from zahra.shop.orders.rules import money_event
from zahra.shop.orders.states import FulfilmentStatus, OrderEvent
from zahra.shop.orders.store.pieces import pieces_of

# What the past of a phone counts, by where its order's goods ended.
_OUTCOMES = {
    FulfilmentStatus.DELIVERED: cod.Outcome.DELIVERED,
    FulfilmentStatus.RTO: cod.Outcome.RTO,
    FulfilmentStatus.CANCELLED: cod.Outcome.CANCELLED,
}


async def restate(
    tx: Transaction, order: Order, *, event: OrderEvent | None = None, by: str, note: str = ""
) -> Order:
    """Bring an order to where what belongs to it stands, and along its own life where `event` says
    so. Its lock is held. Also writes what of the row the caller has changed."""
    pieces = await pieces_of(tx, order.id)
    parcels = await shipping.shipments_of(tx, order.id)
    known = await payments.payments_of_order(tx, order.id)
    fulfilment = fulfilment_of(
        pieces, {each.id: each.state for each in parcels}, before=order.fulfilment_status
    )
    if order.is_cod and (outcome := _OUTCOMES.get(fulfilment)):
        await cod.note_outcome(tx, order.id, outcome)
    return await move_order(
        tx,
        order,
        event=event,
        money=money_event(order, known),
        fulfilment=fulfilment,
        by=by,
        note=note,
    )
