"""What a promotion is, and how staff describe one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.promotions.states import PromotionStatus


class Kind(StrEnum):
    """How a promotion makes things cheaper."""

    PERCENT = "percent"
    FLAT = "flat"
    FREE_DELIVERY = "free_delivery"
    BUY_X_GET_Y = "buy_x_get_y"


class Klass(StrEnum):
    """What it is taken off: each line for itself, the goods together, the delivery. They are
    reckoned in this order, each on what the one before has left."""

    PRODUCT = "product"
    ORDER = "order"
    SHIPPING = "shipping"


class AskedBy(StrEnum):
    """What a shopper has to do for it: nothing, type its code, type a code of their own."""

    NOBODY = "nobody"
    CODE = "code"
    OWN_CODE = "own_code"


class PaidBy(StrEnum):
    """Which orders it is for, by how they are paid. Prepaid is everything but cash at the door."""

    ANY = "any"
    PREPAID = "prepaid"
    COD = "cod"


@dataclass(frozen=True, slots=True)
class Promotion:
    """A rule that makes things cheaper. Limits are inclusive, `ends_at` is exclusive.

    `percent` belongs to percent and to what is got of buy-X-get-Y (100: for nothing), `amount` to
    flat: off each piece in the class product, off the sum in the others. `minimum` is what the
    goods in scope come to at least, `cap` the most it takes off. No categories and no products
    mean everything. `combines_with` has to be mutual. Of a higher `priority` than another it is
    never given up for the other's sake. Only a public one is told of to those who do not know its
    code.
    """

    id: UUID
    label: str
    kind: Kind
    klass: Klass
    asked_by: AskedBy
    code: str | None
    percent: int | None
    amount: Paise | None
    buy: int | None
    get: int | None
    minimum: Paise
    cap: Paise | None
    categories: tuple[UUID, ...]
    products: tuple[UUID, ...]
    is_first_order: bool
    paid_by: PaidBy
    combines_with: frozenset[Klass]
    priority: int
    is_public: bool
    starts_at: datetime
    ends_at: datetime | None
    total_limit: int | None
    person_limit: int | None
    is_counted: bool
    used: int
    status: PromotionStatus
    created_at: datetime

    @property
    def is_automatic(self) -> bool:
        return self.asked_by is AskedBy.NOBODY

    def is_live(self, now: datetime) -> bool:
        """Whether it counts at this moment, limits aside."""
        has_begun = self.starts_at <= now and (self.ends_at is None or now < self.ends_at)
        return self.status is PromotionStatus.ACTIVE and has_begun

    def is_over(self, now: datetime) -> bool:
        """Whether it has counted and never will again."""
        has_ended = self.ends_at is not None and self.ends_at <= now
        is_gone = self.status is PromotionStatus.ARCHIVED or has_ended
        return is_gone and self.starts_at <= now


@dataclass(frozen=True, slots=True)
class NewPromotion:
    """A promotion as staff describe it; see `Promotion` for what each means."""

    label: str
    kind: Kind
    klass: Klass | None = None
    asked_by: AskedBy = AskedBy.CODE
    code: str | None = None
    percent: int | None = None
    amount: Paise | None = None
    buy: int | None = None
    get: int | None = None
    minimum: Paise = 0
    cap: Paise | None = None
    categories: tuple[UUID, ...] = ()
    products: tuple[UUID, ...] = ()
    is_first_order: bool = False
    paid_by: PaidBy = PaidBy.ANY
    combines_with: frozenset[Klass] = frozenset()
    priority: int = 0
    is_public: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    total_limit: int | None = None
    person_limit: int | None = None


@dataclass(frozen=True, slots=True)
class PromotionPage:
    """Promotions, newest first, and how many there are in all."""

    promotions: tuple[Promotion, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OwnCode:
    """A code made for one promotion, good once."""

    code: str
    is_used: bool
