"""Keeping the stored answers no longer than they are promised."""

from zahra.base.db import Database
from zahra.base.idempotency import store
from zahra.base.idempotency.claiming import LIFETIME
from zahra.base.jobs import job


@job(tries=1)
async def forget_old_answers(database: Database) -> None:
    """Every hour: drop answers older than 24 h."""
    async with database.transaction() as tx:
        await store.forget_before(tx, tx.now - LIFETIME)
