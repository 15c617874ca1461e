"""Booking: a packed parcel gets the number that it travels under."""

from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.shop import shipping
from zahra.shop.orders.fulfilling.holding import must_not_be_disputed
from zahra.shop.orders.fulfilling.picking import must_be_placed
from zahra.shop.orders.returning import lock_order
from zahra.shop.shipping import Couriers, Shipment


async def book_shipment(
    database: Database, couriers: Couriers, actor: Actor, shipment_id: UUID
) -> Shipment:
    """Have a parcel's courier take it and give it a number (`shipping:write`), as `shipping.book`
    does: audited, and safe to repeat after anything.

    Raises what that does, and OrderDisputed where a dispute came after the parcel was packed.
    """
    actor.must(Permission.SHIPPING_WRITE)
    return await shipping.book(database, couriers, shipment_id, by=actor, check=_may_be_sent)


async def _may_be_sent(tx: Transaction, parcel: Shipment) -> None:
    order = await lock_order(tx, parcel.order_id)
    must_be_placed(order, "book")
    await must_not_be_disputed(tx, order)
