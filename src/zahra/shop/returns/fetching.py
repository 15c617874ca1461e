"""Booking a courier who fetches a return, so that exactly one comes.

As with parcels that leave (`shipping.book`), a repeated call would make a second record at the
courier. So a row of our own says that one was asked, under a number made of the return's; every
later try looks under that number first, and what the courier made is written down before the next
step.
"""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog

from zahra.base import ids
from zahra.base.clock import start_of
from zahra.base.db import Database, Transaction
from zahra.shop.returns.applying import apply_news
from zahra.shop.returns.calling_pickups_off import call_off_pickup
from zahra.shop.returns.consigning import consignment_of
from zahra.shop.returns.exchanging import go_on_holding
from zahra.shop.returns.model import TRAVEL, Return
from zahra.shop.returns.moving import extended, follow_returns, move_return, return_to_change, tell
from zahra.shop.returns.pickups import ReturnPickup
from zahra.shop.returns.states import PICKUP_LIFE, RETURN_LIFE, TO_FETCH, ReturnEvent, ReturnState
from zahra.shop.returns.store import pickups as store
from zahra.shop.returns.store import returns
from zahra.shop.shipping import (
    BeingBooked,
    BookingState,
    Consignment,
    Courier,
    CourierDown,
    CourierOrder,
    CourierRefused,
    Couriers,
)

log = structlog.get_logger("zahra.returns")
BY = "pickup"
GRACE = timedelta(days=4)  # after a pickup was to be: it may fail, and be tried again


async def book_pickup(
    database: Database, couriers: Couriers, return_id: UUID
) -> ReturnPickup | None:
    """Have a courier come for an approved return; None where nobody is to be asked.

    Safe to repeat after anything: a booked one stays as it is, what an earlier try made is found.
    A clear no is written down for staff. Raises NotFound, BeingBooked, CourierDown (ask again
    later).
    """
    async with database.transaction() as tx:
        begun = await _begin(tx, couriers, return_id)
    if begun is None:
        return None
    pickup, told = begun
    courier = couriers.named(pickup.courier)
    try:
        order = await _order_at(database, courier, pickup, told)
        if pickup.awb is None:
            bill = await courier.assign_pickup_awb(order)
            async with database.transaction() as tx:
                await _keep(tx, pickup.id, **asdict(bill))
        day = await _asked_to_come(courier, pickup, order)
    except CourierRefused as no:
        log.warning("pickup_refused", pickup=pickup.number, **no.details)
        return await _let_go(database, pickup, no, booking=BookingState.REFUSED)
    except CourierDown as no:
        await _let_go(database, pickup, no)
        raise
    async with database.transaction() as tx:
        return await _booked(tx, courier, pickup, day=day)


async def open_pickup(tx: Transaction, given: Return, courier: str) -> ReturnPickup:
    """Write down that a courier is to be asked, under a number of its own. The order's lock is
    held."""
    before = len(await store.pickups_of(tx, given.id))
    made = ReturnPickup(
        id=ids.new(),
        return_id=given.id,
        number=f"{given.number}-{before + 1}",
        courier=courier,
        booking=BookingState.ASKED,
        state=PICKUP_LIFE.start,
        tries=0,
        asked_until=tx.now,
        last_error=None,
        courier_order_id=None,
        courier_shipment_id=None,
        awb=None,
        carrier=None,
        tracking_url=None,
        freight=None,
        pickup_on=None,
        failures=0,
        said="",
        created_at=tx.now,
        state_at=tx.now,
        booked_at=None,
        called_off_at=None,
    )
    await store.insert(tx, made)
    return made


async def _begin(
    tx: Transaction, couriers: Couriers, return_id: UUID
) -> tuple[ReturnPickup, Consignment] | None:
    """The pickup to book, ours alone for a while, and what its courier is told."""
    _, given = await return_to_change(tx, return_id)
    if given.state not in TO_FETCH:
        return None
    pickup = await _to_book(tx, couriers, given)
    if pickup is None:
        return None
    if pickup.asked_until > tx.now:
        raise BeingBooked
    until = tx.now + couriers.patience.booking
    claimed = replace(pickup, tries=pickup.tries + 1, asked_until=until)
    await store.keep(tx, claimed)
    return claimed, await consignment_of(tx, given, number=claimed.number)


