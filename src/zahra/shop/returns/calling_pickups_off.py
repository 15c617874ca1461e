"""Telling a courier that nobody needs to come any more."""

from dataclasses import replace
from uuid import UUID

import structlog

from zahra.base.db import Database, Transaction
from zahra.base.jobs import job
from zahra.shop.returns.model import Return
from zahra.shop.returns.pickups import ReturnPickup
from zahra.shop.returns.states import PickupState
from zahra.shop.returns.store import pickups as store
from zahra.shop.shipping import CourierRefused, Couriers

log = structlog.get_logger("zahra.returns")


async def expected_pickup(tx: Transaction, given: Return) -> ReturnPickup | None:
    """The courier who is to come for a return, where one was asked. Its order's lock is held."""
    return next((each for each in await store.pickups_of(tx, given.id) if each.is_expected), None)


async def call_off_expected(tx: Transaction, given: Return) -> None:
    """Let nobody come for a return: it is called off, fetched otherwise, or here already."""
    expected = await expected_pickup(tx, given)
    if expected is not None:
        over = replace(expected, state=PickupState.CANCELLED, state_at=tx.now)
        await store.keep(tx, replace(over, called_off_at=tx.now))
        await tx.defer(call_off_pickup, pickup_id=expected.id)


@job(tries=8, first_wait=10)
async def call_off_pickup(database: Database, couriers: Couriers, pickup_id: UUID) -> None:
    """Cancel the courier's record of a pickup that was called off; a repeat is harmless. A refusal
    is for staff: the courier may have the parcel."""
    async with database.snapshot() as snapshot:
        known = await store.pickup(snapshot, pickup_id)
    if known is None or known.called_off_at is None or known.tries == 0:
        return
    courier = couriers.named(known.courier)
    order = known.order or await courier.find_pickup(known.number)
    if order is None:
        return
    try:
        await courier.cancel(order)
    except CourierRefused as no:
        log.error("pickup_not_called_off", pickup=known.number, **no.details)
