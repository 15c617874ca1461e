"""Transactions commit on return, roll back on raise, and know one clock."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import pytest
from psycopg.errors import DeadlockDetected

from zahra.base.db import Database, LockOrderBroken, PooledConnections, Rank, Transaction

pytestmark = pytest.mark.anyio


class Life(StrEnum):
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    life: Life
    notes: tuple[str, ...]


@pytest.fixture
async def pooled(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=4))
    await database.open()
    yield database
    await database.close()


async def count(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT count(*) FROM rate_gcra")


async def insert(tx: Transaction, key: str) -> None:
    await tx.run("INSERT INTO rate_gcra VALUES (%(key)s, %(now)s)", key=key, now=tx.now)


async def test_leaving_the_block_commits(pooled: Database):
    async with pooled.transaction() as tx:
        await insert(tx, "a")
    assert await count(pooled) == 1


async def test_raising_rolls_back_and_the_connection_is_fit_for_use(pooled: Database):
    async def fail() -> None:
        async with pooled.transaction() as tx:
            await insert(tx, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await count(pooled) == 0
    async with pooled.transaction() as tx:
        await insert(tx, "b")
    assert await count(pooled) == 1


async def test_a_snapshot_cannot_write(pooled: Database):
    async with pooled.snapshot() as snapshot:
        with pytest.raises(Exception, match="read-only"):
            await snapshot.value("INSERT INTO rate_gcra VALUES ('x', now()) RETURNING 1")


async def test_rows_become_what_the_model_says(tx: Transaction):
    row = await tx.row(Row, "SELECT 'k' AS key, 'active' AS life, ARRAY['a','b'] AS notes")
    assert row == Row("k", Life.ACTIVE, ("a", "b"))
    assert row is not None
    assert row.life is Life.ACTIVE


async def test_moving_the_clock_moves_every_transaction(pooled: Database):
    async with pooled.transaction() as tx:
        before = tx.now
    pooled.ahead = timedelta(days=2)
    async with pooled.transaction() as tx:
        assert timedelta(days=2) <= tx.now - before < timedelta(days=2, seconds=5)


async def test_an_earlier_rank_is_never_locked_after_a_later_one(tx: Transaction):
    tx.locking(Rank.ORDER)
    tx.locking(Rank.STOCK)
    with pytest.raises(LockOrderBroken):
        tx.locking(Rank.ORDER)


async def test_a_deadlock_is_tried_again_and_then_succeeds(pooled: Database):
    async with pooled.transaction() as tx:
        await insert(tx, "a")
        await insert(tx, "b")
    both_hold_one = asyncio.Barrier(2)
    tries: list[str] = []

    async def swap(first: str, second: str) -> None:
        async def work(tx: Transaction) -> None:
            lock = "SELECT 1 FROM rate_gcra WHERE key = %(key)s FOR UPDATE"
            tries.append(first)
            await tx.value(lock, key=first)
            if len(tries) <= 2:
                await both_hold_one.wait()
            await tx.value(lock, key=second)

        await pooled.run(work)

    await asyncio.gather(swap("a", "b"), swap("b", "a"))
    assert len(tries) == 3


async def test_without_the_retry_a_deadlock_reaches_the_caller(pooled: Database):
    """The positive control of the test above."""
    async with pooled.transaction() as tx:
        await insert(tx, "a")
        await insert(tx, "b")
    both_hold_one = asyncio.Barrier(2)

    async def swap(first: str, second: str) -> None:
        async with pooled.transaction() as tx:
            lock = "SELECT 1 FROM rate_gcra WHERE key = %(key)s FOR UPDATE"
            await tx.value(lock, key=first)
            await both_hold_one.wait()
            await tx.value(lock, key=second)

    results = await asyncio.gather(swap("a", "b"), swap("b", "a"), return_exceptions=True)
    assert sum(isinstance(result, DeadlockDetected) for result in results) == 1
