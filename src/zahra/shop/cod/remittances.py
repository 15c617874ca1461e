"""What a courier's remittance file says, and how it compares with what was collected. Pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.cod.errors import RemittanceUnreadable

COLUMNS = ("awb", "amount", "utr", "date")
MOST_LINES = 2000
_MOST_NAMED = 20  # wrong lines that a refusal names
_CODE = re.compile(r"[A-Za-z0-9/_-]{3,40}")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_INDIAN = re.compile(r"(\d{2})[-/](\d{2})[-/](\d{4})", re.ASCII)
_MOST = Decimal(10_000_000)  # rupees


class RemittanceVerdict(StrEnum):
    """How a line compares. Twice: another transfer has paid this parcel already."""

    MATCHED = "matched"
    SHORT = "short"
    OVER = "over"
    UNKNOWN_AWB = "unknown_awb"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """A line of a file: this bank transfer (UTR) holds so much for this parcel."""

    awb: str
    amount: Paise
    utr: str
    remitted_on: date


@dataclass(frozen=True, slots=True)
class Collection:
    """Cash a courier took at the door."""

    shipment_id: UUID
    order_id: UUID
    courier: str
    awb: str
    amount: Paise
    collected_at: datetime
    remitted: Paise = 0

    @property
    def outstanding(self) -> Paise:
        """What the courier still owes; below nothing where it sent too much."""
        return self.amount - self.remitted


@dataclass(frozen=True, slots=True)
class Remittance:
    """A line that was taken in. `expected` is what was outstanding before it."""

    id: UUID
    awb: str
    utr: str
    amount: Paise
    remitted_on: date
    verdict: RemittanceVerdict
    expected: Paise | None
    shipment_id: UUID | None
    imported_by: str
    imported_at: datetime


def verdict_on(outstanding: Paise | None, amount: Paise) -> RemittanceVerdict:
    """How an amount compares with what was outstanding; None for a parcel nobody knows.

    >>> [verdict_on(215950, paid).value for paid in (215950, 200000, 220000)]
    ['matched', 'short', 'over']
    >>> verdict_on(0, 215950).value, verdict_on(None, 215950).value
    ('twice', 'unknown_awb')
    """
    if outstanding is None:
        return RemittanceVerdict.UNKNOWN_AWB
    if outstanding <= 0:
        return RemittanceVerdict.TWICE
    if amount == outstanding:
        return RemittanceVerdict.MATCHED
    return RemittanceVerdict.SHORT if amount < outstanding else RemittanceVerdict.OVER


def lines_in(text: str) -> tuple[RemittanceLine, ...]:
    """The lines of a file with the columns AWB, amount (rupees), UTR and date, in any order.

    Raises RemittanceUnreadable, naming the lines: then nothing is taken.

    >>> lines_in("AWB,Amount,UTR,Date\\nSR123,\\"2,159.50\\",UTIB1,2026-11-20\\n")[0].amount
    215950
    """
    rows = csv.reader(text.lstrip("\ufeff").splitlines())
    head = [name.strip().casefold() for name in next(rows, list[str]())]
    if not set(COLUMNS) <= set(head):
        raise RemittanceUnreadable({"csv": "The first line must name AWB, amount, UTR and date."})
    places = [head.index(name) for name in COLUMNS]
    read, wrong = list[RemittanceLine](), dict[str, str]()
    for at, cells in enumerate(_filled(rows), start=2):
        try:
            awb, amount, utr, day = (cells[place].strip() for place in places)
            read.append(RemittanceLine(_code(awb), _paise(amount), _code(utr), _day(day)))
        except (IndexError, ValueError) as why:
            wrong[f"csv.{at}"] = str(why) if isinstance(why, ValueError) else "A cell is missing."
    if len(read) > MOST_LINES:
        wrong["csv"] = f"A file may have up to {MOST_LINES} lines."
    if wrong or not read:
        named = dict(list(wrong.items())[:_MOST_NAMED])
        raise RemittanceUnreadable(named or {"csv": "There is no line in it."})
    return tuple(read)


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    return (cells for cells in rows if any(cell.strip() for cell in cells))


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("An AWB and a UTR have 3 to 40 letters and digits.")
    return text.upper()


def _paise(text: str) -> Paise:
    said = ValueError("An amount is in rupees, such as 2159.50.")
    try:
        rupees = Decimal(text.replace(",", "").removeprefix("₹").strip())
    except InvalidOperation:
        raise said from None
    if not rupees.is_finite() or not 0 < rupees <= _MOST or rupees * 100 % 1:
        raise said
    return int(rupees * 100)


def _day(text: str) -> date:
    if found := _ISO.fullmatch(text):
        parts = found.groups()
    elif found := _INDIAN.fullmatch(text):
        parts = found.groups()[::-1]
    else:
        raise ValueError("A date is written 2026-11-20 or 20-11-2026.")
    return date(*map(int, parts))
