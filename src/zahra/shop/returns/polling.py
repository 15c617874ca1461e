"""Asking couriers about pickups that nobody told us about: webhooks get lost, and so do jobs."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from zahra.base.db import Database
from zahra.shop import shipping
from zahra.shop.returns import fetching
from zahra.shop.returns.pickups import ReturnPickup
from zahra.shop.returns.store import pickups as store
from zahra.shop.shipping import BeingBooked, CourierDown, CourierRefused, Couriers

log = structlog.get_logger("zahra.returns")
BATCH = 50


async def poll_pickups(database: Database, couriers: Couriers) -> None:
    """Book what was left half booked, and ask about each pickup without news, the longest unasked
    first. What got no answer comes last in the next round."""
    async with database.snapshot() as snapshot:
        left = await store.left_unbooked(
            snapshot, before=snapshot.now - couriers.patience.booking, limit=BATCH
        )
        before = snapshot.now - couriers.patience.news
        waiting = await store.without_news(snapshot, before=before, limit=BATCH)
    await _book(database, couriers, left)
    silent: set[str] = set()
    for pickup in waiting:
        if pickup.courier in silent:
            continue
        try:
            await _ask_about(database, couriers, pickup)
        except CourierDown as why:
            silent.add(pickup.courier)
            log.warning("courier_silent", **why.details)


async def _book(database: Database, couriers: Couriers, left: Sequence[UUID]) -> None:
    """Book one after the other, until a courier does not answer."""
    for return_id in left:
        try:
            await fetching.book_pickup(database, couriers, return_id)
        except BeingBooked:
            continue
        except CourierDown as why:
            log.warning("courier_silent", **why.details)
            return


async def _ask_about(database: Database, couriers: Couriers, pickup: ReturnPickup) -> None:
    """File what the courier's page says of one pickup. Raises CourierDown."""
    assert pickup.awb is not None
    async with database.transaction() as tx:
        await store.note_polled(tx, pickup.id)  # first: one that is never answered blocks no other
    try:
        facts = await couriers.named(pickup.courier).track(pickup.awb)
    except CourierRefused as no:
        log.warning("pickup_unknown_to_courier", pickup=pickup.number, **no.details)
        return
    async with database.transaction() as tx:
        await shipping.keep_facts(tx, pickup.courier, facts)
