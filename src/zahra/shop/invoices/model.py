"""What an invoice and a credit note are, and what they are asked for with. Amounts in paise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import tax


class InvoiceKind(StrEnum):
    """A tax invoice (CGST Rule 46), a credit note (s. 34, Rule 53), or one that comes too late for
    GST and is between seller and buyer alone."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    COMMERCIAL_NOTE = "commercial_note"


class PaidBy(StrEnum):
    """What the paper says of the money."""

    PREPAID = "prepaid"
    COD = "cod"


class PieceKey(NamedTuple):
    """One piece of one line of an order; `piece` counts from 1."""

    line_id: UUID
    piece: int


@dataclass(frozen=True, slots=True)
class Party:
    """Who is billed, or where it goes: what the law wants on the paper and nothing more, for it
    outlives accounts. `state_code` is the GST code of the state."""

    name: str
    line1: str
    city: str
    state: str
    state_code: str
    pincode: str
    line2: str | None = None


@dataclass(frozen=True, slots=True)
class BilledPiece:
    """A piece on an invoice: what it is, its price before discounts, its tax after them."""

    line_id: UUID
    piece: int
    sku: str
    title: str
    size: str
    colour: str
    hsn: str
    mrp: Paise
    unit_price: Paise
    taxed: tax.Taxed

    @property
    def key(self) -> PieceKey:
        return PieceKey(self.line_id, self.piece)


@dataclass(frozen=True, slots=True)
class Billing:
    """What is invoiced: the pieces of one shipment, and the charges that stand with them.

    `gstin` is the buyer's, None for one who is not registered.
    """

    order_id: UUID
    order_number: str
    shipment_id: UUID
    seller: tax.Seller
    buyer: Party
    ship_to: Party
    place_of_supply: str
    gstin: str | None
    pieces: tuple[BilledPiece, ...]
    charges: tuple[tax.ChargePart, ...]
    paid_by: PaidBy


@dataclass(frozen=True, slots=True)
class Crediting:
    """What of one invoice is taken back. Charges are named by kind and go back whole; those that
    do not stand on it are no matter."""

    giveback_id: UUID
    invoice: UUID
    pieces: tuple[PieceKey, ...]
    charges: tuple[tax.ChargeKind, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What of an order is taken back by one decision, on whichever invoices it stands."""

    giveback_id: UUID
    pieces: tuple[PieceKey, ...]
    charges: tuple[tax.ChargeKind, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Anew:
    """What of an invoice that counts for nothing any more is invoiced again."""

    invoice: UUID
    pieces: frozenset[PieceKey]
    charges: frozenset[tax.ChargeKind]


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or credit note that was issued. `dated` is the Indian date printed on it, and
    `replaces_id` the invoice whose place it took."""

    id: UUID
    kind: InvoiceKind
    gstin: str
    series: str
    fiscal_year: str
    serial: int
    number: str
    dated: date
    issued_at: datetime
    order_id: UUID
    order_number: str
    shipment_id: UUID | None
    original_id: UUID | None
    giveback_id: UUID | None
    supply: tax.Supply
    place_of_supply: str
    buyer_gstin: str | None
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise
    total: Paise
    voided_at: datetime | None
    replaces_id: UUID | None = None

    @property
    def is_credit_note(self) -> bool:
        """Whether it takes back what an invoice is of, with its GST or too late for that."""
        return self.kind is not InvoiceKind.INVOICE


@dataclass(frozen=True, slots=True)
class Printed:
    """A document with what stands on it, frozen when it was issued; `sha256` seals the latter."""

    invoice: Invoice
    snapshot: Mapping[str, Any]
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Sought:
    """Which documents: of a kind, whose number begins so, dated from `since` to before `until`,
    older than the document `after`; at most `limit`."""

    kind: InvoiceKind | None = None
    number: str = ""
    order_number: str = ""
    since: date | None = None
    until: date | None = None
    after: UUID | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list that staff see."""

    invoice: Invoice
    buyer_name: str
