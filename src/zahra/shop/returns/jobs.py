"""What returns do in the background, besides calling pickups off."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.returns import applying, fetching, polling
from zahra.shop.returns.calling_off import expire_run_out
from zahra.shop.shipping import Couriers


@job(tries=1)
async def expire_returns(database: Database) -> None:
    """Every hour: close returns whose pieces were not handed over in time."""
    await expire_run_out(database)


@job(tries=8, first_wait=15)
async def book_pickup(database: Database, couriers: Couriers, return_id: UUID) -> None:
    """Have a courier come for one return."""
    await fetching.book_pickup(database, couriers, return_id)


@job(tries=8, first_wait=2)
async def follow_pickup(database: Database, couriers: Couriers, pickup_id: UUID) -> None:
    """Apply what was told of one pickup."""
    async with database.transaction() as tx:
        await applying.follow_pickup(tx, couriers, pickup_id)


@job(tries=1)
async def ask_about_pickups(database: Database, couriers: Couriers) -> None:
    """Every quarter of an hour: ask about pickups that nobody told us about."""
    await polling.poll_pickups(database, couriers)
