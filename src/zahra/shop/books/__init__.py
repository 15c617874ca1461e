"""The books: whether every rule holds, what gateways paid out, what does not match, revenue.

Nothing here changes what another package owns: it looks at all of them and tells.
"""

from zahra.shop.books import jobs
from zahra.shop.books.advice import ADVICE, MEANINGS, Meaning
from zahra.shop.books.comparing import compare_payments
from zahra.shop.books.earning import EARLIEST, revenue
from zahra.shop.books.errors import AlreadyClosed, StatementUnreadable
from zahra.shop.books.examining import CHECKS, examine, examine_and_keep, latest_run
from zahra.shop.books.excepting import exceptions, explain_exception, note_mismatches
from zahra.shop.books.gauges import HELP, gauges
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
    Thing,
)
from zahra.shop.books.settlement_files import items_in
from zahra.shop.books.settling import settlements, take_statement

__all__ = [
    "ADVICE",
    "CHECKS",
    "EARLIEST",
    "HELP",
    "MEANINGS",
    "AlreadyClosed",
    "Check",
    "Discrepancy",
    "DiscrepancyKind",
    "DoctorRun",
    "Finding",
    "Flow",
    "ItemKind",
    "Matching",
    "Meaning",
    "Report",
    "RevenueDay",
    "Settlement",
    "StatementUnreadable",
    "Thing",
    "compare_payments",
    "examine",
    "examine_and_keep",
    "exceptions",
    "explain_exception",
    "gauges",
    "items_in",
    "jobs",
    "latest_run",
    "note_mismatches",
    "revenue",
    "settlements",
    "take_statement",
]
