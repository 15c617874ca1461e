from collections.abc import AsyncGenerator

import pytest

from zahra.base.db import Database, PooledConnections


@pytest.fixture
async def pooled(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    """A database of its own with connections enough for a race."""
    database = Database(PooledConnections(fresh_dsn, size=6))
    await database.open()
    yield database
    await database.close()
