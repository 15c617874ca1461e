"""SQL that looks for what breaks a rule, and of the reports that are kept."""

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.books.model import Check, DoctorRun, Report

PATIENCE = "60s"  # a statement of the doctor's may take so long, where a page's may not
ROOM = "64MB"  # to sort and to match in; by default it would write to the disk


async def be_patient(snapshot: Snapshot) -> None:
    """Let the statements of this view take their time and some room; it ends with the view."""
    await snapshot.value(
        """
        SELECT set_config('statement_timeout', %(patience)s, true),
            set_config('work_mem', %(room)s, true)
        """,
        patience=PATIENCE,
        room=ROOM,
    )


async def broken(snapshot: Snapshot, check: Check) -> list[str]:
    """The ids of what breaks a rule, in their order."""
    return sorted(await snapshot.values(check.broken_by, now=snapshot.now))


async def keep(tx: Transaction, report: Report) -> None:
    """Keep a report; of the rules, those that were broken."""
    await tx.run(
        """
        INSERT INTO doctor_runs (id, at, took_ms, broken, findings)
        VALUES (%(id)s, %(at)s, %(took_ms)s, %(broken)s, %(findings)s)
        """,
        id=ids.new(),
        at=report.at,
        took_ms=report.took_ms,
        broken=len(report.broken),
        findings=Jsonb(
            [
                {
                    "name": each.name,
                    "is_sound": each.is_sound,
                    "count": each.count,
                    "examples": list(each.examples),
                    "about": each.about,
                }
                for each in report.broken
            ]
        ),
    )


async def latest(snapshot: Snapshot) -> DoctorRun | None:
    return await snapshot.row(
        DoctorRun,
        """
        SELECT id, at, took_ms, broken, findings FROM doctor_runs ORDER BY at DESC, id DESC LIMIT 1
        """,
    )
