"""Asking couriers about parcels that nobody told us about: webhooks get lost."""

import structlog

from zahra.base.db import Database
from zahra.shop.shipping.couriers import Couriers
from zahra.shop.shipping.keeping import keep_facts
from zahra.shop.shipping.parcels import Shipment
from zahra.shop.shipping.provider import CourierDown, CourierRefused
from zahra.shop.shipping.store import shipments

log = structlog.get_logger("zahra.shipping")
BATCH = 100


async def poll_couriers(database: Database, couriers: Couriers) -> int:
    """Ask about each parcel on its way without news, the longest unasked first; how many were.

    A courier that does not answer is asked no more in this round, and what it did not answer comes
    last in the next.
    """
    async with database.snapshot() as snapshot:
        before = snapshot.now - couriers.patience.news
        waiting = await shipments.shipments_without_news(snapshot, before=before, limit=BATCH)
    silent: set[str] = set()
    for parcel in waiting:
        courier = couriers.named(parcel.courier)
        if courier.is_by_hand or parcel.courier in silent:
            continue
        try:
            await ask_about(database, couriers, parcel)
        except CourierDown:
            silent.add(parcel.courier)
    return len(waiting)


async def ask_about(database: Database, couriers: Couriers, parcel: Shipment) -> None:
    """File what the courier's page says of one parcel. Raises CourierDown."""
    assert parcel.awb is not None
    async with database.transaction() as tx:
        await shipments.note_asked(tx, parcel.id)  # first: one never answered blocks no other
    try:
        facts = await couriers.named(parcel.courier).track(parcel.awb)
    except CourierRefused as no:
        log.warning("parcel_unknown_to_courier", shipment=parcel.number, **no.details)
        return
    async with database.transaction() as tx:
        await keep_facts(tx, parcel.courier, facts)
