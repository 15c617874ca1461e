"""The one handle on PostgreSQL that the rest of the shop is given."""

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import DeadlockDetected, SerializationFailure

from zahra.base.db.connections import Connections, DatabaseDown
from zahra.base.db.transactions import Listener, Queue, Snapshot, Transaction
from zahra.base.events import Event

T = TypeVar("T")
_TRIES = 4
_SOON = (0.01, 0.05)  # seconds between tries, times the try


@dataclass(slots=True)
class Database:
    """Opens snapshots and transactions; carries who listens and where jobs are left.

    `ahead` moves the shop's clock; only tests and seeds set it.
    """

    connections: Connections
    listeners: Mapping[type[Event], Sequence[Listener]] = field(
        default_factory=dict[type[Event], Sequence[Listener]]
    )
    queue: Queue | None = None
    ahead: timedelta = timedelta(0)
    _skew: timedelta = timedelta(0)  # the database's clock minus this machine's, as last seen

    @property
    def now(self) -> datetime:
        """The shop's time as a snapshot would tell it, for what needs no connection."""
        return datetime.now(UTC) + self._skew + self.ahead

    @asynccontextmanager
    async def snapshot(self) -> AsyncGenerator[Snapshot, None]:
        """Read the latest committed rows, statement by statement, without a transaction."""
        async with self.connections.reading() as connection:
            yield Snapshot(connection, self.now)

    @asynccontextmanager
    async def agreeing(self) -> AsyncGenerator[Snapshot, None]:
        """Read several statements that must agree: one repeatable-read view."""
        async with self.connections.reading() as connection:
            if self.connections.nested:
                yield Snapshot(connection, await self._begun(connection, b"SELECT 1"))
                return
            begin = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            now = await self._begun(connection, begin)
            yield Snapshot(connection, now)
            await connection.execute(b"COMMIT")

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction, None]:
        """Open a transaction: leaving the block commits, raising rolls back."""
        async with self.connections.writing() as connection:
            if self.connections.nested:
                async with connection.transaction():
                    yield self._transaction(connection, await self._begun(connection, b"SELECT 1"))
                return
            now = await self._begun(connection, b"BEGIN")
            try:
                yield self._transaction(connection, now)
            except BaseException:
                await _roll_back(connection)
                raise
            await connection.execute(b"COMMIT")

    async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """`work` in a transaction of its own, again (at most 3 times) after a deadlock or a
        serialization failure. Nothing else is retried: an unclear COMMIT may have happened."""
        for attempt in range(1, _TRIES):
            try:
                return await self._once(work)
            except (DeadlockDetected, SerializationFailure):
                await asyncio.sleep(random.uniform(*_SOON) * attempt)
        return await self._once(work)

    async def open(self) -> None:
        await self.connections.open()

    async def close(self) -> None:
        await self.connections.close()

    async def _once(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        async with self.transaction() as tx:
            return await work(tx)

    def _transaction(self, connection: AsyncConnection[Any], now: datetime) -> Transaction:
        return Transaction(connection, now, listeners=self.listeners, queue=self.queue)

    async def _begun(self, connection: AsyncConnection[Any], begin: bytes) -> datetime:
        """Run `begin` and read the database's clock, in one round trip.

        `clock_timestamp`, not `now`: inside a test's outer transaction `now` would stand still.
        """
        try:
            cursor = await connection.execute(begin + b"; SELECT clock_timestamp()")
        except OperationalError as why:
            raise DatabaseDown from why
        cursor.nextset()
        row = await cursor.fetchone()
        if row is None:
            raise DatabaseDown
        self._skew = row[0] - datetime.now(UTC)
        return row[0] + self.ahead


async def _roll_back(connection: AsyncConnection[Any]) -> None:
    if not connection.closed:
        await connection.execute(b"ROLLBACK")
