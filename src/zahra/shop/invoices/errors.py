"""The ways invoices say no."""

from zahra.base.errors import Conflict


class SeriesFull(Conflict):
    """The next number of the series would be longer than the law allows: set another prefix."""

    code = "invoice_series_full"
    message = "This series of invoice numbers is used up. Please set another prefix."


class AlreadyCredited(Conflict):
    """A piece or a charge was taken back before: it cannot be credited twice."""

    code = "already_credited"
    message = "This has been credited already."


class NotVoidable(Conflict):
    """The document is voided, credited, or of a month that is over: correct it by a credit note."""

    code = "invoice_not_voidable"
    message = "This document cannot be voided any more."


class StillCounts(Conflict):
    """The invoice is neither voided nor wholly credited, or nothing of it is with its buyer."""

    code = "invoice_counts"
    message = "This invoice cannot be issued again."


class SnapshotBroken(Exception):
    """What is stored of a document is not what was issued: nothing may be printed from it."""
