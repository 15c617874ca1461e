"""What a tax rule, a taxed amount and an assessment are. Rates are whole percent of the total."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise


class NoTaxRule(LookupError):
    """No rule in force covers an HSN: the table is incomplete, which no shopper can mend."""


class Supply(StrEnum):
    """How a supply is taxed: CGST + SGST, CGST + UTGST, or IGST."""

    INTRA = "intra"
    INTRA_UT = "intra_ut"
    INTER = "inter"


class ChargeKind(StrEnum):
    """What is charged beside the goods."""

    SHIPPING = "shipping"
    COD_FEE = "cod_fee"


class DeadZone(StrEnum):
    """What becomes of a piece whose price fits neither rate of its rule."""

    BEAR = "bear"  # it keeps its price and bears the higher rate
    LOWER = "lower"  # its price is lowered to the edge of the lower rate


@dataclass(frozen=True, slots=True)
class Seller:
    """Who invoices, and how. `state_code` is the GST code of the state the goods leave from.

    `series` and `note_series` begin the numbers of invoices and credit notes, in up to three
    capitals or digits; `hsn_digits` are printed (4 up to ₹5 crore of turnover, else 6). `care` is
    how buyers reach the shop and its grievance officer, as it stands on papers.
    """

    gstin: str
    state_code: str
    legal_name: str = ""
    address: str = ""
    series: str = "ZAH"
    note_series: str = "ZCN"
    hsn_digits: int = 6
    dead_zone: DeadZone = DeadZone.BEAR
    care: str = ""


@dataclass(frozen=True, slots=True)
class TaxRule:
    """One row of the table: up to `threshold` a piece (GST excluded, inclusive end) `rate_low`,
    above it `rate_high`; without a threshold both are the same."""

    name: str
    hsn_prefix: str
    threshold: Paise | None
    rate_low: int
    rate_high: int


@dataclass(frozen=True, slots=True)
class NewRule:
    """A rule to be added: of several for one prefix the one that began last counts."""

    name: str
    hsn_prefix: str
    valid_from: date
    rate_low: int
    rate_high: int
    threshold: Paise | None = None


@dataclass(frozen=True, slots=True)
class DatedRule:
    """A rule with its days; `valid_until` is exclusive, and one that ends where it begins was
    withdrawn before it counted."""

    id: UUID
    name: str
    hsn_prefix: str
    valid_from: date
    valid_until: date | None
    threshold: Paise | None
    rate_low: int
    rate_high: int


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of one piece, and the rule it comes from.

    In the dead zone neither rate fits its own condition; the piece keeps its price and bears the
    higher one.
    """

    percent: int
    rule: str
    is_dead_zone: bool = False


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount that includes its tax, taken apart. The parts always re-add to `net`."""

    net: Paise
    rate: int
    taxable: Paise
    cgst: Paise = 0
    sgst: Paise = 0
    utgst: Paise = 0
    igst: Paise = 0

    @property
    def tax(self) -> Paise:
        return self.cgst + self.sgst + self.utgst + self.igst


@dataclass(frozen=True, slots=True)
class Goods:
    """A line to be taxed: `net` is what the whole line costs after every discount, GST included."""

    hsn: str
    net: Paise
    qty: int


@dataclass(frozen=True, slots=True)
class Charge:
    """Freight or a fee, GST included."""

    kind: ChargeKind
    net: Paise


@dataclass(frozen=True, slots=True)
class ChargePart:
    """The share of a charge that bears one rate."""

    kind: ChargeKind
    taxed: Taxed


@dataclass(frozen=True, slots=True)
class Assessment:
    """The tax of a cart or an order: `lines[i][k]` is piece k of line i, in the order given, and
    `rates[i][k]` says by which rule."""

    supply: Supply
    lines: tuple[tuple[Taxed, ...], ...]
    charges: tuple[ChargePart, ...] = ()
    rates: tuple[tuple[Rate, ...], ...] = ()

    @property
    def tax(self) -> Paise:
        """All tax, of goods and charges; it is inside the prices already."""
        return sum(taxed.tax for taxed in self.amounts())

    def amounts(self) -> Iterator[Taxed]:
        """Every taxed amount: all pieces, then all parts of charges."""
        for pieces in self.lines:
            yield from pieces
        for part in self.charges:
            yield part.taxed
