"""Keeping watch in the background."""

import structlog

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop import identity
from zahra.shop.analytics.keeping_watch import read_watch

log = structlog.get_logger("zahra.watch")


@job(tries=1)
async def report_alerts(database: Database, policy: identity.Policy) -> None:
    """Every five minutes: say in the log what should be looked at, for whoever reads it."""
    async with database.snapshot() as snapshot:
        watch = await read_watch(snapshot, policy=policy)
    for alert in watch.alerts:
        log.warning("security_alert", alert=alert.code, level=alert.level.value, count=alert.count)
