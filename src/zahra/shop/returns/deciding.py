"""What staff decide about a return before anything travels: yes, or no and why."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.shop.returns.exchanging import go_on_holding, release_exchange
from zahra.shop.returns.jobs import book_pickup
from zahra.shop.returns.model import HAND_OVER, Return
from zahra.shop.returns.moving import extended, follow_returns, move_return, return_to_change, tell
from zahra.shop.returns.states import ReturnEvent
from zahra.shop.returns.store import returns as store

REASON_LENGTH = 500


async def approve_return(
    tx: Transaction, actor: Actor, return_id: UUID, *, note: str = ""
) -> Return:
    """Let the pieces come: a job asks the courier to fetch them. The days to hand them over count
    anew. Raises WrongMoment."""
    actor.must(Permission.RETURNS_WRITE)
    order, given = await return_to_change(tx, return_id)
    by = extended(given, tx.now + HAND_OVER)
    given = await move_return(
        tx, given, ReturnEvent.APPROVE, by=actor.label, note=note, hand_over_by=by
    )
    await go_on_holding(tx, given, await store.items_of(tx, [given.id]), until=by)
    await follow_returns(tx, order.id, by=actor.label)
    await tx.defer(book_pickup, return_id=given.id, once=f"pickup:{given.id}")
    await audit.note(tx, actor, "return.approved", subject=given.number)
    await tell(tx, given, note=note)
    return given


async def decline_return(tx: Transaction, actor: Actor, return_id: UUID, *, reason: str) -> Return:
    """Say no; its owner is told why. Raises WrongMoment."""
    actor.must(Permission.RETURNS_WRITE)
    if not 0 < len(reason.strip()) <= REASON_LENGTH:
        raise Invalid({"reason": f"Say why, in up to {REASON_LENGTH} letters."})
    order, given = await return_to_change(tx, return_id)
    given = await move_return(tx, given, ReturnEvent.DECLINE, by=actor.label, note=reason.strip())
    await release_exchange(tx, given)
    await follow_returns(tx, order.id, by=actor.label)
    await audit.note(tx, actor, "return.declined", subject=given.number)
    await tell(tx, given, note=reason.strip())
    return given
