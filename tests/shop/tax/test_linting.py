"""Prices that fit no rate are seen, and a discount's true cost is told."""

import doctest
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.base.money import split
from zahra.shop import tax
from zahra.shop.tax import Goods, Priced, PriceRange, TaxRule, advising, linting

APPAREL = TaxRule("Woven apparel", "62", 250000, 5, 18)
SAREES = TaxRule("Silk", "50", None, 5, 5)
RULES = (APPAREL, SAREES)


@pytest.mark.parametrize("module", [advising, linting])
def test_the_examples_in_the_documentation_are_true(module: ModuleType):
    assert doctest.testmod(module).failed == 0


def test_classic_price_points_in_the_dead_zone_are_found_and_their_neighbours_are_not():
    prices = [262500, 262501, 269900, 279900, 289900, 295000, 295001]
    found = tax.lint_prices(RULES, [Priced(f"K-{p}", "621142", p) for p in prices])
    assert [each.price for each in found] == [262501, 269900, 279900, 289900, 295000]
    assert {(each.dead_zone, each.lower_to) for each in found} == {
        (PriceRange(262501, 295000), 262500)
    }


def test_goods_without_a_threshold_have_no_dead_zone():
    assert tax.dead_zone(RULES, "500720") is None
    assert tax.lint_prices(RULES, [Priced("S-1", "500720", 279900)]) == []


def test_goods_that_no_rule_covers_are_found():
    (found,) = tax.lint_prices(RULES, [Priced("P-1", "660191", 79900)])
    assert (found.sku, found.dead_zone, found.lower_to) == ("P-1", None, None)


@given(st.integers(1, 1_000_000), st.integers(0, 40), st.integers(0, 40), st.integers(1, 10**6))
def test_a_price_is_in_the_dead_zone_just_when_its_rate_says_so(
    threshold: int, low: int, more: int, price: int
):
    rules = [TaxRule("Any", "62", threshold, low, low + more)]
    zone = tax.dead_zone(rules, "6211")
    is_found = zone is not None and price in zone
    assert tax.rate_for(rules, "6211", price).is_dead_zone == is_found


@given(st.integers(0, 4_000_000), st.integers(1, 9))
def test_after_lowering_no_piece_is_in_the_dead_zone(net: int, qty: int):
    off = tax.lowered_by(RULES, Goods("621142", net, qty))
    pieces = split(net - off, [1] * qty)
    assert 0 <= off <= net
    assert not any(tax.rate_for(RULES, "621142", piece).is_dead_zone for piece in pieces)
    if off:
        assert pieces == [262500] * qty


@pytest.mark.parametrize(
    ("price", "to", "saves", "costs"),
    [
        (299900, 262500, 37400, 4153),  # features 3.3: 2,541.53 against 2,500.00
        (295100, 262500, 32600, 85),  # features 3.2: 326 rupees for 85 paise
        (295000, 262500, 32500, 0),
        (262500, 252500, 10000, 9524),
    ],
)
def test_a_cut_across_the_slab_costs_the_shop_next_to_nothing(
    price: int, to: int, saves: int, costs: int
):
    advice = tax.advise(RULES, "621142", price, to)
    assert (advice.customer_saves, advice.costs_shop) == (saves, costs)


def test_a_rate_without_a_rule_is_not_advised_on():
    with pytest.raises(tax.NoTaxRule):
        tax.advise(RULES, "660191", 100, 50)
