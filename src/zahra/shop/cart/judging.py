"""What paying at the door would ask of this cart, whatever is chosen now. Pure.

It is shown from the first look at a cart on, and asked again with the address when an order is
placed: one judgement for both.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop import cod
from zahra.shop.cart.model import Item, Terms, Totals
from zahra.shop.cart.stored import StoredCart


def judge_cash(
    stored: StoredCart, items: Sequence[Item], totals: Totals, terms: Terms, door: cod.Door | None
) -> cod.Judged:
    """The ladder's answer. Before a PIN code is known nothing is held against it."""
    limits = limits_at(stored, terms)
    facts = cod.facts_of(
        stored.standing,
        limits,
        cash_total(totals, limits.fee),
        pin=cod.pin_code_of(stored.place) if stored.pincode else cod.PinCode(),
        has_two_sizes=has_two_sizes(items),
    )
    states = stored.place.state_codes if stored.place else ()
    return cod.judged(stored.standing, facts, door, states)


def limits_at(stored: StoredCart, terms: Terms) -> cod.Limits:
    """What the shop allows, and the courier at the cart's PIN code."""
    place, shop = stored.place, terms.cod
    return cod.Limits(
        fee=shop.fee,
        least=shop.min_total,
        most=shop.max_total,
        pin_takes_cash=place is None or place.takes_cash,
        pin_most=place.cash_max if place else None,
    )


def cash_total(totals: Totals, fee: Paise) -> Paise:
    """What the cart comes to when it is paid at the door."""
    return totals.total - (totals.cod_fee or 0) + fee


def has_two_sizes(items: Sequence[Item]) -> bool:
    """Whether one style stands in the cart in two sizes: one of them means to come back."""
    sizes = defaultdict[UUID, set[str]](set)
    for item in items:
        if item.is_for_sale:
            sizes[item.variant.style_id].add(item.variant.size)
    return any(len(each) > 1 for each in sizes.values())
