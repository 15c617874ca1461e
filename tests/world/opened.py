"""A living shop with goods on its shelf, opened for a test module."""

import asyncio
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.world.goods import Design, Goods, on_sale
from tests.world.living import LivingShop
from tests.world.server import clone_template, drop_database
from zahra.base.db import Database, PooledConnections
from zahra.base.db.embedded import EmbeddedServer
from zahra.shop import places


@contextmanager
def opened_shop(
    server: EmbeddedServer,
    folder: Path,
    name: str,
    *,
    stock: Mapping[str, int],
    settings: Mapping[str, str] | None = None,
) -> Generator[tuple[LivingShop, Goods], None, None]:
    """A shop that sells one indigo kurta, from opening to closing."""
    dsn = clone_template(server, name)
    with ThreadPoolExecutor(1) as apart:  # the browser's tests have a loop in this thread
        goods = apart.submit(asyncio.run, put_on_shelf(dsn, stock)).result()
    living = LivingShop(dsn, folder, {"ZAHRA_RATE_LIMITS": "off", **(settings or {})})
    try:
        living.start()
        yield living, goods
    finally:
        living.stop()
        drop_database(server, name)


async def put_on_shelf(dsn: str, stock: Mapping[str, int]) -> Goods:
    """One kurta at ₹1,599 with this stock, and the PIN table."""
    database = Database(PooledConnections(dsn, size=2))
    await database.open()
    try:
        async with database.transaction() as tx:
            await places.load_pincodes(tx)
            return await on_sale(tx, Design(), stock)
    finally:
        await database.close()
