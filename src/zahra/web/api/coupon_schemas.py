"""What shoppers send and are told of coupons."""

from typing import Annotated, Literal

from pydantic import Field

from zahra.base.money import Paise
from zahra.shop import cart, orders, promotions
from zahra.web.http.schemas import Input, Output

Code = Annotated[str, Field(min_length=1, max_length=64, examples=["WELCOME10"])]


class TypedCode(Input):
    """A code as it was typed: capitals, blanks and dashes make no difference."""

    code: Code


class ValidatedOut(Output):
    """What a code takes off, in paise. Where it takes nothing off, `reason` says why."""

    valid: bool
    discount: Paise
    reason: str | None
    message: str | None


class CouponOfferOut(Output):
    """A code one may be told of: what it would take off, or why it would not count."""

    code: str
    label: str
    saves: Paise
    reason: str | None
    message: str | None

    @classmethod
    def of(cls, offer: promotions.CouponOffer) -> "CouponOfferOut":
        said = offer.refusal
        return cls(
            code=offer.code,
            label=offer.label,
            saves=offer.saves,
            reason=said.reason if said else None,
            message=said.message if said else None,
        )


class CouponOut(Output):
    """The code on a cart. Where it takes nothing off, `reason` says why."""

    code: str
    label: str | None
    discount: Paise
    reason: str | None
    message: str | None

    @classmethod
    def of(cls, coupon: cart.Coupon) -> "CouponOut":
        said = coupon.refusal
        return cls(
            code=coupon.code,
            label=coupon.label,
            discount=coupon.amount,
            reason=said.reason if said else None,
            message=said.message if said else None,
        )


class DiscountOut(Output):
    """A promotion that counts, by itself or by a code. Off delivery, `shipping` has it already."""

    label: str
    code: str | None
    kind: Literal["product", "order", "shipping"]
    amount: Paise

    @classmethod
    def of(cls, discount: promotions.Discount | orders.TakenOff) -> "DiscountOut":
        return cls(
            label=discount.label,
            code=discount.code,
            kind=discount.klass.value,
            amount=discount.amount,
        )
