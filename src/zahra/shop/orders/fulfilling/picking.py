"""Beginning to gather an order's pieces: from here on only staff can cancel it."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.lifecycle import WrongMoment
from zahra.shop.orders.fulfilling.holding import must_not_be_disputed
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.states import FulfilmentStatus


async def start_picking(tx: Transaction, actor: Actor, order_id: UUID, *, note: str = "") -> Order:
    """Begin to pick a placed order (`orders:write`); audited. Raises NotFound, WrongMoment,
    OrderDisputed."""
    actor.must(Permission.ORDERS_WRITE)
    order = await lock_order(tx, order_id)
    must_be_placed(order, "start_picking")
    if order.fulfilment_status is not FulfilmentStatus.UNFULFILLED:
        raise WrongMoment(state=order.fulfilment_status, event="start_picking", allowed=[])
    await must_not_be_disputed(tx, order)
    picking = FulfilmentStatus.PICKING
    moved = await move_order(tx, order, fulfilment=picking, by=actor.label, note=note)
    detail = {"before": order.fulfilment_status, "after": picking}
    await audit.note(tx, actor, "order.picking", subject=f"order:{order.number}", detail=detail)
    return moved


def must_be_placed(order: Order, event: str) -> None:
    """Raise WrongMoment for an order that waits, or is cancelled: nothing of it is to be sent."""
    if not order.is_placed:
        raise WrongMoment(state=order.status, event=event, allowed=[])
