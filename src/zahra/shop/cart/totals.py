"""What a cart comes to, from scratch every time. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from zahra.base.money import Paise
from zahra.shop import shipping, tax
from zahra.shop.cart.model import COD, Item, Totals


@dataclass(frozen=True, slots=True)
class Charges:
    """What is charged beside the goods; None until it is known."""

    shipping: Paise | None
    cod_fee: Paise | None


def goods_total(items: Sequence[Item]) -> Paise:
    """What the goods cost after promotions."""
    return sum(item.total for item in items)


def price_of(offers: Sequence[shipping.Offer], method: str | None) -> Paise | None:
    """What the chosen way of delivery costs, where it is on offer."""
    return next((offer.price for offer in offers if offer.key == method), None)


def charges_of(
    delivery: Paise | None,
    payment_method: str | None,
    *,
    cod: shipping.CodTerms,
) -> Charges:
    """The price of delivery, where it is known, and the fee of the chosen payment.

    >>> charges_of(None, "cod", cod=shipping.CodTerms(4900, 0, 1000000))
    Charges(shipping=None, cod_fee=4900)
    """
    if payment_method is None:
        return Charges(delivery, None)
    return Charges(delivery, cod.fee if payment_method == COD else 0)


def assess(
    items: Sequence[Item], rules: Sequence[tax.TaxRule], supply: tax.Supply, charges: Charges
) -> tax.Assessment:
    """The tax of what is for sale, and of what is charged beside it."""
    goods = [
        tax.Goods(item.variant.hsn, item.total, item.qty) for item in items if item.is_for_sale
    ]
    beside = [
        tax.Charge(tax.ChargeKind.SHIPPING, charges.shipping or 0),
        tax.Charge(tax.ChargeKind.COD_FEE, charges.cod_fee or 0),
    ]
    return tax.assess(rules, supply, goods, beside if goods else ())


def totals_of(items: Sequence[Item], charges: Charges, *, tax: Paise, by_code: Paise = 0) -> Totals:
    """MRP, the saving on it, what is charged beside the goods, and the sum of what is known.

    `by_code` is the part of the items' discounts that a code takes off.
    """
    goods = goods_total(items)
    mrp_total = sum(item.mrp_total for item in items)
    return Totals(
        mrp_total=mrp_total,
        discount=mrp_total - goods - by_code,
        coupon_discount=by_code,
        shipping=charges.shipping,
        cod_fee=charges.cod_fee,
        tax=tax,
        total=goods + (charges.shipping or 0) + (charges.cod_fee or 0),
    )
