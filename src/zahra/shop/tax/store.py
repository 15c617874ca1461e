"""SQL of tax. Rules are read at every use: a change counts from the next statement on."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.tax.model import DatedRule, NewRule, TaxRule


async def rules_on(snapshot: Snapshot, day: date) -> tuple[TaxRule, ...]:
    """The rules in force on a business day (IST), one a prefix."""
    found = await snapshot.rows(
        TaxRule,
        """
        SELECT name, hsn_prefix, threshold, rate_low, rate_high FROM tax_rules_on(%(day)s)
        """,
        day=day,
    )
    return tuple(found)


async def dated_rules(snapshot: Snapshot) -> list[DatedRule]:
    """All rules that ever were and will be, by prefix, the latest first."""
    return await snapshot.rows(
        DatedRule,
        """
        SELECT id, name, hsn_prefix, valid_from, valid_until, threshold, rate_low, rate_high
        FROM tax_rules ORDER BY hsn_prefix, valid_from DESC, id
        """,
    )


async def rule_to_change(tx: Transaction, rule_id: UUID) -> DatedRule | None:
    """A rule, locked."""
    return await tx.row(
        DatedRule,
        """
        SELECT id, name, hsn_prefix, valid_from, valid_until, threshold, rate_low, rate_high
        FROM tax_rules WHERE id = %(id)s FOR UPDATE
        """,
        id=rule_id,
    )


async def add(tx: Transaction, rule_id: UUID, new: NewRule) -> UUID | None:
    """The rule's id, or None when one of its prefix begins on that day."""
    return await tx.value(
        """
        INSERT INTO tax_rules (id, name, hsn_prefix, valid_from, threshold, rate_low, rate_high)
        VALUES (%(id)s, %(name)s, %(hsn_prefix)s, %(valid_from)s, %(threshold)s, %(rate_low)s,
            %(rate_high)s)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        id=rule_id,
        **asdict(new),
    )


async def end(tx: Transaction, rule_id: UUID, until: date) -> None:
    """`until` is the first day the rule does not count."""
    await tx.run(
        "UPDATE tax_rules SET valid_until = %(until)s WHERE id = %(id)s", id=rule_id, until=until
    )
