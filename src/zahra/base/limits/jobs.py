"""Keeping the limits' table small."""

from datetime import timedelta

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.base.limits import store


@job(tries=1)
async def forget_full_buckets(database: Database) -> None:
    """Every hour: drop keys whose bucket has long been full again."""
    async with database.transaction() as tx:
        await store.forget_before(tx, tx.now - timedelta(hours=1))
