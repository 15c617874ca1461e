"""What promotions are looked at with, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.promotions.model import Klass, Promotion


@dataclass(frozen=True, slots=True)
class Candidate:
    """A promotion that may count for a bag, and how it stands towards its person.

    `code` is the one it would be asked for by. What an order of the same bag has reserved is in
    neither count.
    """

    promotion: Promotion
    code: str | None
    is_free: bool = True
    taken: int = 0
    taken_by_person: int = 0


@dataclass(frozen=True, slots=True)
class BasketLine:
    """Pieces of one variant, at today's price each. `shelves` are its categories, all upwards."""

    product_id: UUID
    shelves: tuple[UUID, ...]
    unit_price: Paise
    qty: int

    @property
    def total(self) -> Paise:
        return self.unit_price * self.qty


@dataclass(frozen=True, slots=True)
class Basket:
    """What promotions are looked at with.

    `delivery` says what delivery costs for goods of a sum, None while that is not known. `typed`
    is the folded code somebody has typed. Of a guest nothing is known: `is_known` is false, and
    whether they have ordered before shows when they log in.
    """

    lines: tuple[BasketLine, ...]
    now: datetime
    typed: str | None = None
    payment_method: str | None = None
    delivery: Callable[[Paise], Paise | None] = field(default=lambda goods: None)
    is_known: bool = False
    has_ordered: bool = False

    @property
    def goods(self) -> Paise:
        return sum(line.total for line in self.lines)


@dataclass(frozen=True, slots=True)
class Discount:
    """What one promotion takes off. `shares` has a part for each line of the basket, and re-adds
    to `amount`; off delivery there are no parts."""

    promotion_id: UUID
    klass: Klass
    code: str | None
    label: str
    amount: Paise
    shares: tuple[Paise, ...] = ()


class Reason(StrEnum):
    """Why a promotion does not count. `unknown` is all that strangers are told."""

    UNKNOWN = "unknown"
    ENDED = "ended"
    USED_UP = "used_up"
    USED_BEFORE = "used_before"
    FIRST_ORDER_ONLY = "first_order_only"
    MINIMUM = "minimum"
    NOTHING_FOR_IT = "nothing_for_it"
    TOO_FEW = "too_few"
    PAYMENT_METHOD = "payment_method"
    DELIVERY_IS_FREE = "delivery_is_free"
    BETTER_OFFER = "better_offer"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a promotion does not count now, in words for its shopper."""

    promotion_id: UUID | None
    code: str | None
    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What counts for a basket, and why the rest does not.

    `delivery` is what is charged for it after every discount, None while that is not known.
    """

    discounts: tuple[Discount, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    delivery: Paise | None = None

    def shares(self, lines: int) -> tuple[Paise, ...]:
        """What is taken off each line, by all discounts together."""
        each = [d.shares for d in self.discounts if d.shares]
        return tuple(map(sum, zip(*each, strict=True))) if each else (0,) * lines

    @property
    def by_code(self) -> Paise:
        """What codes take off the goods."""
        return sum(d.amount for d in self.discounts if d.shares and d.code is not None)

    def refusal_of(self, code: str) -> Refusal | None:
        """Why this code does not count; None where it does."""
        return next((each for each in self.refusals if each.code == code), None)


@dataclass(frozen=True, slots=True)
class CouponOffer:
    """A code that may be told of: what it would take off, or why it would not count."""

    code: str
    label: str
    saves: Paise
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Reserving:
    """What an order takes of promotions when it is prepared. `cart_id` is its bag's."""

    order_id: UUID
    user_id: UUID
    cart_id: UUID | None
    discounts: tuple[Discount, ...]
