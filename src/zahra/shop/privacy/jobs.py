"""What privacy does in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.messaging import Letterhead, Senders
from zahra.shop.privacy import finishing, making


@job(tries=5, first_wait=10)
async def make_export(database: Database, export_id: UUID) -> None:
    """Make the copy somebody asked for."""
    await making.make(database, export_id)


@job(tries=6, first_wait=10)
async def finish_erasure(
    database: Database, senders: Senders, brand: Letterhead, user_id: UUID
) -> None:
    """Send the last letter and forget where it went."""
    await finishing.finish(database, senders, brand, user_id)


@job(tries=3)
async def forget_leftovers(database: Database) -> None:
    """Every hour: forget what has run out or is over by now."""
    await finishing.forget_leftovers(database)
