"""Invoices and credit notes: gapless series, frozen snapshots, PDFs and the GST registers."""

from zahra.shop.invoices.crediting import issue_credit_note, issue_credit_notes
from zahra.shop.invoices.errors import AlreadyCredited, NotVoidable, SeriesFull, SnapshotBroken
from zahra.shop.invoices.issuing import issue_invoice
from zahra.shop.invoices.model import (
    BilledPiece,
    Billing,
    Crediting,
    GivenBack,
    Invoice,
    InvoiceKind,
    PaidBy,
    Party,
    PieceKey,
    Printed,
)
from zahra.shop.invoices.provider import NoPaper, Paper
from zahra.shop.invoices.showing import invoices_of, printed, render
from zahra.shop.invoices.voiding import void_invoice

__all__ = [
    "AlreadyCredited",
    "BilledPiece",
    "Billing",
    "Crediting",
    "GivenBack",
    "Invoice",
    "InvoiceKind",
    "NoPaper",
    "NotVoidable",
    "PaidBy",
    "Paper",
    "Party",
    "PieceKey",
    "Printed",
    "SeriesFull",
    "SnapshotBroken",
    "invoices_of",
    "issue_credit_note",
    "issue_credit_notes",
    "issue_invoice",
    "printed",
    "render",
    "void_invoice",
]
