"""Fixtures for the whole suite: one embedded PostgreSQL a run, one clone of a migrated template
for each worker, one rolled-back transaction for each test."""

import os
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from tests.world.server import clone_template, drop_database, start_server
from zahra.base.db import Database, SingleConnection, Transaction
from zahra.base.db.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def server() -> Generator[EmbeddedServer, None, None]:
    """The run's PostgreSQL, shared by all workers."""
    running = start_server()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def dsn(server: EmbeddedServer) -> Generator[str, None, None]:
    """This worker's own database, cloned from the migrated template."""
    name = f"zahra_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    yield clone_template(server, name)
    drop_database(server, name)


@pytest.fixture
def fresh_dsn(server: EmbeddedServer, request: pytest.FixtureRequest) -> Generator[str, None, None]:
    """A database of this test's own, for races, faults and live servers."""
    name = f"zahra_own_{os.getpid()}_{abs(hash(request.node.nodeid)) % 10**8}"
    yield clone_template(server, name)
    drop_database(server, name)


@pytest.fixture
async def database(dsn: str) -> AsyncGenerator[Database, None]:
    """A database handle whose transactions are savepoints in one that is rolled back."""
    connection = await AsyncConnection.connect(dsn, options="-c timezone=UTC")
    await connection.execute("SELECT 1")  # begins: else the first block is outermost and commits
    try:
        yield Database(SingleConnection(connection))
    finally:
        await connection.rollback()
        await connection.close()


@pytest.fixture
async def tx(database: Database) -> AsyncGenerator[Transaction, None]:
    """A transaction that is rolled back after the test."""
    async with database.transaction() as transaction:
        yield transaction


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for files of this run."""
    return tmp_path_factory.mktemp("zahra")
