"""Cancelling what somebody has ordered: all of it or some pieces, and the money by itself.

Its buyer may until picking starts, staff until a piece has left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base import audit, ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import inventory, payments, promotions
from zahra.shop.inventory import Wanted
from zahra.shop.orders.cancelling import cancel_pending
from zahra.shop.orders.cash.switching import close_link
from zahra.shop.orders.errors import PaymentUnderWay
from zahra.shop.orders.events import OrderCancelled, PiecesCancelled
from zahra.shop.orders.fulfilling.packing import unpack_shipment
from zahra.shop.orders.giving_back.granting import give_back
from zahra.shop.orders.giving_back.spreading import charges_go_back, left_of
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.pieces import Cancelling, Giveback, GivebackKind, GivingBack, Piece
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.rules import is_undecided, may_be_cancelled
from zahra.shop.orders.states import OrderEvent, PieceState
from zahra.shop.orders.store import pieces as store

REASON_LENGTH = 200


async def cancel_order(
    tx: Transaction, actor: Actor, order_id: UUID, cancelling: Cancelling, *, key: str
) -> Order:
    """Cancel an order or some pieces of it; the same `key` cancels once. What was paid for them
    goes back by itself, what was to be taken at the door is not.

    Raises NotFound, Invalid, WrongMoment once picking has started (for staff: once all has left),
    PaymentUnderWay while a bank has not answered.
    """
    _check(cancelling)
    order = await lock_order(tx, order_id)
    is_staff = actor.may(Permission.ORDERS_WRITE)
    if order.user_id != actor.user_id and not is_staff:
        raise NotFound
    named = f"cancel:{key}"
    if await store.giveback_by_key(tx, order.id, named) is not None:
        return order
    if not may_be_cancelled(order, by_staff=is_staff):
        state = order.fulfilment_status if order.is_placed else order.status
        raise WrongMoment(state=state, event="cancel", allowed=[])
    giving = Cancelling(cancelling.reason.strip(), cancelling.lines)
    if order.is_pending:
        await _cancel_waiting(tx, actor, order, giving, key=named)
    else:
        await _cancel_placed(tx, actor, order, giving, key=named)
    if is_staff:
        subject, after = f"order:{order.number}", await order_row(tx, order.id)
        detail = {"before": order.status, "after": after.status, "reason": giving.reason}
        await audit.note(tx, actor, "order.cancelled", subject=subject, detail=detail)
    return await order_row(tx, order.id)


async def cancel_by_staff(
    tx: Transaction, actor: Actor, order_id: UUID, cancelling: Cancelling, *, key: str
) -> Order:
    """The same for staff alone (`orders:write`): whoever may not learns nothing of the order."""
    actor.must(Permission.ORDERS_WRITE)
    return await cancel_order(tx, actor, order_id, cancelling, key=key)


async def _cancel_placed(
    tx: Transaction, actor: Actor, order: Order, wish: Cancelling, *, key: str
) -> None:
    """Locks in turn: parcels, coupon, stock, store credit."""
    pieces = await store.pieces_of(tx, order.id)
    going = to_cancel(pieces, wish.lines)
    for parcel in sorted({piece.shipment_id for piece in going if piece.shipment_id}):
        await unpack_shipment(tx, actor, order, parcel, note=wish.reason)
    others = [piece for piece in pieces if piece not in going]
    is_whole = all(piece.state is PieceState.CANCELLED for piece in others)
    await close_link(tx, order)  # it asks for what is due no more
    if is_whole:
        await promotions.release(tx, order.id)
    wanted = [Wanted(piece.variant_id, 1) for piece in going]
    await inventory.release_part(tx, order.id, wanted)
    giving = GivingBack(
        GivebackKind.CANCELLATION,
        tuple(going),
        reason=wish.reason,
        key=key,
        by=actor.label,
        with_charges=charges_go_back(pieces, going),
    )
    event = OrderEvent.CANCEL if is_whole else None
    made = await give_back(tx, order, giving, event=event)
    await tx.announce(PiecesCancelled(order.id, made.id))
    if is_whole:
        await tx.announce(OrderCancelled(order.id))


async def _cancel_waiting(
    tx: Transaction, actor: Actor, order: Order, wish: Cancelling, *, key: str
) -> None:
    """An order that nobody has paid for is cancelled whole. Its pieces are, too: so late money
    does not revive what its buyer did not want any more."""
    if wish.lines is not None:
        raise WrongMoment(state=order.status, event="cancel_part", allowed=[])
    if is_undecided(await payments.payments_of_order(tx, order.id)):
        raise PaymentUnderWay(number=order.number)
    pieces = await store.pieces_of(tx, order.id)
    goods = sum(piece.net for piece in pieces)
    charges = left_of(await store.charges_of(tx, order.id))
    made = Giveback(
        id=ids.new(),
        order_id=order.id,
        kind=GivebackKind.CANCELLATION,
        goods=goods,
        charges=charges,
        uncollected=goods + charges,
        refunded=0,
        reason=wish.reason,
        created_at=tx.now,
    )
    await store.write_giveback(tx, made, key=key, asked_by=actor.label)
    cancelled = PieceState.CANCELLED
    await store.keep(tx, [replace(p, state=cancelled, giveback_id=made.id) for p in pieces])
    await store.give_back_charges(tx, order.id, made.id)
    due_nothing = replace(order, collectable=0)
    await cancel_pending(tx, due_nothing, by=actor.label, note=wish.reason)


def to_cancel(pieces: Sequence[Piece], lines: Mapping[UUID, int] | None) -> list[Piece]:
    """The pieces a wish is about: all that have not left, or so many of each line, those that are
    not packed yet first. Raises Invalid."""
    waiting = [piece for piece in pieces if piece.is_waiting]
    if lines is None:
        return waiting
    found: list[Piece] = []
    for line_id, qty in lines.items():
        of_line = [piece for piece in waiting if piece.line_id == line_id]
        if not 0 < qty <= len(of_line):
            raise Invalid({"items": f"{len(of_line)} of this can be cancelled, not {qty}."})
        unpacked_last = sorted(of_line, key=lambda piece: piece.shipment_id is None)
        found += unpacked_last[-qty:]
    if not found:
        raise Invalid({"items": "Say what is to be cancelled."})
    return found


def _check(cancelling: Cancelling) -> None:
    reason = cancelling.reason.strip()
    if not reason or len(reason) > REASON_LENGTH or not reason.isprintable():
        raise Invalid({"reason": f"Say why, in up to {REASON_LENGTH} letters."})
