"""SQL of what looking after our mail found."""

from dataclasses import asdict

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.shop.messaging.model import MailCheck


async def add_mail_check(tx: Transaction, check: MailCheck) -> None:
    await tx.run(
        """
        INSERT INTO mail_checks (id, at, kind, verdict, findings)
        VALUES (%(id)s, %(at)s, %(kind)s, %(verdict)s, %(findings)s)
        """,
        id=check.id,
        at=check.at,
        kind=check.kind.value,
        verdict=check.verdict.value,
        findings=Jsonb([asdict(found) for found in check.findings]),
    )


async def mail_checks(snapshot: Snapshot, limit: int) -> list[MailCheck]:
    """The latest first."""
    return await snapshot.rows(
        MailCheck,
        """
        SELECT id, at, kind, verdict, findings FROM mail_checks ORDER BY at DESC, id DESC
        LIMIT %(limit)s
        """,
        limit=limit,
    )
