"""SQL about the queue itself, whose tables are Procrastinate's."""

from datetime import datetime

from zahra.base.db import Snapshot


async def last_heartbeat(snapshot: Snapshot) -> datetime | None:
    """When a worker was last heard of."""
    return await snapshot.value("SELECT max(last_heartbeat) FROM procrastinate_workers")


async def waiting(snapshot: Snapshot) -> int:
    """Jobs that are due and not done."""
    return await snapshot.value(
        """
        SELECT count(*) FROM procrastinate_jobs
        WHERE status IN ('todo', 'doing') AND coalesce(scheduled_at, %(now)s) <= %(now)s
        """,
        now=snapshot.now,
    )
