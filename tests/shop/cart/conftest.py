"""Kurtas to put into bags. They are on sale before the test's transaction opens: its clock stands
still, and stock is locked after carts."""

from collections.abc import AsyncGenerator

import pytest

from tests.world.bags import a_directory
from tests.world.goods import Goods, an_indigo_kurta
from zahra.base.db import Database, Transaction


@pytest.fixture
async def kurta(database: Database) -> Goods:
    """At ₹1,599 (MRP ₹1,999): 5 of S, 20 of M, none of L. The PIN directory is there too."""
    async with database.transaction() as tx:
        await a_directory(tx)
        return await an_indigo_kurta(tx, {"S": 5, "M": 20, "L": 0})


@pytest.fixture
async def festive(database: Database) -> Goods:
    """At ₹3,499 (MRP ₹3,999), which bears 18 %: 5 each of S, M and L."""
    async with database.transaction() as tx:
        return await an_indigo_kurta(tx, title="Festive Kurta", price=349900, mrp=399900)


@pytest.fixture
async def parasol(database: Database) -> Goods:
    """On sale, but no rule says how it is taxed."""
    async with database.transaction() as tx:
        return await an_indigo_kurta(tx, title="Parasol", hsn="660191")


@pytest.fixture
async def tx(
    database: Database, kurta: Goods, festive: Goods, parasol: Goods
) -> AsyncGenerator[Transaction, None]:
    """A transaction that is rolled back after the test, opened when the goods were on sale."""
    async with database.transaction() as transaction:
        yield transaction
