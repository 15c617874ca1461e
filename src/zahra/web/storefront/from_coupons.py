"""What pages show of a cart's promotions and its code."""

from zahra.shop import cart
from zahra.shop.promotions import Klass, Reason
from zahra.web.storefront.coupon_view import AppliedCoupon, CouponChoice, CouponPart, Saving
from zahra.web.ui import FormState
from zahra.web.ui.forms import UNTOUCHED


def coupon_part(found: cart.Cart, form: FormState = UNTOUCHED) -> CouponPart:
    """The coupon row of a bag."""
    applied = found.coupon
    choices = (
        CouponChoice(
            each.code, each.label, each.saves, each.refusal.message if each.refusal else None
        )
        for each in cart.coupon_offers(found)
        if applied is None or each.code != applied.code
    )
    return CouponPart(_applied(applied) if applied else None, tuple(choices), form)


def refused_code_of(found: cart.Cart) -> str:
    """Why the code on a bag takes nothing off, as after a login that shows who has used it before;
    empty where it does, or waits for a way to pay, which says so beside that."""
    applied = found.coupon
    if applied is None or applied.refusal is None:
        return ""
    if applied.refusal.reason is Reason.PAYMENT_METHOD:
        return ""
    return f"{applied.code} takes nothing off. {applied.refusal.message}"


def savings_of(found: cart.Cart) -> tuple[Saving, ...]:
    """What each promotion takes off the goods, in the order they are reckoned."""
    return tuple(
        Saving(f"{each.label} ({each.code})" if each.code else each.label, each.amount)
        for each in found.discounts
        if each.klass is not Klass.SHIPPING
    )


def delivery_note_of(found: cart.Cart) -> str | None:
    """Which promotion makes the delivery cheaper."""
    return next((d.label for d in found.discounts if d.klass is Klass.SHIPPING), None)


def savings_of_lines(found: cart.Cart) -> dict[object, tuple[Saving, ...]]:
    """What is taken off single lines, by the id of the line. What is taken off the goods together
    stands in the summary only."""
    off_lines = [each for each in found.discounts if each.klass is Klass.PRODUCT]
    for_sale = (item for item in found.items if item.is_for_sale)
    return {
        item.id: tuple(Saving(each.label, each.shares[at]) for each in off_lines if each.shares[at])
        for at, item in enumerate(for_sale)
    }


def _applied(coupon: cart.Coupon) -> AppliedCoupon:
    refusal = coupon.refusal.message if coupon.refusal else None
    return AppliedCoupon(coupon.code, coupon.label or "", coupon.amount, refusal)
