"""Shops that are yet to be filled: a migrated database, and a folder that is thrown away."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg import AsyncConnection

from tests.world.people import KEYS
from zahra.app import LISTENERS
from zahra.base.db import Database, PooledConnections, SingleConnection
from zahra.providers.local_disk import LocalDisk
from zahra.providers.outbox import Outbox
from zahra.providers.typst_paper import TypstPaper
from zahra.shop import cart, identity, messaging, payments, shipping, tax
from zahra.shop.assembled import Brand, Shop

NO_CASH = cart.Terms(tax.Seller("08AAEFZ2607Q1ZL", "08"), shipping.CodTerms(0, 0, 0))


@asynccontextmanager
async def an_empty_shop(dsn: str, folder: Path) -> AsyncGenerator[Shop, None]:
    """A shop without goods, gateways and cash on delivery, opened."""
    database, outbox = (
        Database(PooledConnections(dsn, size=2), LISTENERS),
        Outbox(folder / "outbox"),
    )
    record = messaging.Record(database, KEYS)
    shop = Shop(
        database=database,
        keys=KEYS,
        gateways=payments.Gateways(),
        couriers=shipping.Couriers(),
        senders=messaging.Carriers(record, sms=[outbox], email=[outbox]),
        storage=LocalDisk(folder / "media"),
        terms=NO_CASH,
        policy=identity.Policy(),
        brand=Brand("Zahra", "http://zahra.example"),
        paper=TypstPaper("Zahra"),
    )
    await shop.database.open()
    try:
        yield shop
    finally:
        await shop.database.close()


@asynccontextmanager
async def undone(dsn: str) -> AsyncGenerator[Database, None]:
    """A handle on a database that forgets everything done through it."""
    connection = await AsyncConnection.connect(dsn, options="-c timezone=UTC")
    await connection.execute("SELECT 1")
    try:
        yield Database(SingleConnection(connection), LISTENERS)
    finally:
        await connection.rollback()
        await connection.close()
