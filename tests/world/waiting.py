"""Watching somebody wait: no test sleeps and hopes that the other has come so far."""

import asyncio

from zahra.base.db import Database

_WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
    """


async def until_waiting(database: Database, many: int = 1) -> None:
    """Return once so many connections of this database wait for a lock, which takes one of ours
    to see. Patient: a busy machine may stand still for seconds."""
    async with asyncio.timeout(60), database.snapshot() as snapshot:
        while await snapshot.value(_WAITING) < many:
            await asyncio.sleep(0.01)
