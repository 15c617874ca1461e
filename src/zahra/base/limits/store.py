"""SQL of rate limits. One UNLOGGED row a key: losing it in a crash is acceptable."""

from datetime import datetime, timedelta

from zahra.base.db import Snapshot, Transaction


async def take(
    tx: Transaction, *, key: str, now: datetime, interval: timedelta, slack: timedelta
) -> datetime | None:
    """Move the key's theoretical arrival time by one interval; None when the burst is spent."""
    return await tx.value(
        """
        INSERT INTO rate_gcra AS r (key, tat) VALUES (%(key)s, %(now)s::timestamptz + %(interval)s)
        ON CONFLICT (key) DO UPDATE SET tat = greatest(r.tat, %(now)s) + %(interval)s
        WHERE r.tat <= %(now)s + %(slack)s
        RETURNING tat
        """,
        key=key,
        now=now,
        interval=interval,
        slack=slack,
    )


async def arrival(snapshot: Snapshot, key: str) -> datetime | None:
    return await snapshot.value("SELECT tat FROM rate_gcra WHERE key = %(key)s", key=key)


async def forget(tx: Transaction, key: str) -> None:
    await tx.run("DELETE FROM rate_gcra WHERE key = %(key)s", key=key)


async def forget_before(tx: Transaction, moment: datetime) -> int:
    """Drop keys whose bucket has long been full again."""
    return await tx.run("DELETE FROM rate_gcra WHERE tat < %(moment)s", moment=moment)
