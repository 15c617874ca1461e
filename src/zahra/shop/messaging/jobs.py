"""What messaging does in the background."""

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.messaging.recording import KEPT
from zahra.shop.messaging.store import deliveries


@job(tries=1)
async def forget_old_deliveries(database: Database) -> None:
    """Once a day: drop what nobody asks about any more."""
    async with database.transaction() as tx:
        await deliveries.forget_deliveries(tx, tx.now - KEPT)
