"""What payments do in the background."""

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.payments.keeping import BODIES_KEPT
from zahra.shop.payments.store import inbox


@job(tries=1)
async def forget_old_bodies(database: Database) -> None:
    """Once a day: blank the raw bodies of events that were settled long ago."""
    async with database.transaction() as tx:
        await inbox.forget_bodies_before(tx, tx.now - BODIES_KEPT)
