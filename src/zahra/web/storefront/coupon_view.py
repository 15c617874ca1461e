"""The coupon on a bag: what is on it, what might be, and the form that puts one on."""

from dataclasses import dataclass

from zahra.base.money import Paise
from zahra.web.ui.forms import UNTOUCHED, FormState


@dataclass(frozen=True, slots=True)
class Saving:
    """What one promotion takes off, by its name."""

    label: str
    amount: Paise


@dataclass(frozen=True, slots=True)
class AppliedCoupon:
    """The code on the bag. `why_not` says what it waits for, where it takes nothing off."""

    code: str
    label: str
    amount: Paise
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class CouponChoice:
    """A code the shopper may be told of: what it would save, or what is missing for it."""

    code: str
    label: str
    saves: Paise
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class CouponPart:
    """Everything about coupons on the bag. `form` is what was typed and refused."""

    applied: AppliedCoupon | None = None
    choices: tuple[CouponChoice, ...] = ()
    form: FormState = UNTOUCHED


NO_COUPON = CouponPart()
