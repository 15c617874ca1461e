"""Where connections come from: two pools in the shop, one shared connection in tests and seeds.

Reading connections are opened read-only and autocommit (a read costs 0.15 ms instead of 0.41 in
BEGIN…COMMIT). Writing connections wait for a lock for 2 s, run a statement for at most 10 s and
may not sit idle inside a transaction.
"""

import select
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, ClassVar, Protocol

from psycopg import AsyncConnection, OperationalError
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from zahra.base.errors import Unavailable

_COMMON = "-c timezone=UTC -c application_name=zahra -c jit=off"
_READING = f"{_COMMON} -c default_transaction_read_only=on -c statement_timeout=5s"
_WRITING = (
    f"{_COMMON} -c statement_timeout=10s -c lock_timeout=2s"
    " -c idle_in_transaction_session_timeout=10s"
)


class DatabaseDown(Unavailable):
    """No connection to PostgreSQL could be had in time."""

    code = "database_unavailable"
    message = "The shop is catching its breath. Please try again in a few seconds."


class Connections(Protocol):
    """Lends connections, in autocommit, for reading and for writing.

    `nested` says that a transaction is already open on them, so that ours become savepoints.
    """

    nested: ClassVar[bool]

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]: ...
    def writing(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]: ...
    async def open(self) -> None: ...
    async def close(self) -> None: ...


class PooledConnections:
    """Two psycopg pools against one server. Dead connections are replaced before they are lent."""

    nested: ClassVar[bool] = False

    def __init__(self, dsn: str, *, size: int, wait_seconds: float = 3.0) -> None:
        self._reading = _pool(dsn, _READING, size=size, wait_seconds=wait_seconds)
        self._writing = _pool(dsn, _WRITING, size=size, wait_seconds=wait_seconds)

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        return _lend(self._reading)

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        return _lend(self._writing)

    async def open(self) -> None:
        await self._reading.open()
        await self._writing.open()

    async def close(self) -> None:
        await self._reading.close()
        await self._writing.close()


class SingleConnection:
    """One connection for everything, inside an outer transaction of its owner's: a test's, which
    is rolled back at the end, or the seeds', which is all or nothing."""

    nested: ClassVar[bool] = True

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._connection = connection

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        return self._lend()

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        return self._lend()

    async def open(self) -> None:
        """Nothing to open: the connection is the caller's."""

    async def close(self) -> None:
        """Nothing to close: the connection is the caller's."""

    @asynccontextmanager
    async def _lend(self) -> AsyncGenerator[AsyncConnection[Any], None]:
        yield self._connection


def _pool(
    dsn: str, options: str, *, size: int, wait_seconds: float
) -> AsyncConnectionPool[AsyncConnection[Any]]:
    return AsyncConnectionPool(
        dsn,
        min_size=1,
        max_size=size,
        timeout=wait_seconds,
        open=False,
        kwargs={"autocommit": True, "options": options},
        reconnect_timeout=5,
    )


@asynccontextmanager
async def _lend(
    pool: AsyncConnectionPool[AsyncConnection[Any]],
) -> AsyncGenerator[AsyncConnection[Any], None]:
    connection = await _living(pool)
    try:
        yield connection
    except BaseException:
        if connection.info.transaction_status != TransactionStatus.IDLE:
            await connection.close()  # never hand a half-open transaction to the next caller
        raise
    finally:
        await pool.putconn(connection)


async def _living(pool: AsyncConnectionPool[AsyncConnection[Any]]) -> AsyncConnection[Any]:
    try:
        while True:
            connection = await pool.getconn()
            if not _was_hung_up(connection):
                return connection
            await connection.close()
            await pool.putconn(connection)
    except (PoolTimeout, OperationalError) as why:
        raise DatabaseDown from why


def _was_hung_up(connection: AsyncConnection[Any]) -> bool:
    """Whether the server has said goodbye to an idle connection: its socket has news to read.

    One system call and no round trip, so that a restart of PostgreSQL costs no shopper an error.
    """
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
