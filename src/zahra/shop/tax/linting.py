"""Prices that fit no rate, and what a discount really costs. Pure.

A price includes its tax, and the value without tax decides the rate: so above the low rate's edge
there is a range in which at the low rate the value is too high for it, and at the high rate too
low. Whoever prices there gives away the difference, or charges it for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zahra.base.money import Paise
from zahra.shop.tax.model import Goods, Supply, TaxRule
from zahra.shop.tax.rules import rate_for, rule_for, tax_piece


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Prices from `first` to `last`, both included."""

    first: Paise
    last: Paise

    def __contains__(self, price: Paise) -> bool:
        return self.first <= price <= self.last


@dataclass(frozen=True, slots=True)
class Priced:
    """Something with a price that is to be looked at."""

    sku: str
    hsn: str
    price: Paise


@dataclass(frozen=True, slots=True)
class PriceFinding:
    """What is wrong with a price: no rule covers its HSN (`dead_zone` is None), or it fits no
    rate and `lower_to` is the nearest price below that does."""

    sku: str
    hsn: str
    price: Paise
    dead_zone: PriceRange | None
    lower_to: Paise | None


@dataclass(frozen=True, slots=True)
class Netted:
    """What a price leaves the shop: itself less its tax."""

    price: Paise
    rate: int
    net: Paise
    is_dead_zone: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """A change of price: what the customer saves by it, and what it costs the shop."""

    before: Netted
    after: Netted

    @property
    def customer_saves(self) -> Paise:
        return self.before.price - self.after.price

    @property
    def costs_shop(self) -> Paise:
        return self.before.net - self.after.net


def dead_zone(rules: Sequence[TaxRule], hsn: str) -> PriceRange | None:
    """The prices of one piece that fit no rate; None where every price does.

    >>> dead_zone([TaxRule("Woven apparel", "62", 250000, 5, 18)], "6211")
    PriceRange(first=262501, last=295000)
    """
    rule = rule_for(rules, hsn)
    if rule is None or rule.threshold is None or rule.rate_low >= rule.rate_high:
        return None
    edge = rule.threshold * (100 + rule.rate_low) // 100
    return PriceRange(edge + 1, rule.threshold * (100 + rule.rate_high) // 100)


def lint_prices(rules: Sequence[TaxRule], prices: Iterable[Priced]) -> list[PriceFinding]:
    """What is wrong with these prices, in their order; nothing about those that are well."""
    found: list[PriceFinding] = []
    for each in prices:
        zone = dead_zone(rules, each.hsn)
        if rule_for(rules, each.hsn) is None:
            found.append(PriceFinding(each.sku, each.hsn, each.price, None, None))
        elif zone is not None and each.price in zone:
            found.append(PriceFinding(each.sku, each.hsn, each.price, zone, zone.first - 1))
    return found


def lowered_by(rules: Sequence[TaxRule], goods: Goods) -> Paise:
    """What comes off a line when none of its pieces may stay in the dead zone.

    All its pieces go to the edge when one is in the zone: they cost the same but for a paisa.

    >>> kurtas = [TaxRule("Woven apparel", "62", 250000, 5, 18)]
    >>> [lowered_by(kurtas, Goods("6211", net, 2)) for net in (525000, 525001, 590001, 590002)]
    [0, 1, 65001, 0]
    """
    zone = dead_zone(rules, goods.hsn)
    lowest, highest = goods.net // goods.qty, -(-goods.net // goods.qty)
    if zone is None or highest < zone.first or lowest > zone.last:
        return 0
    return goods.net - (zone.first - 1) * goods.qty


def netted(rules: Sequence[TaxRule], hsn: str, price: Paise) -> Netted:
    """What a price of one piece leaves the shop. Raises NoTaxRule.

    >>> kurtas = [TaxRule("Woven apparel", "62", 250000, 5, 18)]
    >>> netted(kurtas, "6211", 299900)
    Netted(price=299900, rate=18, net=254153, is_dead_zone=False)
    """
    rate = rate_for(rules, hsn, price)
    taxed = tax_piece(price, rate.percent, Supply.INTER)
    return Netted(price, rate.percent, taxed.taxable, rate.is_dead_zone)


def advise(rules: Sequence[TaxRule], hsn: str, price: Paise, to: Paise) -> Advice:
    """What it means to lower a price: a cut across the slab can cost the shop next to nothing.

    >>> kurtas = [TaxRule("Woven apparel", "62", 250000, 5, 18)]
    >>> advice = advise(kurtas, "6211", 299900, 262500)
    >>> advice.customer_saves, advice.costs_shop
    (37400, 4153)
    """
    return Advice(netted(rules, hsn, price), netted(rules, hsn, to))
