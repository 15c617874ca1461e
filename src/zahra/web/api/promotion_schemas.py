"""What staff send and are told of promotions."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Field

from zahra.base.money import Paise
from zahra.shop import promotions
from zahra.shop.promotions import AskedBy, Kind, Klass, PaidBy, PromotionStatus
from zahra.web.api.coupon_schemas import Code, DiscountOut
from zahra.web.http.schemas import Input, Moment, Output

Sum = Annotated[int, Field(strict=True, ge=0, lt=10**12)]
Count = Annotated[int, Field(strict=True, ge=1, lt=2**31)]
Ids = Annotated[tuple[UUID, ...], Field(max_length=200)]


def _written(told: Any) -> Any:
    """A moment is written out; a number of seconds is not taken for one."""
    if told is not None and not isinstance(told, str):
        raise ValueError("write a moment as RFC 3339")
    return told


When = Annotated[AwareDatetime | None, BeforeValidator(_written)]


class CreatingPromotion(Input):
    """A promotion. Amounts in paise; no categories and no products mean everything.

    `class` is product (off each piece), order (off the goods together) or shipping; left out, it
    is the kind's usual one.
    """

    label: Annotated[str, Field(min_length=1, max_length=80, examples=["Ten per cent off"])]
    kind: Kind
    klass: Annotated[Klass | None, Field(alias="class")] = None
    asked_by: AskedBy = AskedBy.CODE
    code: Code | None = None
    percent: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    amount: Sum | None = None
    buy: Count | None = None
    get: Count | None = None
    minimum: Sum = 0
    cap: Sum | None = None
    categories: Ids = ()
    products: Ids = ()
    is_first_order: bool = False
    paid_by: PaidBy = PaidBy.ANY
    combines_with: Annotated[tuple[Klass, ...], Field(max_length=3)] = ()
    priority: Annotated[int, Field(strict=True, ge=-1000, le=1000)] = 0
    is_public: bool = False
    starts_at: When = None
    ends_at: When = None
    total_limit: Count | None = None
    person_limit: Count | None = None

    def described(self) -> promotions.NewPromotion:
        """As the shop takes it."""
        told = {name: getattr(self, name) for name in type(self).model_fields}
        told["combines_with"] = frozenset(self.combines_with)
        return promotions.NewPromotion(**told)


class ChangingPromotion(Input):
    """What may change of a promotion: never what it takes off. Null takes a limit away."""

    label: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    is_public: bool | None = None
    priority: Annotated[int, Field(strict=True, ge=-1000, le=1000)] | None = None
    starts_at: When = None
    ends_at: When = None
    total_limit: Count | None = None
    person_limit: Count | None = None
    status: PromotionStatus | None = None

    def changes(self) -> Mapping[str, Any]:
        """What was sent, without `status`."""
        nullable = ("ends_at", "total_limit", "person_limit")
        sent = {name: getattr(self, name) for name in self.model_fields_set if name != "status"}
        return {name: each for name, each in sent.items() if each is not None or name in nullable}


class PromotionOut(Output):
    """A promotion as staff see it."""

    id: UUID
    label: str
    kind: Kind
    klass: Annotated[Klass, Field(alias="class")]
    asked_by: AskedBy
    code: str | None
    percent: int | None
    amount: Paise | None
    buy: int | None
    get: int | None
    minimum: Paise
    cap: Paise | None
    categories: list[UUID]
    products: list[UUID]
    is_first_order: bool
    paid_by: PaidBy
    combines_with: list[Klass]
    priority: int
    is_public: bool
    starts_at: Moment
    ends_at: Moment | None
    total_limit: int | None
    person_limit: int | None
    used: int
    status: PromotionStatus
    created_at: Moment

    @classmethod
    def of(cls, promotion: promotions.Promotion) -> "PromotionOut":
        told = {name: getattr(promotion, name) for name in cls.model_fields}
        return cls.model_validate({**told, "combines_with": sorted(promotion.combines_with)})


class DeletedOut(Output):
    """What was used is archived, because orders name it."""

    id: UUID
    outcome: Literal["deleted", "archived"]


class MakingCodes(Input):
    """So many codes, each good once, behind a prefix that may be known."""

    count: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    prefix: Annotated[str, Field(max_length=12, examples=["SORRY"])] = ""


class CodesOut(Output):
    """Codes that were just made."""

    codes: list[str]


class OwnCodeOut(Output):
    """A code made for one promotion, and whether an order has it."""

    code: str
    is_used: bool


class PreviewLine(Input):
    """So many pieces of a variant."""

    variant_id: UUID
    qty: Annotated[int, Field(strict=True, ge=1, le=100)]


class Previewing(Input):
    """A bag that nobody has. `shipping` is what its delivery would cost, in paise."""

    lines: Annotated[list[PreviewLine], Field(min_length=1, max_length=50)]
    code: Code | None = None
    payment_method: Annotated[str, Field(max_length=40)] | None = None
    user_id: UUID | None = None
    shipping: Sum | None = None


class RefusedOut(Output):
    """A promotion that was asked for and does not count."""

    code: str | None
    reason: str
    message: str


class PreviewOut(Output):
    """What would count. Each discount has a part for each line, in the order sent; `warnings` name
    pieces that would cost what fits no GST rate, and the better price."""

    discounts: list[DiscountOut]
    line_discounts: list[Paise]
    refused: list[RefusedOut]
    shipping: Paise | None
    warnings: list[str]
