"""What became of messages, counted; and what looking after our mail found, kept."""

from collections.abc import Sequence
from datetime import datetime

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.messaging.arriving import Finding, verdict_of
from zahra.shop.messaging.model import DeliveryFigures, MailCheck, MailCheckKind
from zahra.shop.messaging.store import figures as counts
from zahra.shop.messaging.store import mail_checks as checks


async def figures(snapshot: Snapshot, *, since: datetime, until: datetime) -> DeliveryFigures:
    """What is known now of the messages given to carriers since a moment and before another."""
    found = await counts.figures(snapshot, since, until)
    return DeliveryFigures(
        since,
        until,
        channels=tuple(each for each in found if each.carrier is None),
        carriers=tuple(each for each in found if each.carrier is not None),
    )


async def keep_mail_check(
    tx: Transaction, kind: MailCheckKind, findings: Sequence[Finding]
) -> MailCheck:
    """Write down what a look at our mail found; the verdict is the worst of its findings."""
    check = MailCheck(ids.new(), tx.now, kind, verdict_of(findings), tuple(findings))
    await checks.add_mail_check(tx, check)
    return check


async def mail_checks(snapshot: Snapshot, *, limit: int = 20) -> list[MailCheck]:
    """What the latest looks found, newest first."""
    return await checks.mail_checks(snapshot, limit)
