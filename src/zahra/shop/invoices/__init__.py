"""Invoices and credit notes: gapless series, frozen snapshots, PDFs and the GST registers."""

from zahra.shop.invoices.crediting import issue_credit_note, issue_credit_notes
from zahra.shop.invoices.errors import (
    AlreadyCredited,
    NotVoidable,
    SeriesFull,
    SnapshotBroken,
    StillCounts,
)
from zahra.shop.invoices.filing import export_register, register_of
from zahra.shop.invoices.issuing import issue_invoice
from zahra.shop.invoices.model import (
    Anew,
    BilledPiece,
    Billing,
    Crediting,
    GivenBack,
    Invoice,
    InvoiceKind,
    Listed,
    PaidBy,
    Party,
    PieceKey,
    Printed,
    Sought,
)
from zahra.shop.invoices.provider import NoPaper, Paper
from zahra.shop.invoices.registers import COLUMNS, Filing, Register, Row, filing_of
from zahra.shop.invoices.replacing import invoice_anew
from zahra.shop.invoices.rules import COMMERCIAL_SERIES
from zahra.shop.invoices.sheets import sheet_of
from zahra.shop.invoices.showing import all_invoices, invoice, invoices_of, printed, render
from zahra.shop.invoices.voiding import void_invoice

__all__ = [
    "COLUMNS",
    "COMMERCIAL_SERIES",
    "AlreadyCredited",
    "Anew",
    "BilledPiece",
    "Billing",
    "Crediting",
    "Filing",
    "GivenBack",
    "Invoice",
    "InvoiceKind",
    "Listed",
    "NoPaper",
    "NotVoidable",
    "PaidBy",
    "Paper",
    "Party",
    "PieceKey",
    "Printed",
    "Register",
    "Row",
    "SeriesFull",
    "SnapshotBroken",
    "Sought",
    "StillCounts",
    "all_invoices",
    "export_register",
    "filing_of",
    "invoice",
    "invoice_anew",
    "invoices_of",
    "issue_credit_note",
    "issue_credit_notes",
    "issue_invoice",
    "printed",
    "register_of",
    "render",
    "sheet_of",
    "void_invoice",
]
