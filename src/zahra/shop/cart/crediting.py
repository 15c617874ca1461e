"""What store credit makes of a cart's fee for cash. Pure."""

from dataclasses import replace

from zahra.base.money import Paise
from zahra.shop import tax
from zahra.shop.cart.model import Cart


def paid_by_credit(bag: Cart, credit: Paise) -> Cart:
    """The cart as it comes to with so much store credit to pay for it.

    Where that pays for everything else, nothing is taken at the door, and no fee is due for taking
    it. A fee is shared over the rates by itself, so without it the other sums stand.
    """
    fee = bag.totals.cod_fee or 0
    without = bag.totals.total - fee
    if fee == 0 or credit < without:
        return bag
    kept = (part for part in bag.assessment.charges if part.kind is not tax.ChargeKind.COD_FEE)
    assessment = replace(bag.assessment, charges=tuple(kept))
    totals = replace(bag.totals, cod_fee=0, tax=assessment.tax, total=without)
    return replace(bag, assessment=assessment, totals=totals)
