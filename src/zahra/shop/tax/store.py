"""SQL of tax. Rules are read at every use: a change counts from the next statement on."""

from datetime import date

from zahra.base.db import Snapshot
from zahra.shop.tax.model import TaxRule


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
