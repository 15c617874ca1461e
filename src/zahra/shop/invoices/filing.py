"""Reading the GST registers, and taking them out as files."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.shop import places
from zahra.shop.invoices.registers import COLUMNS, Filing, Register, Row
from zahra.shop.invoices.store import registers as store

_RUPEES = {"value", "taxable", "igst", "cgst", "sgst"}
_NATURE = {"invoice": "Invoices for outward supply", "credit_note": "Credit note"}  # table 13
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


async def register_of(snapshot: Snapshot, actor: Actor, asked: Filing) -> list[Row]:
    """The rows of a register. Needs `finance:read`."""
    actor.must(Permission.FINANCE_READ)
    return await _rows(snapshot, asked)


async def export_register(tx: Transaction, actor: Actor, asked: Filing) -> bytes:
    """A register as CSV, and who took it in the audit log.

    Needs `finance:read` and a fresh proof.
    """
    actor.must(Permission.FINANCE_READ)
    actor.must_be_fresh(tx.now)
    rows = await _rows(tx, asked)
    told = {"month": asked.month, "rows": len(rows)}
    await audit.note(tx, actor, "gst.export", subject=f"register:{asked.register}", detail=told)
    return csv_of(asked.register, rows)


def csv_of(register: Register, rows: Iterable[Row]) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8): rupees with both decimals, states as `08-Rajasthan`.

    Texts that a spreadsheet would run as a formula get an apostrophe in front.
    """
    columns = COLUMNS[register]
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(columns.values())
    for row in rows:
        out.writerow(_cell(name, getattr(row, name)) for name in columns)
    return text.getvalue().encode()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> safe("=HYPERLINK(1)"), safe("Asha & Co")
    ("'=HYPERLINK(1)", 'Asha & Co')
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


async def _rows(snapshot: Snapshot, asked: Filing) -> list[Row]:
    match asked.register:
        case Register.B2CS:
            return [*await store.supplies(snapshot, asked)]
        case Register.HSN:
            return [*await store.goods(snapshot, asked)]
        case Register.DOCUMENTS:
            return [*await store.series(snapshot, asked)]
        case _:
            return [*await store.documents(snapshot, asked, **_WHICH[asked.register])]


_WHICH: Mapping[Register, Mapping[str, Any]] = {
    Register.B2B: {"kind": "invoice", "is_registered": True},
    Register.B2CL: {"kind": "invoice", "is_registered": False},
    Register.CDNR: {"kind": "credit_note", "is_registered": True},
    Register.CDNUR: {"kind": "credit_note", "is_registered": False},
}


def _cell(name: str, value: object) -> object:
    if name in _RUPEES and isinstance(value, int):
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if isinstance(value, date):
        return f"{value:%d-%b-%Y}"
    if name == "place_of_supply" and isinstance(value, str):
        return f"{value}-{places.STATES[value].name}"
    if name == "kind" and isinstance(value, str):
        return _NATURE[value]
    return safe(value) if isinstance(value, str) else value
