"""Prices that fit no rate, and the better ones beside them. Pure.

A price includes its tax, and the value without tax decides the rate: so above the low rate's edge
there is a range in which at the low rate the value is too high for it, and at the high rate too
low. Whoever prices there gives away the difference, or charges it for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zahra.base.money import Paise, format_inr
from zahra.shop.tax.advising import Advice, advise
from zahra.shop.tax.model import Goods, TaxRule
from zahra.shop.tax.rules import rule_for


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
    """What is wrong with a price: no rule covers its HSN (the rest is None), or it fits no rate
    and `advice` is on the nearest price below that does."""

    sku: str
    hsn: str
    price: Paise
    dead_zone: PriceRange | None = None
    advice: Advice | None = None

    @property
    def lower_to(self) -> Paise | None:
        """The better price."""
        return self.advice.after.price if self.advice else None

    @property
    def sentence(self) -> str:
        """What is wrong and what would be better, for whoever prices it."""
        if self.advice is None:
            return f"{self.sku}: no GST rule covers HSN {self.hsn}, so it cannot be sold."
        better = format_inr(self.advice.after.price)
        saves, gains = self.advice.customer_saves, -self.advice.costs_shop
        keeps = f"you keep {format_inr(gains)} more" if gains > 0 else "you keep as much"
        return (
            f"{self.sku}: {format_inr(self.price)} fits no GST rate. "
            f"At {better} customers pay {format_inr(saves)} less and {keeps}."
        )


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
            found.append(PriceFinding(each.sku, each.hsn, each.price))
        elif zone is not None and each.price in zone:
            advice = advise(rules, each.hsn, each.price, zone.first - 1)
            found.append(PriceFinding(each.sku, each.hsn, each.price, zone, advice))
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
