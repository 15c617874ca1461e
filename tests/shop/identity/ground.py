"""Where the random walk takes place: one connection, and a clock that only the walk moves."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from psycopg import AsyncConnection

from zahra.base.db import Database
from zahra.shop.identity.passwords.setting import stretched

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
PASSWORD = "seven indigo elephants at dawn"


class StillDatabase(Database):
    """A database whose clock stands still until somebody moves it."""

    async def _begun(self, connection: AsyncConnection[Any], begin: bytes) -> datetime:
        await super()._begun(connection, begin)
        self._skew = START - datetime.now(UTC)
        return START + self.ahead


class Ground:
    """One connection and one event loop for all walks; each ends where it began."""

    def __init__(self, dsn: str) -> None:
        self.runner = asyncio.Runner()
        self.connection = self.runner.run(AsyncConnection.connect(dsn, options="-c timezone=UTC"))
        self.hash = self.runner.run(stretched(PASSWORD))

    def close(self) -> None:
        self.runner.run(self.connection.close())
        self.runner.close()
