"""Taking a return with its order's lock, and moving it along its life with its history."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop import orders
from zahra.shop.orders import Order
from zahra.shop.returns.events import ReturnMoved
from zahra.shop.returns.model import Return, ReturnItem, Step
from zahra.shop.returns.rules import return_status
from zahra.shop.returns.states import (
    CALLED_OFF,
    OVER,
    RETURN_LIFE,
    ReturnEvent,
    ReturnState,
)
from zahra.shop.returns.store import exchanges
from zahra.shop.returns.store import returns as store


async def return_to_change(tx: Transaction, return_id: UUID) -> tuple[Order, Return]:
    """A return and its order, read under the order's lock. Raises NotFound."""
    seen = await store.given_return(tx, return_id)
    if seen is None:
        raise NotFound
    order = await orders.lock_order(tx, seen.order_id)
    given = await store.given_return(tx, return_id)
    assert given is not None
    return order, given


async def move_return(
    tx: Transaction,
    given: Return,
    event: ReturnEvent,
    *,
    by: str,
    note: str = "",
    photos: tuple[str, ...] = (),
    **changes: Any,
) -> Return:
    """The return after an event, with what the event says of it. Raises WrongMoment."""
    state = RETURN_LIFE.after(given.state, event)
    closed_at = tx.now if state in OVER else None
    then = replace(given, state=state, closed_at=closed_at, **changes)
    await store.move(tx, then, Step(tx.now, given.state, state, by, note, photos))
    if state in CALLED_OFF:
        await store.let_pieces_go(tx, given.id)
    return then


async def tell(tx: Transaction, given: Return, *, note: str = "") -> None:
    """Let its owner hear where a return stands."""
    await tx.announce(ReturnMoved(given.id, given.number, given.order_id, given.state, note))


async def follow_returns(tx: Transaction, order_id: UUID, *, by: str) -> None:
    """Write how an order stands by its returns as they are now. Its lock is held."""
    known = await store.returns_of_order(tx, order_id)
    items = await store.items_of(tx, [given.id for given in known])
    exchanged = sum(item.taken for item in await _exchanged(tx, known, items))
    pieces = await orders.pieces_of(tx, order_id)
    status = return_status((given.state for given in known), pieces, exchanged=exchanged)
    await orders.note_return_status(tx, order_id, status, by=by)


async def _exchanged(
    tx: Transaction, known: list[Return], items: list[ReturnItem]
) -> list[ReturnItem]:
    """Items of settled returns for which something else was sent."""
    sent: Mapping[UUID, bool] = {
        given.id: await exchanges.was_sent(tx, given.id)
        for given in known
        if given.state is ReturnState.REFUNDED
    }
    return [item for item in items if item.is_exchange and sent.get(item.return_id)]


def extended(given: Return, until: datetime) -> datetime:
    """Until when pieces may be handed over: never sooner than was said before."""
    return max(given.hand_over_by, until)
