"""The doctor looks at one moment of a living shop: two rules never see two moments."""

from collections.abc import AsyncGenerator

import pytest

from zahra.base.db import Database, PooledConnections
from zahra.shop import books

pytestmark = pytest.mark.anyio
RULE = "No series of invoices has a gap"
BREAK = "INSERT INTO invoice_counters VALUES ('G', 'Z', '26-27', 1, %(now)s)"


@pytest.fixture
async def crowd(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(fresh_dsn, size=4))
    await database.open()
    yield database
    await database.close()


async def write_wrongly(crowd: Database) -> None:
    async with crowd.transaction() as tx:
        await tx.run(BREAK, now=tx.now)


async def test_what_is_written_while_it_looks_is_not_seen(crowd: Database):
    async with crowd.agreeing() as snapshot:
        await write_wrongly(crowd)
        assert (await books.examine(snapshot)).broken == ()
    async with crowd.agreeing() as snapshot:
        assert [each.name for each in (await books.examine(snapshot)).broken] == [RULE]


async def test_without_one_view_it_would_be_seen(crowd: Database):
    async with crowd.snapshot() as snapshot:
        await write_wrongly(crowd)
        assert [each.name for each in (await books.examine(snapshot)).broken] == [RULE]


async def test_looking_writes_nothing_and_leaves_the_patience_of_pages_alone(crowd: Database):
    async with crowd.agreeing() as snapshot:
        usual = await snapshot.value("SHOW statement_timeout")
    async with crowd.agreeing() as snapshot:
        await books.examine(snapshot)
        assert await snapshot.value("SHOW statement_timeout") == "1min"
    for _ in range(4):
        async with crowd.agreeing() as snapshot:
            assert await snapshot.value("SHOW statement_timeout") == usual
    async with crowd.snapshot() as snapshot:
        assert await snapshot.value("SELECT count(*) FROM doctor_runs") == 0
