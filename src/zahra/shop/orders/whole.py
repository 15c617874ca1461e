"""An order with everything its owner may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.orders.model import Copy, Order
from zahra.shop.orders.states import Life
from zahra.shop.payments import AttemptState, PaymentState


@dataclass(frozen=True, slots=True)
class Line:
    """What was bought, as it was when it was bought. `image` is the catalogue's, or None."""

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


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders, newest first, and how many there are in all."""

    orders: tuple[WholeOrder, ...]
    total: int
