"""Lowering prices that fit no GST rate to the edge of the lower one, where the shop wants it so."""

from collections.abc import Sequence
from dataclasses import replace

from zahra.shop import tax
from zahra.shop.cart.model import Item


def out_of_dead_zone(
    items: Sequence[Item], rules: Sequence[tax.TaxRule], seller: tax.Seller
) -> tuple[Item, ...]:
    """The lines with what comes off them for the slab; as they were where the shop bears the
    higher rate, which is the usual."""
    if seller.dead_zone is tax.DeadZone.BEAR:
        return tuple(items)
    return tuple(_lowered(item, rules) if item.is_for_sale else item for item in items)


def _lowered(item: Item, rules: Sequence[tax.TaxRule]) -> Item:
    goods = tax.Goods(item.variant.hsn, item.total, item.qty)
    return replace(item, discount=item.discount + tax.lowered_by(rules, goods))
