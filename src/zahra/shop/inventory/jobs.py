"""What inventory does in the background."""

from uuid import UUID

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.inventory.deciding import stock_to_change, tell_bands
from zahra.shop.inventory.store import holds
from zahra.shop.inventory.telling import refresh_cards

_BATCH = 200  # variants locked at a time


@job()
async def refresh_card(database: Database, style_colour_id: UUID) -> None:
    """Write one card anew."""
    async with database.transaction() as tx:
        await refresh_cards(tx, [style_colour_id])


@job(tries=1)
async def expire_holds(database: Database) -> None:
    """Put lapsed holds away and tell what that makes sellable. Every minute; it only tidies."""
    while True:
        async with database.transaction() as tx:
            lapsed = await holds.variants_with_lapsed_holds(tx, limit=_BATCH)
            await tell_bands(tx, await stock_to_change(tx, lapsed), {})
        if len(lapsed) < _BATCH:
            return
