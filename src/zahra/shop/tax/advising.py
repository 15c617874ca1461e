"""What a discount really costs: what a price leaves the shop before and after it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from zahra.base.money import Paise
from zahra.shop.tax.model import Supply, TaxRule
from zahra.shop.tax.rules import rate_for, tax_piece


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
