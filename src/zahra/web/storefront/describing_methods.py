"""How the ways to pay are called on pages, and what is said of each."""

from zahra.base.money import format_inr
from zahra.shop import cart, cod
from zahra.shop.promotions import Reason

TITLES = {
    "razorpay": "Pay now",
    "payu": "Pay by PayU",
    "stripe": "Pay by Stripe",
    "cod": "Cash on delivery",
}
TEXTS = {
    "razorpay": "UPI, cards, net banking and wallets",
    "payu": "UPI, cards, net banking and wallets, on PayU's page",
    "stripe": "Cards, on Stripe's page",
    "cod": "Pay in cash when it arrives",
}


def text_of(method: str, bag: cart.Cart, credited: cart.Cart) -> str:
    """What a way to pay means for this bag: its fee, what is asked for, and a coupon that does not
    count that way. `credited` is the bag where store credit is used."""
    said = [TEXTS[method] + _fee_of(bag, credited)]
    if method == cart.COD and bag.cash and (asked := cod.asking_of(bag.cash.answer)):
        said.append(asked.removesuffix("."))
    refused = bag.coupon and bag.coupon.refusal
    if bag.coupon and refused and refused.reason is Reason.PAYMENT_METHOD:
        said.append(f"Your coupon {bag.coupon.code} does not count this way")
    return ". ".join(said) + ("." if len(said) > 1 else "")


def _fee_of(bag: cart.Cart, credited: cart.Cart) -> str:
    if not (fee := bag.totals.cod_fee or 0):
        return ""
    unless = " unless your store credit pays" if credited.totals.cod_fee == 0 else ""
    return f"; a fee of {format_inr(fee)} is added{unless}"
