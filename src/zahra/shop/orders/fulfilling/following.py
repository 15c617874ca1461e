"""Following a parcel: what its courier tells moves its pieces, its cash and its order.

Any number of times, with news in any order, it comes to the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import structlog

from zahra.base.db import Transaction
from zahra.shop import shipping
from zahra.shop.orders.cash.collecting import CASH_DIFFERS, collect, set_aside
from zahra.shop.orders.events import ShipmentDelivered, ShipmentGoesOut, ShipmentLost
from zahra.shop.orders.fulfilling.dispatching import packed_in, send_out
from zahra.shop.orders.fulfilling.packing import free_pieces, still_in
from zahra.shop.orders.giving_back.granting import give_back
from zahra.shop.orders.giving_back.spreading import charges_go_back
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.pieces import GivebackKind, GivingBack, Piece
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.standing import restate
from zahra.shop.orders.states import PIECE_LIFE, PieceEvent, PieceState
from zahra.shop.orders.store import pieces as store
from zahra.shop.shipping import Shipment, ShipmentState
from zahra.shop.tax import Seller

log = structlog.get_logger("zahra.orders")
BY = "courier"
FOUND_AGAIN = "found_again"  # delivered after its money was given back: it was lost, or came back
CALLED_OFF = "called_off"  # a parcel travels that was taken apart: its pieces are for sale again
_HAD = (PieceState.DELIVERED, PieceState.RETURNED)


async def follow_shipment(tx: Transaction, shipment_id: UUID, *, seller: Seller) -> Order:
    """Apply everything that was told of a parcel to its pieces and its order. A parcel that its
    courier has and nobody dispatched is dispatched by that. Raises NotFound."""
    seen = await shipping.shipment(tx, shipment_id)
    order = await lock_order(tx, seen.order_id)
    before = await shipping.shipment_to_change(tx, shipment_id)
    parcel = await shipping.apply_scans(tx, before)
    if parcel.is_dispatched:
        order = await _depart(tx, order, parcel, seller=seller)
    match parcel.state:
        case ShipmentState.DELIVERED:
            return await _deliver(tx, order, parcel)
        case ShipmentState.LOST | ShipmentState.DAMAGED:
            return await _lose(tx, order, parcel)
        case ShipmentState.CANCELLED:
            await free_pieces(tx, order.id, parcel.id)
        case ShipmentState.OUT_FOR_DELIVERY if before.state is not parcel.state:
            await tx.announce(ShipmentGoesOut(order.id, parcel.id))
        case _:
            pass
    return await restate(tx, order, by=BY)


async def _depart(tx: Transaction, order: Order, parcel: Shipment, *, seller: Seller) -> Order:
    """The courier has it: what is packed in it has left. One that was called off and delivered all
    the same was never taken apart where all of its pieces still wait: they are in it again."""
    pieces = await store.pieces_of(tx, order.id)
    if not any(piece.shipment_id == parcel.id for piece in pieces):
        kept = still_in(parcel, pieces) if parcel.is_delivered else []
        await store.keep(tx, [replace(piece, shipment_id=parcel.id) for piece in kept])
        order = order if kept else _flagged(order, CALLED_OFF, parcel)
    packed = await packed_in(tx, order.id, parcel.id)
    return await send_out(tx, order, packed, seller=seller, by=BY) if packed else order


async def _deliver(tx: Transaction, order: Order, parcel: Shipment) -> Order:
    """Its pieces are their buyer's, from when the courier says; what was due was taken. Cash for
    pieces that were given back, or that go another way, is set aside."""
    pieces = await store.pieces_of(tx, order.id)
    own = [piece for piece in pieces if piece.shipment_id == parcel.id]
    if arrived := [piece for piece in own if piece.state is PieceState.SHIPPED]:
        at, event = parcel.delivered_at or tx.now, PieceEvent.DELIVER
        await store.keep(
            tx,
            [
                replace(piece, state=PIECE_LIFE.after(piece.state, event), delivered_at=at)
                for piece in arrived
            ],
        )
        order, is_as_due = await collect(tx, order, parcel)
        order = order if is_as_due else _flagged(order, CASH_DIFFERS, parcel)
        await tx.announce(ShipmentDelivered(order.id, parcel.id))
    elif not any(piece.state in _HAD for piece in own):
        await set_aside(tx, order, parcel)
        order = _flagged(order, FOUND_AGAIN, parcel) if own else order
    return await restate(tx, order, by=BY)


async def _lose(tx: Transaction, order: Order, parcel: Shipment) -> Order:
    """It will not come: what was paid for its pieces goes back, and nothing is taken for them."""
    pieces = await store.pieces_of(tx, order.id)
    lost = under_way(pieces, parcel.id)
    if not lost:
        return await restate(tx, order, by=BY)
    giving = GivingBack(
        GivebackKind.LOST,
        lost,
        reason=f"{parcel.state} by the courier",
        key=f"lost:{parcel.id.hex}",
        by=BY,
        with_charges=charges_go_back(pieces, lost),
    )
    await give_back(tx, order, giving)
    await tx.announce(ShipmentLost(order.id, parcel.id))
    return await order_row(tx, order.id)


def under_way(pieces: Sequence[Piece], shipment_id: UUID) -> tuple[Piece, ...]:
    """A parcel's pieces that have left and arrived nowhere."""
    return tuple(
        piece
        for piece in pieces
        if piece.shipment_id == shipment_id and piece.state is PieceState.SHIPPED
    )


def _flagged(order: Order, flag: str, parcel: Shipment) -> Order:
    """The order with something for staff to look at, reported."""
    log.error("parcel_needs_a_look", flag=flag, order=order.number, shipment=parcel.number)
    return order if flag in order.flags else replace(order, flags=(*order.flags, flag))
