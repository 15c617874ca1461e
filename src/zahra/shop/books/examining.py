"""The doctor: every rule of the shop, looked at on the living database in one view of it."""

import time

import structlog

from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Snapshot
from zahra.shop.books.model import EXAMPLES, Check, DoctorRun, Finding, Report
from zahra.shop.books.store import (
    amounts,
    doctor,
    documents,
    money,
    parcels,
    promises,
    stock,
    switching,
    telling,
)

log = structlog.get_logger("zahra.books")

CHECKS: tuple[Check, ...] = (
    *amounts.CHECKS,
    *money.CHECKS,
    *stock.CHECKS,
    *parcels.CHECKS,
    *documents.CHECKS,
    *promises.CHECKS,
    *switching.CHECKS,
    *telling.CHECKS,
)


async def examine(snapshot: Snapshot) -> Report:
    """Look at every rule. Give it `database.agreeing()`: else two rules may see two moments."""
    await doctor.be_patient(snapshot)
    began = time.perf_counter()
    findings = [await _looked_at(snapshot, check) for check in CHECKS]
    took = round((time.perf_counter() - began) * 1000)
    return Report(snapshot.now, took, tuple(findings))


async def examine_and_keep(database: Database) -> Report:
    """Examine the books, keep the report, and say in the log what is broken."""
    async with database.agreeing() as snapshot:
        report = await examine(snapshot)
    async with database.transaction() as tx:
        await doctor.keep(tx, report)
    for each in report.broken:
        log.error("rule_broken", rule=each.name, count=each.count, examples=each.examples)
    return report


async def latest_run(snapshot: Snapshot, actor: Actor) -> DoctorRun | None:
    """What the last examination found; None where there was none yet.

    Raises Forbidden without `finance:read`.
    """
    actor.must(Permission.FINANCE_READ)
    return await doctor.latest(snapshot)


async def _looked_at(snapshot: Snapshot, check: Check) -> Finding:
    found = await doctor.broken(snapshot, check)
    return Finding(check.name, not found, len(found), tuple(found[:EXAMPLES]), check.about)
