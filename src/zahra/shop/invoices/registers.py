"""The registers that GSTR-1 asks for, by the month a document is dated in.

| register | table | holds |
|---|---|---|
| b2b | 4 | invoices to registered buyers, by rate |
| b2cl | 5 | invoices over ₹1,00,000 to unregistered buyers in other states, by rate |
| b2cs | 7 | all else to unregistered buyers, less its credit notes, by place of supply and rate |
| cdnr | 9B | credit notes to registered buyers, by rate |
| cdnur | 9B | credit notes on b2cl invoices, by rate |
| hsn | 12 | goods by HSN and rate, less credit notes, apart for registered and other buyers |
| documents | 13 | numbers issued and voided, by series |

Charges follow the goods they came with, so they count in those goods' HSN, without a quantity.
What was voided counts in `documents` alone, and notes that came too late for GST count nowhere.
SGST and UTGST share a column, as in the return.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from zahra.base.errors import Invalid, NotFound
from zahra.base.money import Paise

B2CL_OVER: Paise = 1_00_000_00  # exclusive; GST Rules, since 1 August 2024
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


class Register(StrEnum):
    """Which register."""

    B2B = "b2b"
    B2CL = "b2cl"
    B2CS = "b2cs"
    CDNR = "cdnr"
    CDNUR = "cdnur"
    HSN = "hsn"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Filing:
    """Which register of which registration, for the days from `first` to before `until`."""

    register: Register
    gstin: str
    hsn_digits: int
    first: date
    until: date

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document at one rate; `original` is the invoice a credit note is of."""

    number: str
    dated: date
    original_number: str | None
    original_dated: date | None
    buyer_gstin: str | None
    buyer_name: str
    place_of_supply: str
    value: Paise
    rate: int
    taxable: Paise
    igst: Paise
    cgst: Paise
    sgst: Paise


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """Everything to one place at one rate; negative where more came back than went."""

    place_of_supply: str
    rate: int
    taxable: Paise
    igst: Paise
    cgst: Paise
    sgst: Paise


@dataclass(frozen=True, slots=True)
class HsnRow:
    """Goods of one HSN at one rate, to registered (`B2B`) or other buyers (`B2C`)."""

    buyers: str
    hsn: str
    uqc: str
    qty: int
    value: Paise
    rate: int
    taxable: Paise
    igst: Paise
    cgst: Paise
    sgst: Paise


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """The numbers of one series: the first and the last of the month, and how many of each."""

    kind: str
    first_number: str
    last_number: str
    issued: int
    voided: int


Row: TypeAlias = DocumentRow | SupplyRow | HsnRow | SeriesRow
_AMOUNTS = {
    "rate": "Rate",
    "taxable": "Taxable value",
    "igst": "IGST",
    "cgst": "CGST",
    "sgst": "SGST/UTGST",
}
_INVOICE = {"number": "Invoice number", "dated": "Invoice date"}
_NOTE = {
    "number": "Note number",
    "dated": "Note date",
    "original_number": "Invoice number",
    "original_dated": "Invoice date",
}
_BUYER = {"buyer_gstin": "GSTIN of recipient", "buyer_name": "Recipient"}
_PLACE = {"place_of_supply": "Place of supply"}
_VALUE = {"value": "Value"}
COLUMNS: Mapping[Register, Mapping[str, str]] = {
    Register.B2B: {**_BUYER, **_INVOICE, **_VALUE, **_PLACE, **_AMOUNTS},
    Register.B2CL: {**_INVOICE, **_VALUE, **_PLACE, **_AMOUNTS},
    Register.B2CS: {**_PLACE, **_AMOUNTS},
    Register.CDNR: {**_BUYER, **_NOTE, **_VALUE, **_PLACE, **_AMOUNTS},
    Register.CDNUR: {**_NOTE, **_VALUE, **_PLACE, **_AMOUNTS},
    Register.HSN: {
        "buyers": "Buyers",
        "hsn": "HSN",
        "uqc": "UQC",
        "qty": "Quantity",
        **_VALUE,
        **_AMOUNTS,
    },
    Register.DOCUMENTS: {
        "kind": "Document",
        "first_number": "From",
        "last_number": "To",
        "issued": "Total",
        "voided": "Cancelled",
    },
}


def filing_of(register: str, month: str, *, gstin: str, hsn_digits: int) -> Filing:
    """What is asked for; `month` such as 2026-11. Raises NotFound for what is no register, and
    Invalid for what is no month.

    >>> asked = filing_of("hsn", "2026-12", gstin="08AAEFZ2607Q1ZL", hsn_digits=6)
    >>> asked.first.isoformat(), asked.until.isoformat()
    ('2026-12-01', '2027-01-01')
    """
    if register not in set(Register):
        raise NotFound
    if not _MONTH.fullmatch(month):
        raise Invalid({"month": "Name a month, such as 2026-11."})
    year, number = int(month[:4]), int(month[5:])
    until = date(year + number // 12, number % 12 + 1, 1)
    return Filing(Register(register), gstin, hsn_digits, date(year, number, 1), until)
