"""Dispatch: a parcel leaves, its stock leaves the shelf, and its invoice is issued, at once."""

from dataclasses import replace
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.shop import inventory, invoices, shipping
from zahra.shop.inventory import Wanted
from zahra.shop.orders.billing import billing_of, charges_to_bill
from zahra.shop.orders.events import ShipmentDispatched
from zahra.shop.orders.fulfilling.holding import must_not_be_disputed
from zahra.shop.orders.fulfilling.picking import must_be_placed
from zahra.shop.orders.model import Order
from zahra.shop.orders.pieces import Piece
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.standing import restate
from zahra.shop.orders.states import PIECE_LIFE, PieceEvent
from zahra.shop.orders.store import moving
from zahra.shop.orders.store import pieces as store
from zahra.shop.shipping import NotBooked, Shipment, ShipmentEvent
from zahra.shop.tax import Seller


async def dispatch_shipment(
    tx: Transaction, actor: Actor, shipment_id: UUID, *, seller: Seller
) -> Shipment:
    """Hand a packed parcel to its courier (`shipping:write`); once, however often it is said, and
    audited then.

    Goods are invoiced when they leave (CGST Act s. 31). Raises NotFound, OrderDisputed, NotBooked
    for one that its courier could tell nothing of, WrongMoment for one that was taken apart.
    """
    actor.must(Permission.SHIPPING_WRITE)
    seen = await shipping.shipment(tx, shipment_id)
    order = await lock_order(tx, seen.order_id)
    parcel = await shipping.shipment_to_change(tx, shipment_id)
    before = parcel.state
    if not parcel.is_dispatched:
        must_be_placed(order, "dispatch")
        await must_not_be_disputed(tx, order)
        if parcel.is_unbooked and not parcel.is_over:
            raise NotBooked
        pick_up = ShipmentEvent.PICK_UP
        parcel = await shipping.move_shipment(tx, parcel, pick_up, by=actor.label)
    if packed := await packed_in(tx, order.id, shipment_id):
        await send_out(tx, order, packed, seller=seller, by=actor.label)
        subject = f"shipment:{parcel.number}"
        detail = {"before": before, "after": parcel.state, "pieces": len(packed)}
        await audit.note(tx, actor, "shipment.dispatched", subject=subject, detail=detail)
    return parcel


async def packed_in(tx: Transaction, order_id: UUID, shipment_id: UUID) -> list[Piece]:
    """What lies in a parcel and has not left."""
    pieces = await store.pieces_of(tx, order_id)
    return [piece for piece in pieces if piece.is_waiting and piece.shipment_id == shipment_id]


async def send_out(
    tx: Transaction, order: Order, packed: list[Piece], *, seller: Seller, by: str
) -> Order:
    """A parcel's pieces leave: shipped, off the shelf, invoiced, and their buyer told. The order's
    lock is held. `packed` are the pieces of one parcel that wait."""
    (shipment_id,) = {piece.shipment_id for piece in packed}
    assert shipment_id is not None
    copy = await moving.copy_of(tx, order.id)
    assert copy is not None
    charges = await charges_to_bill(tx, order.id)
    ship = PieceEvent.SHIP
    sent = [replace(p, state=PIECE_LIFE.after(p.state, ship)) for p in packed]
    await store.keep(tx, sent)
    wanted = [Wanted(piece.variant_id, 1) for piece in packed]
    await inventory.ship_stock(tx, order.id, wanted, shipment_id=shipment_id)
    order = await restate(tx, order, by=by)
    await invoices.issue_invoice(tx, billing_of(order, copy, sent, charges, seller=seller))
    await tx.announce(ShipmentDispatched(order.id, shipment_id))
    return order
