"""What shipping does in the background, besides telling and calling off."""

from datetime import timedelta

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.shipping import learning, polling
from zahra.shop.shipping.couriers import Couriers
from zahra.shop.shipping.store import scans, shipments

BODIES_KEPT = timedelta(days=90)  # what couriers sent, as it came
ADDRESSES_KEPT = timedelta(days=60)  # after a parcel is over; its order has its own copy


@job(tries=1)
async def ask_couriers(database: Database, couriers: Couriers) -> None:
    """Every quarter of an hour: ask about parcels that nobody told us about."""
    await polling.poll_couriers(database, couriers)


@job(tries=3, first_wait=60)
async def learn_places(database: Database) -> None:
    """Every night: what our own parcels taught us about PIN codes."""
    await learning.learn(database)


@job(tries=1)
async def forget_old_news(database: Database) -> None:
    """Every night: drop what couriers sent, and whom parcels went to that are long over. The scans
    stay, and the place."""
    async with database.transaction() as tx:
        await scans.forget_news_before(tx, tx.now - BODIES_KEPT)
        await shipments.forget_people_before(tx, tx.now - ADDRESSES_KEPT)
