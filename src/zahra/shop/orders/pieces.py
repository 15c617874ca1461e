"""What became of each piece of an order, and the wishes that change it.

A piece has a price, a tax and a state of its own; it ships, comes back and is given back once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.inventory import Wanted
from zahra.shop.orders.states import PieceState
from zahra.shop.payments import Destination
from zahra.shop.shipping import Parcel
from zahra.shop.tax import ChargeKind, Taxed


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of one line. In a parcel while it is still `ordered`: packed, not dispatched."""

    line_id: UUID
    piece: int
    variant_id: UUID
    sku: str
    title: str
    size: str
    colour: str
    hsn: str
    weight_grams: int
    mrp: Paise
    unit_price: Paise
    returnable_days: int
    taxed: Taxed
    state: PieceState
    shipment_id: UUID | None
    delivered_at: datetime | None
    giveback_id: UUID | None

    @property
    def net(self) -> Paise:
        """What was agreed for it, after every discount, tax included."""
        return self.taxed.net

    @property
    def is_waiting(self) -> bool:
        """Whether it is to be sent and has not been."""
        return self.state is PieceState.ORDERED


@dataclass(frozen=True, slots=True)
class OrderCharge:
    """The part of freight or a fee that bears one rate, and whether it was given back."""

    kind: ChargeKind
    taxed: Taxed
    giveback_id: UUID | None


@dataclass(frozen=True, slots=True)
class Packing:
    """A parcel to be made: so many pieces of each line, all that wait where nothing is said. Its
    weight is the pieces' and a usual box's where nobody has weighed it."""

    order_id: UUID
    courier: str
    lines: Mapping[UUID, int] | None = None
    parcel: Parcel | None = None


@dataclass(frozen=True, slots=True)
class Dock:
    """What was counted when a parcel came back: pieces by variant. What is missing is lost."""

    resellable: tuple[Wanted, ...] = ()
    damaged: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancelling:
    """A wish to cancel: so many pieces of each line, or all that may still be."""

    reason: str
    lines: Mapping[UUID, int] | None = None


class GivebackKind(StrEnum):
    """Why money goes back for pieces, or why the fee for paying at the door is not owed."""

    CANCELLATION = "cancellation"
    RETURN = "return"
    RTO = "rto"
    LOST = "lost"
    FEE_WAIVED = "fee_waived"


@dataclass(frozen=True, slots=True)
class GivingBack:
    """A decision to give money back for pieces, once per `key`.

    `cash_to` is where money goes that was taken at the door, to `account_id` where that is known.
    `with_charges`: freight and fees of the order go back as well; `with_fee`: the fee for cash
    alone. `missing` pieces are lost, whatever became of the others. `as_credit` of it becomes store
    credit whatever was paid with; `spent` of that goes at once into the order `spent_on`: so an
    exchange is paid.
    """

    kind: GivebackKind
    pieces: tuple[Piece, ...]
    reason: str
    key: str
    by: str
    missing: tuple[Piece, ...] = ()
    with_charges: bool = False
    with_fee: bool = False
    cash_to: Destination = Destination.STORE_CREDIT
    account_id: UUID | None = None
    as_credit: Paise = 0
    spent: Paise = 0
    spent_on: UUID | None = None


@dataclass(frozen=True, slots=True)
class Giveback:
    """Money that goes back for pieces. `uncollected` is no longer taken at the door, `refunded`
    goes back to where money came from; a rest had been given back before."""

    id: UUID
    order_id: UUID
    kind: GivebackKind
    goods: Paise
    charges: Paise
    uncollected: Paise
    refunded: Paise
    reason: str
    created_at: datetime
