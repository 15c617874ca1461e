"""How promotions say no."""

from zahra.base.errors import Conflict, Invalid
from zahra.shop.promotions.basket import Refusal


class CouponRefused(Invalid):
    """A code that does not count for this bag. Details: `reason`.

    Unknown, ended and others' codes are one reason, `unknown`, to whoever may not know more.
    """

    code = "coupon_refused"
    message = "This code cannot be used."

    def __init__(self, refusal: Refusal) -> None:
        super().__init__({"code": refusal.message}, refusal.message, reason=refusal.reason)


class CouponUsedUp(Conflict):
    """An offer has ended, or somebody else has taken the last of it, between the look at the bag
    and the order."""

    code = "coupon_used_up"
    message = "An offer in your bag is over or used up by now. Please check the new total."


class CodeTaken(Invalid):
    """Another promotion has this code."""

    code = "code_taken"
    message = "Another promotion has this code."
