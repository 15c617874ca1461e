"""Pieces fetched by somebody who has no machine to ask: staff note what they hear. Who has one is
booked by `fetching`."""

from datetime import timedelta
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day, start_of
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.shop.returns.calling_pickups_off import call_off_expected
from zahra.shop.returns.exchanging import go_on_holding
from zahra.shop.returns.fetching import GRACE
from zahra.shop.returns.model import TRAVEL, Pickup, Return
from zahra.shop.returns.moving import extended, follow_returns, move_return, return_to_change, tell
from zahra.shop.returns.states import ReturnEvent
from zahra.shop.returns.store import returns as store

FARTHEST = timedelta(days=30)


async def schedule_pickup(tx: Transaction, actor: Actor, return_id: UUID, pickup: Pickup) -> Return:
    """Say who fetches the pieces and when; said again, it is another day. A courier who was asked
    by machine need not come any more. Raises WrongMoment."""
    actor.must(Permission.RETURNS_WRITE)
    today = ist_day(tx.now)
    if not today <= pickup.on <= today + FARTHEST:
        raise Invalid({"on": "Choose a day within the next month."})
    if not pickup.courier.strip():
        raise Invalid({"courier": "Say who fetches it."})
    order, given = await return_to_change(tx, return_id)
    by = extended(given, start_of(pickup.on) + GRACE)
    given = await move_return(
        tx,
        given,
        ReturnEvent.SCHEDULE,
        by=actor.label,
        courier=pickup.courier.strip(),
        awb=pickup.awb,
        pickup_on=pickup.on,
        hand_over_by=by,
    )
    await call_off_expected(tx, given)
    items = await store.items_of(tx, [given.id])
    await go_on_holding(tx, given, items, until=by + TRAVEL)
    await follow_returns(tx, order.id, by=actor.label)
    detail = {"on": pickup.on.isoformat(), "courier": given.courier}
    await audit.note(tx, actor, "return.pickup_scheduled", subject=given.number, detail=detail)
    await tell(tx, given)
    return given


async def mark_picked_up(tx: Transaction, actor: Actor, return_id: UUID) -> Return:
    """The courier has the pieces. From now on it is ours to wait. Raises WrongMoment."""
    actor.must(Permission.RETURNS_WRITE)
    _, given = await return_to_change(tx, return_id)
    given = await move_return(tx, given, ReturnEvent.PICK_UP, by=actor.label)
    items = await store.items_of(tx, [given.id])
    await go_on_holding(tx, given, items, until=tx.now + TRAVEL)
    await audit.note(tx, actor, "return.picked_up", subject=given.number)
    await tell(tx, given)
    return given
