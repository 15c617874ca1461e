"""Unpacking: a parcel that has not left is taken apart, so that it can be packed another way."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.shop import shipping
from zahra.shop.orders.fulfilling.packing import free_pieces
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.standing import restate
from zahra.shop.shipping import Shipment, ShipmentEvent, ShipmentState


async def take_apart(tx: Transaction, actor: Actor, shipment_id: UUID) -> Shipment:
    """Take a parcel apart that has not left (`shipping:write`): its pieces wait again, and its
    courier, where it knows of it, is told by a job. Once, however often it is said, and audited
    then.

    Raises NotFound, WrongMoment for a parcel that has left.
    """
    actor.must(Permission.SHIPPING_WRITE)
    seen = await shipping.shipment(tx, shipment_id)
    order = await lock_order(tx, seen.order_id)
    parcel = await shipping.shipment_to_change(tx, shipment_id)
    if parcel.state is ShipmentState.CANCELLED:
        return parcel
    cancel = ShipmentEvent.CANCEL
    apart = await shipping.move_shipment(tx, parcel, cancel, by=actor.label)
    await free_pieces(tx, order.id, shipment_id)
    await restate(tx, order, by=actor.label)
    subject = f"shipment:{parcel.number}"
    detail = {"before": parcel.state, "after": apart.state}
    await audit.note(tx, actor, "shipment.taken_apart", subject=subject, detail=detail)
    return apart
