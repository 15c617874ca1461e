"""What a verb is given: a `Snapshot` may read, a `Transaction` may read and write.

Both run SQL that stands in a `store.py` and hand back models. Nobody calls commit: returning
from the block that opened the transaction commits, raising rolls back.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from zahra.base.db.lockorder import LockOrder, Rank
from zahra.base.db.rows import row_of
from zahra.base.events import Event

T = TypeVar("T")
Listener: TypeAlias = Callable[["Transaction", Any], Awaitable[None]]
Connection: TypeAlias = AsyncConnection[Any]


class Queue(Protocol):
    """Where a transaction leaves work for later; the job row commits with the caller."""

    async def put(
        self,
        tx: "Transaction",
        job: Callable[..., Awaitable[Any]],
        *,
        args: Mapping[str, Any],
        at: datetime | None,
        once: str | None,
    ) -> None: ...


class Snapshot:
    """Reads. Each statement sees the latest committed rows (`Database.agreeing`: one view)."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now

    async def row(self, model: type[T], sql: str, **params: Any) -> T | None:
        """The first row as `model`, or None."""
        cursor = self.connection.cursor(row_factory=row_of(model))
        await cursor.execute(sql.encode(), params or None)
        return await cursor.fetchone()

    async def rows(self, model: type[T], sql: str, **params: Any) -> list[T]:
        """Every row as `model`, in the statement's order."""
        cursor = self.connection.cursor(row_factory=row_of(model))
        await cursor.execute(sql.encode(), params or None)
        return await cursor.fetchall()

    async def value(self, sql: str, **params: Any) -> Any:
        """The first column of the first row, or None."""
        cursor = self.connection.cursor(row_factory=tuple_row)
        await cursor.execute(sql.encode(), params or None)
        found = await cursor.fetchone()
        return found[0] if found else None

    async def values(self, sql: str, **params: Any) -> list[Any]:
        """The first column of every row."""
        cursor = self.connection.cursor(row_factory=tuple_row)
        await cursor.execute(sql.encode(), params or None)
        return [found[0] for found in await cursor.fetchall()]


class Transaction(Snapshot):
    """Reads and writes inside its caller's transaction.

    `now` is the database's clock when the transaction opened (moved only by tests and seeds);
    `announce` calls the listeners inside this transaction; `defer` leaves a job row in it.
    """

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        *,
        listeners: Mapping[type[Event], Sequence[Listener]],
        queue: Queue | None,
    ) -> None:
        super().__init__(connection, now)
        self._listeners = listeners
        self._queue = queue
        self._locks = LockOrder()

    def locking(self, rank: Rank) -> None:
        """Say that rows of `rank` are about to be locked. Raises LockOrderBroken out of order."""
        self._locks.take(rank)

    async def run(self, sql: str, **params: Any) -> int:
        """Run a statement that returns nothing; the number of rows it touched."""
        cursor = self.connection.cursor()
        await cursor.execute(sql.encode(), params or None)
        return cursor.rowcount

    async def copy_in(self, sql: str, records: Sequence[Sequence[Any]]) -> None:
        """COPY … FROM STDIN, for loading thousands of rows."""
        async with self.connection.cursor().copy(sql.encode()) as copy:
            for record in records:
                await copy.write_row(record)

    @asynccontextmanager
    async def savepoint(self) -> AsyncGenerator[None, None]:
        """Undo only this block when it raises, its locks too; the transaction goes on."""
        held = self._locks.latest
        try:
            async with self.connection.transaction():
                yield
        except BaseException:
            self._locks.give_back_to(held)
            raise

    async def announce(self, event: Event) -> None:
        """Tell whoever listens, inside this transaction; a listener's refusal rolls it back."""
        for listener in self._listeners.get(type(event), ()):
            await listener(self, event)

    async def defer(
        self,
        job: Callable[..., Awaitable[Any]],
        *,
        at: datetime | None = None,
        once: str | None = None,
        **args: Any,
    ) -> None:
        """Leave `job(**args)` to the worker, to be run after this transaction commits.

        `at` is the earliest moment; a job with the same `once` that still waits is not doubled.
        """
        if self._queue is not None:
            await self._queue.put(self, job, args=args, at=at, once=once)
