"""Forgetting, in the background."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from zahra.base.db import Database, Transaction
from zahra.base.jobs import job
from zahra.shop.identity.forgetting import store

_BATCH = 5000
_DAY, _MONTH = timedelta(days=1), timedelta(days=30)
_DIARY = timedelta(days=400)  # CERT-In asks for 180 days, DPDP rules for a year
_DEVICES = timedelta(days=400)  # the longest life a browser gives a cookie
Forgetting = Callable[[Transaction, datetime, int], Awaitable[int]]
_KEPT: tuple[tuple[Forgetting, timedelta], ...] = (
    (store.end_expired_sessions, timedelta(0)),
    (store.forget_refresh_tokens, _MONTH),
    (store.forget_signups, timedelta(0)),
    (store.forget_codes, _MONTH),
    (store.forget_throttles, 2 * _DAY),
    (store.forget_resets, _MONTH),
    (store.forget_enrolments, _MONTH),
    (store.forget_ceremonies, _DAY),
    (store.forget_devices, _DEVICES),
    (store.forget_entries, _DIARY),
)


@job(tries=1)
async def forget_what_is_over(database: Database) -> None:
    """End sessions that have expired and delete what has been kept long enough, a few at a time."""
    for forget, kept in _KEPT:
        while await _some(database, forget, kept) == _BATCH:
            pass


async def _some(database: Database, forget: Forgetting, kept: timedelta) -> int:
    async with database.transaction() as tx:
        return await forget(tx, tx.now - kept, _BATCH)
