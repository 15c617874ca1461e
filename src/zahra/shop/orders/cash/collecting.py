"""Cash that couriers took at the door. What was due pays for its order; what nobody waited for any
more is set aside. Either way its courier owes it from now on."""

from dataclasses import replace

from zahra.base.db import Transaction
from zahra.shop import cod, payments
from zahra.shop.orders.model import Order
from zahra.shop.shipping import Shipment

CASH_DIFFERS = "cash_differs"  # a parcel took another sum than was due


async def collect(tx: Transaction, order: Order, parcel: Shipment) -> tuple[Order, bool]:
    """The order after its parcel's cash was taken, and whether that was what was due: a courier
    takes what the label says, and less may be due by now. Where nothing is, it is set aside. Once a
    parcel."""
    if not parcel.collectable:
        return order, True
    if not order.collectable:
        await set_aside(tx, order, parcel)
        return order, False
    await payments.take_cash(tx, order.id, parcel.collectable, parcel.id)
    await _owe(tx, order, parcel)
    due = min(parcel.collectable, order.collectable)
    left = replace(order, collectable=order.collectable - due)
    return left, due == parcel.collectable


async def set_aside(tx: Transaction, order: Order, parcel: Shipment) -> None:
    """Keep the cash of a parcel that was delivered when nothing was due for it any more: it was
    lost, came back or was taken apart before. Once a parcel; finance decides what becomes of it."""
    if parcel.collectable:
        await payments.take_unexpected_cash(tx, order.id, parcel.collectable, parcel.id)
        await _owe(tx, order, parcel)


async def _owe(tx: Transaction, order: Order, parcel: Shipment) -> None:
    """Its courier owes it, by the number that its remittance will name."""
    taken = cod.Collection(
        shipment_id=parcel.id,
        order_id=order.id,
        courier=parcel.courier,
        awb=parcel.awb or parcel.number,
        amount=parcel.collectable,
        collected_at=parcel.delivered_at or tx.now,
    )
    await cod.note_collected(tx, taken)
