"""What a courier remitted, and how it compares with what was collected. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise, format_inr


class RemittanceVerdict(StrEnum):
    """How a line compares. Twice: another transfer has paid this parcel already."""

    MATCHED = "matched"
    SHORT = "short"
    OVER = "over"
    UNKNOWN_AWB = "unknown_awb"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """A line of a file: this bank transfer (UTR) holds so much for this parcel. `at` is where it
    stands in the file, 2 being the one below the names of the columns."""

    awb: str
    amount: Paise
    utr: str
    remitted_on: date
    at: int = 0


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


@dataclass(frozen=True, slots=True)
class Remark:
    """What to do about a line of a file. A `verdict` of None: the line is known with another
    amount, and nothing was changed."""

    at: int
    awb: str
    utr: str
    verdict: RemittanceVerdict | None
    message: str


def remark_on(line: RemittanceLine, kept: Remittance) -> Remark | None:
    """What to do about a line that is kept so; None where all is well."""
    verdict = kept.verdict if kept.amount == line.amount else None
    if verdict is RemittanceVerdict.MATCHED:
        return None
    return Remark(line.at, line.awb, line.utr, verdict, _advice(verdict, kept))


def _advice(verdict: RemittanceVerdict | None, kept: Remittance) -> str:
    if verdict is None:
        taken = format_inr(kept.amount)
        return f"This transfer was taken in with {taken} for it. Ask the courier which is right."
    if verdict is RemittanceVerdict.UNKNOWN_AWB:
        return (
            "No cash was taken for a parcel of this number. Check it; if the parcel is delivered"
            " later, send this line again."
        )
    if verdict is RemittanceVerdict.TWICE:
        return "Another transfer has paid it already. Ask the courier what this one is for."
    off = format_inr(abs((kept.expected or 0) - kept.amount))
    if verdict is RemittanceVerdict.SHORT:
        return f"{off} less than is owed. Ask the courier for the rest; it stays owed until then."
    return f"{off} more than is owed. Ask the courier what it is for."


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
