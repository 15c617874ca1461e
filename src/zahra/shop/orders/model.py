"""What an order is: a copy of everything agreed, which never changes with the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import identity
from zahra.shop.cart import COD
from zahra.shop.inventory import Wanted
from zahra.shop.orders.states import (
    FulfilmentStatus,
    Life,
    OrderStatus,
    PaymentStatus,
    ReturnStatus,
)
from zahra.shop.payments import Attempt
from zahra.shop.promotions import Discount
from zahra.shop.tax import ChargePart, Taxed


@dataclass(frozen=True, slots=True)
class Address:
    """Where it goes or who is billed, as it was when the order was made."""

    name: str
    phone: str
    line1: str
    city: str
    state: str
    state_code: str
    pincode: str
    line2: str | None = None
    landmark: str | None = None
    country: str = "IN"

    @classmethod
    def of(cls, draft: identity.AddressDraft, *, state_code: str) -> "Address":
        """A copy of an address that was checked, from an address book or as it was typed."""
        return cls(
            name=draft.name,
            phone=draft.phone,
            line1=draft.line1,
            city=draft.city,
            state=draft.state,
            state_code=state_code,
            pincode=draft.pincode,
            line2=draft.line2,
            landmark=draft.landmark,
        )


@dataclass(frozen=True, slots=True)
class Placing:
    """A wish to place an order. `expected_total` is what the shopper saw; `key` makes it once.
    With `use_credit` as much of it as there is store credit is paid by that."""

    cart_version: int
    expected_total: Paise
    shipping_address: Address
    shipping_method: str
    payment_method: str
    key: str
    billing_address: Address | None = None
    gstin: str | None = None
    note: str = ""
    use_credit: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """An order's own row. Amounts contain GST; `tax` is inside `total`.

    When it is placed, store credit, what a gateway is asked for and what is taken at the door
    re-add to the total; `collectable` is what is still to be taken there. `flags` name what staff
    should look at.
    """

    id: UUID
    number: str
    user_id: UUID
    cart_id: UUID | None
    cart_version: int
    status: OrderStatus
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    return_status: ReturnStatus
    payment_method: str
    shipping_method: str
    mrp_total: Paise
    discount: Paise
    coupon_discount: Paise
    shipping: Paise
    cod_fee: Paise
    tax: Paise
    total: Paise
    phone: str | None
    email: str | None
    created_at: datetime
    expires_at: datetime | None
    placed_at: datetime | None
    cancelled_at: datetime | None
    credit_used: Paise
    due_online: Paise
    collectable: Paise
    flags: tuple[str, ...]

    @property
    def is_cod(self) -> bool:
        return self.payment_method == COD

    @property
    def is_pending(self) -> bool:
        """Whether it waits for money or a confirmation."""
        return self.status in (OrderStatus.PENDING_PAYMENT, OrderStatus.PENDING_CONFIRMATION)

    @property
    def waits_for_advance(self) -> bool:
        """Whether part of it is to be paid online before the rest may be paid at the door."""
        return self.is_cod and self.status is OrderStatus.PENDING_PAYMENT

    @property
    def is_placed(self) -> bool:
        return self.status is OrderStatus.PLACED


@dataclass(frozen=True, slots=True)
class Copy:
    """What an order copies besides its totals, and is compared by when it is asked for again."""

    shipping_address: Address
    billing_address: Address
    place_of_supply: str
    gstin: str | None
    note: str
    promised_by: date | None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line about to be written: the variant as it is today, and its tax piece by piece."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    slug: str
    sku: str
    title: str
    size: str
    colour: str
    image: Mapping[str, Any] | None
    hsn: str
    weight_grams: int
    qty: int
    unit_price: Paise
    mrp: Paise
    total: Paise
    returnable_days: int
    pieces: tuple[Taxed, ...]
    discount: Paise = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole order about to be written. The shares of its discounts are those of its lines."""

    order: Order
    copy: Copy
    lines: tuple[DraftLine, ...]
    charges: tuple[ChargePart, ...]
    discounts: tuple[Discount, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A move in one of an order's lives, for its history."""

    life: Life
    from_state: str | None
    to_state: str
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToSettle:
    """An attempt, and what about its order never changes: the cart it came from, its pieces."""

    attempt: Attempt
    cart_id: UUID | None
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A placed or waiting order, and the attempt at paying it where one is needed."""

    order: Order
    attempt: Attempt | None
