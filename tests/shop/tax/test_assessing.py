"""The tax of a whole order, and the worked invoice to the paisa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.base.money import split
from zahra.shop import tax
from zahra.shop.tax import Charge, ChargeKind, Goods, Supply, Taxed, TaxRule

RULES = (
    TaxRule("Woven apparel", "62", 250000, 5, 18),
    TaxRule("Imitation jewellery", "7117", None, 3, 3),
)
GROSS = (249900, 2 * 149900, 349900)
COUPON = split(50000, GROSS)
INVOICE = [
    Goods("6211", gross - off, qty)
    for gross, off, qty in zip(GROSS, COUPON, (1, 2, 1), strict=True)
]
FREIGHT = Charge(ChargeKind.SHIPPING, 9900)
COD_FEE = Charge(ChargeKind.COD_FEE, 4900)


def total(amounts: list[Taxed]) -> Taxed:
    columns = ("net", "taxable", "cgst", "sgst", "utgst", "igst")
    return Taxed(rate=0, **{name: sum(getattr(a, name) for a in amounts) for name in columns})


def invoice(supply: Supply) -> tax.Assessment:
    return tax.assess(RULES, supply, INVOICE, [FREIGHT])


def test_the_worked_invoice_within_a_state():
    assessed = invoice(Supply.INTRA)
    first, second, third = (list(pieces) for pieces in assessed.lines)
    assert first == [Taxed(236011, 5, 224773, 5619, 5619)]
    assert second == [
        Taxed(141569, 5, 134827, 3371, 3371),
        Taxed(141568, 5, 134826, 3371, 3371),
    ]
    assert total(second) == Taxed(283137, 0, 269653, 6742, 6742)
    assert third == [Taxed(330452, 18, 280044, 25204, 25204)]
    assert [(part.taxed.rate, part.taxed.net) for part in assessed.charges] == [
        (5, 6049),
        (18, 3851),
    ]
    assert total(list(assessed.amounts())) == Taxed(859500, 0, 783494, 38003, 38003)
    assert assessed.tax == 2 * 38003


def test_the_worked_invoice_in_a_union_territory():
    whole = total(list(invoice(Supply.INTRA_UT).amounts()))
    assert whole == Taxed(859500, 0, 783494, cgst=38003, utgst=38003)


def test_the_worked_invoice_between_states():
    whole = total(list(invoice(Supply.INTER).amounts()))
    assert whole == Taxed(859500, 0, 783496, igst=76004)


def test_a_charge_is_taxed_as_one_amount_for_each_rate():
    assessed = tax.assess(RULES, Supply.INTRA, INVOICE, [FREIGHT, COD_FEE])
    shares = [(part.kind, part.taxed.rate, part.taxed.net) for part in assessed.charges]
    assert shares == [
        (ChargeKind.SHIPPING, 5, 6049),
        (ChargeKind.SHIPPING, 18, 3851),
        (ChargeKind.COD_FEE, 5, 2994),
        (ChargeKind.COD_FEE, 18, 1906),
    ]


def test_a_tie_between_rates_goes_to_the_lower_one():
    goods = [Goods("6211", 300000, 1), Goods("7117", 300000, 1)]
    charge = Charge(ChargeKind.SHIPPING, 101)
    assessed = tax.assess(RULES, Supply.INTRA, goods, [charge])
    assert [(p.taxed.rate, p.taxed.net) for p in assessed.charges] == [(3, 51), (18, 50)]


def test_free_delivery_is_no_supply():
    charge = Charge(ChargeKind.SHIPPING, 0)
    assert tax.assess(RULES, Supply.INTRA, INVOICE, [charge]).charges == ()


def test_pieces_of_one_line_may_stand_on_both_sides_of_a_slab():
    line = Goods("6211", 262500 + 262501, 2)
    (pieces,) = tax.assess(RULES, Supply.INTRA, [line], []).lines
    assert [(piece.net, piece.rate) for piece in pieces] == [(262501, 18), (262500, 5)]


def test_goods_without_a_rule_are_refused():
    with pytest.raises(tax.NoTaxRule):
        tax.assess(RULES, Supply.INTRA, [Goods("9999", 100, 1)], [])


lines = st.builds(
    Goods, st.sampled_from(["6211", "7117"]), st.integers(1, 30_000_00), st.integers(1, 10)
)


@given(
    st.sampled_from(Supply),
    st.lists(lines, min_size=1, max_size=6),
    st.lists(st.builds(Charge, st.sampled_from(ChargeKind), st.integers(0, 50_000)), max_size=2),
)
def test_pieces_re_add_to_lines_and_shares_to_charges(
    supply: Supply, goods: list[Goods], charges: list[Charge]
):
    assessed = tax.assess(RULES, supply, goods, charges)
    for line, pieces in zip(goods, assessed.lines, strict=True):
        assert sum(piece.net for piece in pieces) == line.net
        assert len(pieces) == line.qty
    assert sum(part.taxed.net for part in assessed.charges) == sum(c.net for c in charges)
    amounts = list(assessed.amounts())
    assert all(a.taxable + a.tax == a.net and a.cgst == a.sgst + a.utgst for a in amounts)
    assert sum(a.taxable for a in amounts) + assessed.tax == sum(a.net for a in amounts)
