"""One database for the API's tests: each brings its own goods and people, so nothing is emptied."""

import os
from collections.abc import AsyncGenerator, Generator

import pytest

from tests.world.server import clone_template, drop_database
from zahra.base.db import Database, PooledConnections
from zahra.base.db.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def api_dsn(server: EmbeddedServer) -> Generator[str, None, None]:
    """What is asked over HTTP has to be committed."""
    name = f"zahra_api_{os.getpid()}"
    yield clone_template(server, name)
    drop_database(server, name)


@pytest.fixture
async def pooled(api_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(api_dsn, size=4))
    await database.open()
    yield database
    await database.close()
