"""At the dock: what came is counted, then judged. Money and stock follow the counts alone."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.shop import inventory, orders, uploads
from zahra.shop.inventory import Wanted
from zahra.shop.orders import Piece
from zahra.shop.returns.calling_pickups_off import call_off_expected
from zahra.shop.returns.exchanging import go_on_holding, keep_what_passed
from zahra.shop.returns.model import PAY_WITHIN, Count, Counted, Return, ReturnItem
from zahra.shop.returns.moving import follow_returns, move_return, return_to_change, tell
from zahra.shop.returns.rules import check_came, check_taken, judged
from zahra.shop.returns.states import ReturnEvent
from zahra.shop.returns.store import returns as store
from zahra.shop.returns.worth import worth_of

NOTHING = Counted()


async def receive_return(tx: Transaction, actor: Actor, return_id: UUID, dock: Count) -> Return:
    """Write down what came, sound and spoilt, by item. What did not come may be asked for again.

    Raises WrongMoment, CountTooHigh, Invalid for photos that somebody else uploaded.
    """
    actor.must(Permission.RETURNS_WRITE)
    await uploads.must_be_own(tx, actor, {"photos": dock.photos})
    order, given = await return_to_change(tx, return_id)
    items = await store.items_of(tx, [given.id])
    check_came(items, dock.items)
    given = await move_return(
        tx,
        given,
        ReturnEvent.RECEIVE,
        by=actor.label,
        note=dock.note,
        photos=dock.photos,
        received_at=tx.now,
    )
    for item in items:
        await store.note_came(tx, item.id, dock.items.get(item.id, NOTHING))
    await store.let_missing_go(tx, given.id)
    await call_off_expected(tx, given)
    await go_on_holding(tx, given, items, until=tx.now)
    await follow_returns(tx, order.id, by=actor.label)
    await audit.note(tx, actor, "return.received", subject=given.number, detail=_told(dock))
    await tell(tx, given)
    return given


async def judge_return(tx: Transaction, actor: Actor, return_id: UUID, taken: Count) -> Return:
    """Say which of what came is taken back. Sound pieces go on the shelf, spoilt ones off sale;
    what was wanted in exchange is promised, or let go where nothing passed.

    Raises WrongMoment, CountTooHigh, Invalid for photos that somebody else uploaded.
    """
    actor.must(Permission.RETURNS_WRITE)
    await uploads.must_be_own(tx, actor, {"photos": taken.photos})
    order, given = await return_to_change(tx, return_id)
    items = await store.items_of(tx, [given.id])
    check_taken(items, taken.items)
    event = judged(items, taken.items)
    given = await move_return(
        tx, given, event, by=actor.label, note=taken.note, photos=taken.photos
    )
    for item in items:
        await store.note_taken(tx, item.id, taken.items.get(item.id, NOTHING))
    items = await store.items_of(tx, [given.id])
    pieces = await orders.pieces_of(tx, given.order_id)
    await _restock(tx, actor, given, items, pieces)
    due = worth_of(items, pieces, is_kept=True).due
    await keep_what_passed(tx, given, items, pay_by=tx.now + PAY_WITHIN if due else None)
    await follow_returns(tx, order.id, by=actor.label)
    await audit.note(tx, actor, "return.judged", subject=given.number, detail=_told(taken))
    await tell(tx, given, note=taken.note)
    return given


async def _restock(
    tx: Transaction, actor: Actor, given: Return, items: list[ReturnItem], pieces: list[Piece]
) -> None:
    variants = {piece.line_id: piece.variant_id for piece in pieces}
    sound = [(variants[i.order_line_id], i.taken_sound) for i in items if i.taken_sound]
    spoilt = [(variants[i.order_line_id], i.taken_spoilt) for i in items if i.taken_spoilt]
    if sound or spoilt:
        await inventory.take_back(
            tx,
            resellable=[Wanted(variant_id, qty) for variant_id, qty in sound],
            damaged=[Wanted(variant_id, qty) for variant_id, qty in spoilt],
            cause=inventory.Cause(actor.label, order_id=given.order_id, return_id=given.id),
        )


def _told(count: Count) -> dict[str, object]:
    return {str(i): [c.sound, c.spoilt] for i, c in count.items.items()}
