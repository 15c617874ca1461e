"""A settlement file as gateways offer it for download: CSV, amounts in rupees, Indian times. Pure.

The columns are those of Razorpay's combined report, in any order, `dispute_id` where there is one;
others are left alone.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from zahra.base.clock import IST
from zahra.base.money import Paise
from zahra.shop.books.errors import StatementUnreadable
from zahra.shop.books.model import ItemKind
from zahra.shop.payments import SettledFact

COLUMNS = (
    *("type", "entity_id", "amount", "credit", "debit", "fee", "tax"),
    *("settlement_id", "settlement_utr", "settled_at"),
)
MOST_LINES = 100_000
_MOST_NAMED = 20  # wrong lines that a refusal names
_CODE = re.compile(r"[A-Za-z0-9_-]{3,64}")
_MOST = Decimal(100_000_000)  # rupees
_DAYS, _HOURS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"), (" %H:%M:%S", " %H:%M", "")  # Excel's too
_TIMES = tuple(day + hour for day in _DAYS for hour in _HOURS)
_EARLIEST = 2000  # no gateway has paid out before
_KINDS = ", ".join(ItemKind)
Row = Mapping[str, str]


def items_in(text: str) -> tuple[SettledFact, ...]:
    """The lines of a file. Raises StatementUnreadable, naming the lines: then nothing is taken.

    >>> head = ",".join(COLUMNS)
    >>> line = "payment,pay_A1,2499.00,2440.02,0,58.98,9.00,setl_1,UTR000001,24/11/2026 10:00:00"
    >>> [item] = items_in(f"{head}\\n{line}\\n")
    >>> item.amount, item.credit, item.fee, item.settled_at.isoformat()
    (249900, 244002, 5898, '2026-11-24T04:30:00+00:00')
    """
    rows = csv.reader(text.lstrip("\ufeff").splitlines())
    head = [name.strip().casefold() for name in next(rows, list[str]())]
    if missing := sorted(set(COLUMNS) - set(head)):
        raise StatementUnreadable({"csv": f"The first line must name {', '.join(missing)}."})
    read, wrong = list[SettledFact](), dict[str, str]()
    for at, cells in enumerate(_filled(rows), start=2):
        try:
            read.append(_item(_row(head, cells)))
        except ValueError as why:
            wrong[f"csv.{at}"] = str(why)
    if len(read) > MOST_LINES:
        wrong["csv"] = f"A file may have up to {MOST_LINES} lines."
    if wrong or not read:
        named = dict(list(wrong.items())[:_MOST_NAMED])
        raise StatementUnreadable(named or {"csv": "There is no line in it."})
    return tuple(read)


def _row(head: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(head):
        raise ValueError(f"The first line names {len(head)} columns; this one has {len(cells)}.")
    return dict(zip(head, map(str.strip, cells), strict=True))


def _item(row: Row) -> SettledFact:
    amount, credit, debit = (_paise(row[name]) for name in ("amount", "credit", "debit"))
    if credit and debit:
        raise ValueError("A line is a credit or a debit, not both.")
    fee, tax = _paise(row["fee"]), _paise(row["tax"])
    if tax > fee:
        raise ValueError("The tax is part of the fee and cannot be more.")
    return SettledFact(
        kind=_kind(row["type"]),
        entity_id=_code(row["entity_id"]),
        amount=amount,
        credit=credit,
        debit=debit,
        fee=fee,
        tax=tax,
        settlement_id=_code(row["settlement_id"]),
        utr=_code(row["settlement_utr"]) if row["settlement_utr"] else None,
        settled_at=_moment(row["settled_at"]),
        dispute_id=_code(row["dispute_id"]) if row.get("dispute_id") else None,
    )


def _kind(text: str) -> str:
    if text.casefold() not in set(ItemKind):
        raise ValueError(f"A type is one of {_KINDS}.")
    return text.casefold()


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    return (cells for cells in rows if any(cell.strip() for cell in cells))


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("An id has 3 to 64 letters and digits.")
    return text


def _paise(text: str) -> Paise:
    said = ValueError("An amount is in rupees, such as 2440.02.")
    try:
        rupees = Decimal(text.replace(",", "").removeprefix("₹").strip() or "0")
    except InvalidOperation:
        raise said from None
    if not rupees.is_finite() or not 0 <= rupees <= _MOST or rupees * 100 % 1:
        raise said
    return int(rupees * 100)


def _moment(text: str) -> datetime:
    """By Indian clocks, where the file names no others."""
    found = _by_form(text) or _by_iso(text)
    if found is None or found.year < _EARLIEST:
        raise ValueError("A time is written 24/11/2026 10:00:00.")
    return (found if found.tzinfo else found.replace(tzinfo=IST)).astimezone(UTC)


def _by_form(text: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=IST)
        except ValueError:
            continue
    return None


def _by_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
