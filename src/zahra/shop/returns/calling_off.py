"""Returns that come to nothing: their owner thinks better of it, or never hands them over."""

from functools import partial
from uuid import UUID

import structlog

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop.returns.calling_pickups_off import call_off_expected
from zahra.shop.returns.exchanging import release_exchange
from zahra.shop.returns.model import Return
from zahra.shop.returns.moving import follow_returns, move_return, return_to_change, tell
from zahra.shop.returns.states import ReturnEvent
from zahra.shop.returns.store import listing

log = structlog.get_logger("zahra.returns")
BATCH = 100
BY = "expiry"


async def cancel_return(tx: Transaction, actor: Actor, return_id: UUID) -> Return:
    """Keep the pieces after all, while nobody has fetched them. Raises NotFound, WrongMoment."""
    order, given = await return_to_change(tx, return_id)
    if order.user_id != actor.user_id and not actor.may(Permission.RETURNS_WRITE):
        raise NotFound
    given = await move_return(tx, given, ReturnEvent.CANCEL, by=actor.label)
    await call_off_expected(tx, given)
    await release_exchange(tx, given)
    await follow_returns(tx, order.id, by=actor.label)
    if order.user_id != actor.user_id:
        await audit.note(tx, actor, "return.cancelled", subject=given.number)
    await tell(tx, given)
    return given


async def expire_run_out(database: Database) -> None:
    """Close every return whose pieces were not handed over in time."""
    async with database.snapshot() as snapshot:
        run_out = await listing.not_handed_over(snapshot, limit=BATCH)
    for return_id in run_out:
        try:
            await database.run(partial(_expire, return_id=return_id))
        except Exception:  # one return must not keep the others from expiring
            log.exception("expiry_failed", given=return_id.hex)


async def _expire(tx: Transaction, *, return_id: UUID) -> None:
    order, given = await return_to_change(tx, return_id)
    if given.hand_over_by > tx.now:
        return
    try:
        given = await move_return(tx, given, ReturnEvent.EXPIRE, by=BY)
    except WrongMoment:
        return
    await call_off_expected(tx, given)
    await release_exchange(tx, given)
    await follow_returns(tx, order.id, by=BY)
    await tell(tx, given)
