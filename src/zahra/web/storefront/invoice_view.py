"""What the page of an invoice or credit note shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """A document as it is read (`shop/invoices/sheets.py`), and where it can be had as PDF."""

    sheet: Mapping[str, Any]
    order_url: str
    pdf_url: str
