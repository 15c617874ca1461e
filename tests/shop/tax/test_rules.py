"""The rate of a piece, and how a price that includes tax is taken apart."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.shop import places, tax
from zahra.shop.tax import Supply, Taxed, TaxRule, rules

APPAREL = TaxRule("Woven apparel", "62", 250000, 5, 18)
JEWELLERY = TaxRule("Imitation jewellery", "7117", None, 3, 3)
BAGS = TaxRule("Other bags and purses", "4202", None, 18, 18)
COTTON_BAGS = TaxRule("Cotton handbags", "42022220", None, 5, 5)
RULES = (APPAREL, JEWELLERY, BAGS, COTTON_BAGS)

amounts = st.integers(0, 50_000_00)
rates = st.sampled_from([0, 3, 5, 12, 18, 28, 40])


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(rules).failed == 0


@pytest.mark.parametrize(
    ("gross", "rate", "intra", "inter"),
    [
        (9900, 5, (9428, 236), (9429, 471)),
        (99900, 5, (95142, 2379), (95143, 4757)),
        (149900, 5, (142762, 3569), (142762, 7138)),
        (249900, 5, (238000, 5950), (238000, 11900)),
        (262500, 5, (250000, 6250), (250000, 12500)),
        (295001, 18, (250001, 22500), (250001, 45000)),
        (299900, 18, (254152, 22874), (254153, 45747)),
        (349900, 18, (296526, 26687), (296525, 53375)),
        (499900, 18, (423644, 38128), (423644, 76256)),
        (259900, 5, (247524, 6188), (247524, 12376)),
    ],
)
def test_prices_are_taken_apart_as_in_the_reference_table(
    gross: int, rate: int, intra: tuple[int, int], inter: tuple[int, int]
):
    assert tax.rate_for(RULES, "6211", gross).percent == rate
    taxable, half = intra
    value, igst = inter
    within = tax.tax_piece(gross, rate, Supply.INTRA)
    assert within == Taxed(gross, rate, taxable, cgst=half, sgst=half)
    territory = tax.tax_piece(gross, rate, Supply.INTRA_UT)
    assert territory == Taxed(gross, rate, taxable, cgst=half, utgst=half)
    assert tax.tax_piece(gross, rate, Supply.INTER) == Taxed(gross, rate, value, igst=igst)


@given(amounts, rates, st.sampled_from(Supply))
def test_the_parts_re_add_to_the_price_and_never_go_below_nothing(
    net: int, rate: int, supply: Supply
):
    taxed = tax.tax_piece(net, rate, supply)
    assert taxed.taxable + taxed.cgst + taxed.sgst + taxed.utgst + taxed.igst == net
    assert min(taxed.taxable, taxed.cgst, taxed.sgst, taxed.utgst, taxed.igst) >= 0


@given(amounts, rates)
def test_the_state_and_the_centre_take_the_same(net: int, rate: int):
    within = tax.tax_piece(net, rate, Supply.INTRA)
    assert within.cgst == within.sgst
    territory = tax.tax_piece(net, rate, Supply.INTRA_UT)
    assert territory.cgst == territory.utgst == within.cgst


@given(amounts, rates, st.sampled_from(Supply))
def test_the_taxable_value_is_within_a_paisa_of_the_exact_one(net: int, rate: int, supply: Supply):
    taxed = tax.tax_piece(net, rate, supply)
    assert abs(taxed.taxable * (100 + rate) - net * 100) <= 100 + rate


@pytest.mark.parametrize(
    ("net", "percent", "is_dead_zone"),
    [
        (262500, 5, False),
        (262501, 18, True),
        (279900, 18, True),
        (295000, 18, True),
        (295001, 18, False),
    ],
)
def test_in_the_dead_zone_the_price_stays_and_the_higher_rate_holds(
    net: int, percent: int, is_dead_zone: bool
):
    rate = tax.rate_for(RULES, "6204", net)
    assert (rate.percent, rate.is_dead_zone) == (percent, is_dead_zone)
    assert tax.tax_piece(net, rate.percent, Supply.INTRA).net == net


def test_a_discount_can_move_a_piece_into_the_lower_slab():
    assert tax.rate_for(RULES, "6211", 349900).percent == 18
    assert tax.rate_for(RULES, "6211", 349900 - 90000).percent == 5


def test_the_longest_prefix_decides():
    assert tax.rate_for(RULES, "42022220", 500000).percent == 5
    assert tax.rate_for(RULES, "42022290", 500000).percent == 18
    assert tax.rate_for(RULES, "4202", 500000).rule == "Other bags and purses"


def test_without_a_threshold_any_price_bears_the_same_rate():
    assert {tax.rate_for(RULES, "7117", net).percent for net in (1, 262501, 10**9)} == {3}


def test_goods_that_no_rule_covers_are_not_guessed_at():
    assert tax.rule_for(RULES, "9999") is None
    with pytest.raises(tax.NoTaxRule):
        tax.rate_for(RULES, "9999", 100)


@pytest.mark.parametrize(
    ("seller", "buyer", "supply"),
    [
        ("08", "08", Supply.INTRA),
        ("08", "27", Supply.INTER),
        ("04", "04", Supply.INTRA_UT),
        ("38", "38", Supply.INTRA_UT),
        ("04", "08", Supply.INTER),
        ("07", "07", Supply.INTRA),
        ("34", "34", Supply.INTRA),
        ("01", "01", Supply.INTRA),
    ],
)
def test_the_place_of_supply_decides_which_taxes(seller: str, buyer: str, supply: Supply):
    assert tax.supply_between(seller, buyer) is supply


def test_tax_and_places_know_the_same_territories_without_a_legislature():
    territories = {code for code, state in places.STATES.items() if state.is_union_territory}
    assert territories == {
        code for code in places.STATES if tax.supply_between(code, code) is Supply.INTRA_UT
    }
