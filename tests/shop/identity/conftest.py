"""A door on a rolled-back database, and one on a real pool for races."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest

from tests.world.passwords import Locksmith
from tests.world.people import Door
from zahra.base import clock
from zahra.base.db import Database, PooledConnections
from zahra.base.jobs import JobQueue
from zahra.shop import identity

CROWD = 20


@pytest.fixture
def door(database: Database) -> Door:
    """It is morning in India: what a day counts does not begin anew in the middle of a test."""
    now = datetime.now(UTC)
    tomorrow = clock.start_of(clock.ist_day(now) + timedelta(days=1))
    database.ahead = tomorrow + timedelta(hours=8) - now
    return Door(database, identity.Policy())


@pytest.fixture
def smith(door: Door) -> Locksmith:
    """The same door, with passwords."""
    return Locksmith.at(door)


@pytest.fixture
async def pooled(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    connections = PooledConnections(fresh_dsn, size=CROWD, wait_seconds=60)
    database = Database(connections, queue=JobQueue())
    await database.open()
    await _all_connected(database)
    yield database
    await database.close()


@pytest.fixture
def busy_door(pooled: Database) -> Door:
    """A door with everybody at it at once, and no limits but the five tries."""
    return Door(pooled, identity.Policy(limits_off=True))


async def _all_connected(database: Database) -> None:
    """Open every connection first: a crowd behind one connection would stand in line."""
    everybody = asyncio.Barrier(CROWD)

    async def hold() -> None:
        async with database.transaction():
            await everybody.wait()

    await asyncio.gather(*(hold() for _ in range(CROWD)))
