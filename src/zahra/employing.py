"""What the commands for people who work here do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from zahra.opening import owner_login
from zahra.running import database_of
from zahra.settings import CannotRun, Settings, listed

if TYPE_CHECKING:
    from zahra.base.db import Transaction
    from zahra.shop.assembled import Shop


def make_api_key(settings: Settings, email: str, scopes: str) -> str:
    """A key for programs acting as the staff member with this e-mail."""
    from zahra.base.actors import Permission, program
    from zahra.shop import identity

    try:
        wanted = [Permission(name) for name in listed(scopes)]
    except ValueError as why:
        known = ", ".join(permission.value for permission in Permission)
        raise CannotRun(f"There is no such permission; there are: {known}.") from why

    async def make(shop: "Shop", tx: "Transaction") -> str:
        return await identity.make_api_key(tx, program("command line"), email, wanted)

    return _done(settings, make)


def make_owner(settings: Settings, email: str) -> str:
    """The link by which somebody becomes an owner, once, within a day."""
    from zahra.base.actors import program
    from zahra.shop import identity

    async def make(shop: "Shop", tx: "Transaction") -> str:
        by = program("command line")
        return await identity.make_owner(tx, shop.keys, by, email, policy=shop.policy)

    return f"{settings.url}/admin/enrol?token={_done(settings, make)}"


def owners_code(settings: Settings) -> str:
    """What the app of the demo shop's owner shows now. Raises CannotRun where there is none."""
    from pyotp.totp import TOTP

    login = owner_login(settings)
    if login is None:
        raise CannotRun("There is no demo owner in this data folder.")
    return TOTP(login.totp_secret).now()


def _done(settings: Settings, work: "Callable[[Shop, Transaction], Awaitable[str]]") -> str:
    """`work` in a transaction of its own, on the shop of these settings."""
    from zahra.app import assemble

    async def do() -> str:
        shop = assemble(settings)
        await shop.database.open()
        try:
            async with shop.database.transaction() as tx:
                return await work(shop, tx)
        finally:
            await shop.database.close()

    with database_of(settings):
        return asyncio.run(do())
