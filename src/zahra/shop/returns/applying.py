"""Bringing a pickup, and the return it is for, to where everything that was told of it says."""

from dataclasses import replace
from uuid import UUID

import structlog

from zahra.base.db import Transaction
from zahra.shop import shipping
from zahra.shop.returns.exchanging import go_on_holding
from zahra.shop.returns.model import TRAVEL, Return
from zahra.shop.returns.moving import move_return, return_to_change, tell
from zahra.shop.returns.pickups import ReturnPickup, Told, journey_of
from zahra.shop.returns.states import (
    CALLED_OFF,
    FETCHED,
    RETURN_LIFE,
    PickupState,
    ReturnEvent,
)
from zahra.shop.returns.store import pickups as store
from zahra.shop.returns.store import returns
from zahra.shop.shipping import Courier, Couriers, PickupStep

log = structlog.get_logger("zahra.returns")
BY = "courier"
IN_VAIN = "The courier came and could not fetch it. You can ask for another day with your return."
WILL_NOT_COME = "The courier has called the pickup off. You can ask for another with your return."


async def follow_pickup(tx: Transaction, couriers: Couriers, pickup_id: UUID) -> None:
    """Apply what was told of a pickup, under its order's lock; any number of times."""
    seen = await store.pickup(tx, pickup_id)
    if seen is None:
        return
    _, given = await return_to_change(tx, seen.return_id)
    known = await store.pickup(tx, pickup_id)
    assert known is not None
    await apply_news(tx, couriers.named(known.courier), given, known)


async def apply_news(
    tx: Transaction, courier: Courier, given: Return, known: ReturnPickup
) -> ReturnPickup:
    """The pickup as everything that was told says, and the return moved by it. Whatever a courier
    says, a return is received at the dock alone."""
    way = journey_of(await _told(tx, courier, known))
    found = replace(
        known,
        state=way.state,
        state_at=way.at or known.state_at,
        failures=way.failures,
        said=way.said,
    )
    if found != known:
        await store.keep(tx, found)
        await _follow(tx, given, known, found)
    return found


async def _told(tx: Transaction, courier: Courier, known: ReturnPickup) -> list[Told]:
    """What the courier told, and what we did ourselves."""
    told: list[Told] = []
    if known.booked_at is not None:
        told.append(Told(PickupStep.SCHEDULED, known.booked_at))
    if known.called_off_at is not None:
        told.append(Told(PickupStep.CANCELLED, known.called_off_at))
    scans = await shipping.scans_under(tx, courier.name, known.awb) if known.awb else []
    for scan in scans:
        if (step := courier.step_of(scan.code)) is not None:
            told.append(Told(step, scan.occurred_at, scan.key, scan.remark))
    return told


async def _follow(tx: Transaction, given: Return, before: ReturnPickup, now: ReturnPickup) -> None:
    if now.state in FETCHED and before.state not in FETCHED:
        await _fetched(tx, given, now)
    elif now.state is PickupState.FAILED and now.failures > before.failures:
        await tell(tx, given, note=IN_VAIN)
    elif now.state is PickupState.CANCELLED and now.called_off_at is None:
        await tell(tx, given, note=WILL_NOT_COME)


async def _fetched(tx: Transaction, given: Return, now: ReturnPickup) -> None:
    if RETURN_LIFE.allows(given.state, ReturnEvent.PICK_UP):
        given = await move_return(tx, given, ReturnEvent.PICK_UP, by=BY)
        items = await returns.items_of(tx, [given.id])
        await go_on_holding(tx, given, items, until=tx.now + TRAVEL)
        await tell(tx, given)
    elif given.state in CALLED_OFF:
        log.error("fetched_after_all", given=given.number, pickup=now.number)
