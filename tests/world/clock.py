"""A shop in which no time passes by itself."""

from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from zahra.base.db import Database


class StandingClock(Database):
    """A database whose clock moves by `ahead` alone: no bucket fills again because the machine is
    slow."""

    _at: datetime | None = None

    @property
    def now(self) -> datetime:
        return super().now if self._at is None else self._at + self.ahead

    async def _begun(self, connection: AsyncConnection[Any], begin: bytes) -> datetime:
        told = await super()._begun(connection, begin)
        self._at = self._at or told - self.ahead
        return self._at + self.ahead
