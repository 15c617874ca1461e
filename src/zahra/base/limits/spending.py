"""Spending one hit of a limit."""

import math
from datetime import datetime, timedelta

from zahra.base.db import Snapshot, Transaction
from zahra.base.limits import store
from zahra.base.limits.model import Limit, Verdict


async def spend(tx: Transaction, limit: Limit, key: str) -> Verdict:
    """Take one hit for `key`, atomically: of parallel hits exactly the allowed number pass.

    Generic cell rate algorithm: each hit moves a theoretical arrival time by one interval, and
    passes while that time is at most a burst ahead of now. A refused hit costs nothing.
    """
    slack = limit.window - limit.interval
    full_name = f"{limit.name}:{key}"
    arrival = await store.take(tx, key=full_name, now=tx.now, interval=limit.interval, slack=slack)
    if arrival is not None:
        return Verdict(limit, True, _left(limit, arrival - tx.now), 0)
    blocked_until = await store.arrival(tx, full_name) or tx.now
    return Verdict(limit, False, 0, _seconds(blocked_until - slack, tx.now))


async def is_spent(snapshot: Snapshot, limit: Limit, key: str) -> bool:
    """Whether the next hit for `key` would be refused; nothing is taken."""
    arrival = await store.arrival(snapshot, f"{limit.name}:{key}")
    return arrival is not None and arrival > snapshot.now + limit.window - limit.interval


async def refill(tx: Transaction, limit: Limit, key: str) -> None:
    """Forget every hit of `key`, as if nothing had happened."""
    await store.forget(tx, f"{limit.name}:{key}")


def _left(limit: Limit, ahead: timedelta) -> int:
    return max(0, int((limit.window - ahead) / limit.interval))


def _seconds(until: datetime, now: datetime) -> int:
    return max(1, math.ceil((until - now).total_seconds()))
