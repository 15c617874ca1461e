"""Lowering prices that fit no GST rate to the edge of the lower one, where the shop wants it so."""

from collections.abc import Sequence
from dataclasses import replace

from zahra.shop import tax
from zahra.shop.cart.discounting import GST_SLAB, with_shares
from zahra.shop.cart.model import Item
from zahra.shop.promotions import Discount, Evaluation, Klass

_LABEL = "Lowered for a lower GST rate"


def out_of_dead_zone(
    found: Evaluation, items: Sequence[Item], rules: Sequence[tax.TaxRule], seller: tax.Seller
) -> Evaluation:
    """What promotions make of the items, and what then comes off for the slab; nothing more where
    the shop bears the higher rate, which is the usual."""
    if seller.dead_zone is tax.DeadZone.BEAR:
        return found
    bought = [item for item in with_shares(items, found) if item.is_for_sale]
    shares = tuple(
        tax.lowered_by(rules, tax.Goods(item.variant.hsn, item.total, item.qty)) for item in bought
    )
    if not any(shares):
        return found
    slab = Discount(GST_SLAB, Klass.PRODUCT, None, _LABEL, sum(shares), shares)
    return replace(found, discounts=(*found.discounts, slab))
