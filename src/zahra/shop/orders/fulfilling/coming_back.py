"""Parcels that come back undelivered (RTO): counted at the dock, restocked, credited, paid back.

Never a return of their buyer's, who never had them. What was to be taken at the door simply is not.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.shop import inventory, shipping
from zahra.shop.inventory import Cause
from zahra.shop.orders.events import ShipmentCameBack
from zahra.shop.orders.fulfilling.following import under_way
from zahra.shop.orders.giving_back.granting import give_back
from zahra.shop.orders.giving_back.spreading import charges_go_back
from zahra.shop.orders.pieces import Dock, GivebackKind, GivingBack, Piece
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.states import PieceState
from zahra.shop.orders.store import pieces as store
from zahra.shop.shipping import Rto


async def receive_rto(tx: Transaction, actor: Actor, rto_id: UUID, dock: Dock) -> Rto:
    """Take a parcel in that came back, by the count at the dock (`shipping:write`); once.

    Resellable pieces are for sale again, damaged ones are kept apart, missing ones are lost; for
    all of them goes back what was paid. Of a parcel that was lost and is found this was done when
    it was lost: its pieces stay lost to their buyer. Raises NotFound, WrongMoment, Invalid for more
    pieces than the parcel held.
    """
    actor.must(Permission.SHIPPING_WRITE)
    seen = await shipping.rto(tx, rto_id)
    parcel = await shipping.shipment(tx, seen.shipment_id)
    order = await lock_order(tx, parcel.order_id)
    pieces = await store.pieces_of(tx, order.id)
    own = under_way(pieces, parcel.id)
    found = tuple(p for p in pieces if p.shipment_id == parcel.id and p.state is PieceState.LOST)
    back, missing = counted(own or found, dock)
    await shipping.receive_rto(tx, rto_id)
    good = sum(each.qty for each in dock.resellable)
    await shipping.judge_rto(tx, rto_id, resellable=good, damaged=len(back) - good)
    closed = await shipping.close_rto(tx, rto_id)
    cause = Cause(actor.label, order_id=order.id, shipment_id=parcel.id, rto_id=rto_id)
    await inventory.take_back(tx, resellable=dock.resellable, damaged=dock.damaged, cause=cause)
    if own or not found:
        giving = GivingBack(
            GivebackKind.RTO,
            back,
            reason="could not be delivered",
            key=f"rto:{rto_id.hex}",
            by=actor.label,
            missing=missing,
            with_charges=charges_go_back(pieces, own),
        )
        await give_back(tx, order, giving)
        await tx.announce(ShipmentCameBack(order.id, parcel.id))
    told = {"resellable": good, "damaged": len(back) - good, "missing": len(missing)}
    await audit.note(tx, actor, "rto.received", subject=f"shipment:{parcel.number}", detail=told)
    return closed


def counted(sent: Sequence[Piece], dock: Dock) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Which pieces of a parcel came back, and which are missing. Raises Invalid for more than were
    in it."""
    there = Counter[UUID]()
    for each in (*dock.resellable, *dock.damaged):
        if each.qty < 1:
            raise Invalid({"resellable": "Count whole pieces, at least one."})
        there[each.variant_id] += each.qty
    back, missing = list[Piece](), list[Piece]()
    for piece in sent:
        has_come = there[piece.variant_id] > 0
        there[piece.variant_id] -= has_come
        (back if has_come else missing).append(piece)
    if any(left > 0 for left in there.values()):
        raise Invalid({"resellable": "That is more than was in the parcel."})
    return tuple(back), tuple(missing)