async def _to_book(tx: Transaction, couriers: Couriers, given: Return) -> ReturnPickup | None:
    """The pickup that waits to be booked; a new one where nobody was ever asked, or written down
    by hand."""
    known = await store.pickups_of(tx, given.id)
    if known:
        waiting = (BookingState.ASKED, BookingState.OPENED)
        return next((p for p in known if p.is_expected and p.booking in waiting), None)
    if given.state is not ReturnState.APPROVED or couriers.first.is_by_hand:
        return None
    return await open_pickup(tx, given, couriers.first.name)


async def _order_at(
    database: Database, courier: Courier, pickup: ReturnPickup, told: Consignment
) -> CourierOrder:
    """The courier's record that is ours: the known one, one that an earlier try made, or a new."""
    if pickup.order is not None:
        return pickup.order
    found = await courier.find_pickup(pickup.number) if pickup.tries > 1 else None
    order = found or await courier.open_pickup(told)
    async with database.transaction() as tx:
        await _keep(
            tx,
            pickup.id,
            booking=BookingState.OPENED,
            courier_order_id=order.order_id,
            courier_shipment_id=order.shipment_id,
        )
    return order


async def _asked_to_come(
    courier: Courier, pickup: ReturnPickup, order: CourierOrder
) -> date | None:
    if pickup.booked_at is not None:
        return await courier.ask_pickup_again(order)
    return await courier.ask_pickup(order)


async def _booked(
    tx: Transaction, courier: Courier, pickup: ReturnPickup, *, day: date | None
) -> ReturnPickup:
    """Somebody comes. What was told under the number before is the pickup's now."""
    kept = await _keep(
        tx,
        pickup.id,
        booking=BookingState.BOOKED,
        booked_at=tx.now,
        pickup_on=day,
        asked_until=tx.now,
        last_error=None,
    )
    _, given = await return_to_change(tx, kept.return_id)
    if kept.is_expected and RETURN_LIFE.allows(given.state, ReturnEvent.SCHEDULE):
        given = await _schedule(tx, given, kept)
    return await apply_news(tx, courier, given, kept)


async def _schedule(tx: Transaction, given: Return, pickup: ReturnPickup) -> Return:
    comes = start_of(pickup.pickup_on) if pickup.pickup_on else tx.now
    by = extended(given, comes + GRACE)
    given = await move_return(
        tx,
        given,
        ReturnEvent.SCHEDULE,
        by=BY,
        courier=pickup.carrier or pickup.courier,
        awb=pickup.awb,
        pickup_on=pickup.pickup_on,
        hand_over_by=by,
    )
    await go_on_holding(tx, given, await returns.items_of(tx, [given.id]), until=by + TRAVEL)
    await follow_returns(tx, given.order_id, by=BY)
    await tell(tx, given)
    return given


async def _let_go(
    database: Database,
    pickup: ReturnPickup,
    no: CourierDown | CourierRefused,
    *,
    booking: BookingState | None = None,
) -> ReturnPickup:
    """Others may ask now. A record that the courier made stays ours."""
    said = str(no.details.get("said") or no.details.get("why") or no.code)[:500]
    changes = {"booking": booking} if booking else {}
    async with database.transaction() as tx:
        return await _keep(tx, pickup.id, last_error=said, asked_until=tx.now, **changes)


async def _keep(tx: Transaction, pickup_id: UUID, **changes: Any) -> ReturnPickup:
    """Write down what is certain, under the order's lock. One that was called off meanwhile is
    called off at the courier again."""
    seen = await store.pickup(tx, pickup_id)
    assert seen is not None
    await return_to_change(tx, seen.return_id)
    known = await store.pickup(tx, pickup_id)
    assert known is not None
    kept = replace(known, **changes)
    await store.keep(tx, kept)
    if kept.called_off_at is not None:
        await tx.defer(call_off_pickup, pickup_id=pickup_id)
    return kept
