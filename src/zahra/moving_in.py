"""`zahra migrate-refresh-tokens`: whoever was logged in at an older shop stays logged in here."""

import asyncio

from rich.console import Console
from rich.progress import Progress

from zahra.running import database_of, prepare
from zahra.settings import Settings
from zahra.shop import identity


def move_in_tokens(settings: Settings, console: Console) -> identity.MovedIn:
    """Hash what was put into `legacy_refresh_tokens`, a batch at a time, and leave it empty."""
    from zahra.app import assemble

    async def move() -> identity.MovedIn:
        shop = assemble(settings)
        await shop.database.open()
        try:
            with Progress(console=console) as progress:
                waiting = await identity.tokens_to_move_in(shop.database)
                bar = progress.add_task("Tokens", total=waiting)
                return await identity.move_in_tokens(
                    shop.database, told=lambda taken: progress.advance(bar, taken)
                )
        finally:
            await shop.gateways.close()
            await shop.database.close()

    with database_of(settings) as dsn:
        prepare(dsn)
        return asyncio.run(move())
