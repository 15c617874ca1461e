"""An order with everything its owner may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import promotions
from zahra.shop.invoices import InvoiceKind
from zahra.shop.orders.model import Copy, Order
from zahra.shop.orders.money_back import MoneyBack, RefundSeen
from zahra.shop.orders.pieces import GivebackKind
from zahra.shop.orders.states import FulfilmentStatus, Life, OrderStatus, PaymentStatus, PieceState
from zahra.shop.payments import AttemptKind, AttemptState, PaymentState
from zahra.shop.shipping import ShipmentState


@dataclass(frozen=True, slots=True)
class Line:
    """What was bought, as it was when it was bought. `image` is the catalogue's, or None.

    `states` says how many pieces stand where; `delivered_at` is when the first of those came that
    its buyer has, None before.
    """

    id: UUID
    variant_id: UUID
    product_id: UUID
    slug: str
    sku: str
    title: str
    size: str
    colour: str
    image: Mapping[str, Any] | None
    qty: int
    unit_price: Paise
    mrp: Paise
    discount: Paise
    total: Paise
    returnable_days: int
    states: Mapping[str, int]
    delivered_at: datetime | None

    @property
    def waiting(self) -> int:
        """Pieces that are to be sent and have not been."""
        return self.states.get(PieceState.ORDERED, 0)


@dataclass(frozen=True, slots=True)
class InParcel:
    """So many pieces of a line in a parcel."""

    line_id: UUID
    qty: int


@dataclass(frozen=True, slots=True)
class ParcelSeen:
    """A parcel as its buyer may see it."""

    id: UUID
    number: str
    state: ShipmentState
    courier: str
    carrier: str | None
    awb: str | None
    tracking_url: str | None
    collectable: Paise
    promised_by: date | None
    created_at: datetime
    dispatched_at: datetime | None
    delivered_at: datetime | None
    items: tuple[InParcel, ...]

    @property
    def carried_by(self) -> str:
        """Who brings it: the carrier where the courier is an aggregator."""
        return self.carrier or self.courier


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a credit note that was issued for the order."""

    id: UUID
    kind: InvoiceKind
    number: str
    issued_at: datetime
    total: Paise
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What one promotion took off, by its name when the order was made; a code where one was
    typed."""

    klass: promotions.Klass
    code: str | None
    label: str
    amount: Paise

    @property
    def named(self) -> str:
        """Its name, with the code where one was typed."""
        return f"{self.label} ({self.code})" if self.code else self.label

    @property
    def is_off_delivery(self) -> bool:
        return self.klass is promotions.Klass.SHIPPING


@dataclass(frozen=True, slots=True)
class TaxAtRate:
    """All tax of an order at one rate, goods and charges together."""

    rate: int
    taxable: Paise
    cgst: Paise
    sgst: Paise
    utgst: Paise
    igst: Paise


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of an order's history."""

    at: datetime
    life: Life
    from_state: str | None
    to_state: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Paying:
    """An attempt at paying an order, with the payment that has come furthest on it."""

    id: UUID
    order_id: UUID
    provider: str
    attempt_state: AttemptState
    provider_order_id: str | None
    payment_state: PaymentState | None
    amount: Paise
    amount_refunded: Paise
    currency: str
    method: str | None
    error_reason: str | None
    created_at: datetime
    kind: AttemptKind = AttemptKind.CHECKOUT
    pay_url: str | None = None

    @property
    def is_link(self) -> bool:
        return self.kind is AttemptKind.LINK

    @property
    def status(self) -> str:
        """One word for a client: the payment's where there is one, else the attempt's.

        created, pending, authorized, captured, failed, partially_refunded, refunded or voided.
        """
        if self.payment_state is not None and self.payment_state is not PaymentState.FAILED:
            is_undecided = self.payment_state is PaymentState.CREATED
            return "pending" if is_undecided else self.payment_state.value
        return _WORDS[self.attempt_state]


_WORDS = {
    AttemptState.CREATED: "created",
    AttemptState.OPENED: "created",
    AttemptState.PROCESSING: "pending",
    AttemptState.SUCCEEDED: "captured",
    AttemptState.FAILED: "failed",
    AttemptState.CANCELLED: "voided",
    AttemptState.EXPIRED: "voided",
}


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """An order with everything its owner may see of it."""

    order: Order
    copy: Copy
    lines: tuple[Line, ...]
    taxes: tuple[TaxAtRate, ...]
    history: tuple[Moment, ...]
    payments: tuple[Paying, ...]
    parcels: tuple[ParcelSeen, ...]
    documents: tuple[Document, ...]
    givebacks: tuple[MoneyBack, ...]
    refunds: tuple[RefundSeen, ...]
    discounts: tuple[TakenOff, ...]

    @property
    def off_goods(self) -> tuple[TakenOff, ...]:
        """What was taken off the goods: their prices less these are what they cost."""
        return tuple(off for off in self.discounts if not off.is_off_delivery and off.amount)

    @property
    def fee_waived(self) -> Paise:
        """The fee for paying at the door, where it was paid online after all."""
        waived = GivebackKind.FEE_WAIVED
        return sum(back.uncollected for back in self.givebacks if back.kind is waived)

    @property
    def off_delivery(self) -> tuple[TakenOff, ...]:
        """What the price of delivery is already without."""
        return tuple(off for off in self.discounts if off.is_off_delivery)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which orders a list is to show: all, where nothing is said. `text` is how a number begins,
    or a whole phone, e-mail address or AWB."""

    status: OrderStatus | None = None
    payment_status: PaymentStatus | None = None
    fulfilment_status: FulfilmentStatus | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders, newest first, and how many there are in all."""

    orders: tuple[WholeOrder, ...]
    total: int
