"""The books: whether every rule holds, what gateways paid out, what does not match, revenue.

Nothing here changes what another package owns: it looks at all of them and tells.
"""

from zahra.shop.books.examining import CHECKS, examine, latest_run, see_the_doctor
from zahra.shop.books.model import (
    Check,
    Discrepancy,
    DiscrepancyKind,
    DoctorRun,
    Finding,
    Flow,
    ItemKind,
    Matching,
    Report,
    RevenueDay,
    Settlement,
)

__all__ = [
    "CHECKS",
    "Check",
    "Discrepancy",
    "DiscrepancyKind",
    "DoctorRun",
    "Finding",
    "Flow",
    "ItemKind",
    "Matching",
    "Report",
    "RevenueDay",
    "Settlement",
    "examine",
    "latest_run",
    "see_the_doctor",
]
