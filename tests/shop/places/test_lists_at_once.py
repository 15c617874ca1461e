"""Two who take over lists at the same time: none of what either says is lost, and none waits for
the other for ever."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from tests.world.parcels import a_clerk
from tests.world.waiting import until_waiting
from zahra.base.db import Database, PooledConnections
from zahra.shop import places
from zahra.shop.places import Place, store

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pooled(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    opened = Database(PooledConnections(fresh_dsn, size=4))
    await opened.open()
    async with opened.transaction() as tx:
        await store.keep_places(tx, [Place("302001", ("Jaipur",), ("08",))])
    yield opened
    await opened.close()


async def after_both(pooled: Database) -> tuple[bool, int | None]:
    """Whether cash is taken, and how much, after a list that knows the one and, begun before that
    was committed, a list that knows the other."""

    async def second() -> None:
        async with pooled.transaction() as tx:
            await places.import_pincodes(tx, a_clerk(), "pincode,cod_max\n302001,2500\n")

    async with pooled.transaction() as tx:
        await places.import_pincodes(tx, a_clerk(), "pincode,cod\n302001,N\n")
        waiting = asyncio.ensure_future(second())
        await until_waiting(pooled)
        assert not waiting.done()
    await waiting
    async with pooled.snapshot() as snapshot:
        found = await places.place_of(snapshot, "302001")
    assert found is not None
    return found.takes_cash, found.cash_max


async def test_what_both_lists_say_stands(pooled: Database):
    assert await after_both(pooled) == (False, 250000)


async def test_without_waiting_the_second_takes_back_what_the_first_said(
    pooled: Database, monkeypatch: pytest.MonkeyPatch
):
    async def at_once(tx: object) -> None:
        return None

    monkeypatch.setattr(store, "keep_loaders_out", at_once)
    assert await after_both(pooled) == (True, 250000)
