"""Sums and limits without a database."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.base import ids
from zahra.shop.cart import Item, LineWarning, Totals, totals
from zahra.shop.cart.totals import Charges
from zahra.shop.catalog import VariantFacts
from zahra.shop.tax import Supply, TaxRule

RULES = (
    TaxRule("Woven apparel", "62", 250000, 5, 18),
    TaxRule("Imitation jewellery", "7117", None, 3, 3),
)
NOTHING = Charges(None, None)


def item(
    price: int,
    *,
    qty: int = 1,
    hsn: str = "6211",
    price_seen: int | None = None,
    max_qty: int = 10,
    is_for_sale: bool = True,
) -> Item:
    """A line, its MRP a hundred rupees above its price."""
    variant = VariantFacts(
        id=ids.new(),
        product_id=ids.new(),
        style_id=ids.new(),
        slug="buta-kurta-indigo",
        sku="BK-1",
        title="Buta Kurta",
        size="M",
        colour="Indigo",
        price=price,
        mrp=price + 10000,
        hsn=hsn,
        weight_grams=380,
        image=None,
        returnable_days=7,
        is_sellable=is_for_sale,
    )
    seen = price if price_seen is None else price_seen
    return Item(ids.new(), variant, qty, seen, max_qty, is_for_sale)


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(totals).failed == 0


def test_the_worked_invoice_as_a_bag():
    """Before its coupon: 1 at ₹2,499, 2 at ₹1,499, 1 at ₹3,499, delivery ₹99."""
    items = [item(249900), item(149900, qty=2), item(349900)]
    charges = Charges(shipping=9900, cod_fee=0)
    assessed = totals.assess(items, RULES, Supply.INTRA, charges)
    assert totals.totals_of(items, charges, tax=assessed.tax) == Totals(
        mrp_total=939600,
        discount=40000,
        shipping=9900,
        cod_fee=0,
        tax=2 * (5950 + 3569 * 2 + 26687) + 2 * (144 + 294),
        total=909500,
    )


def test_what_is_not_for_sale_counts_for_nothing():
    items = [item(100000), item(500000, is_for_sale=False)]
    assessed = totals.assess(items, RULES, Supply.INTRA, NOTHING)
    assert totals.totals_of(items, NOTHING, tax=assessed.tax) == Totals(
        mrp_total=110000, discount=10000, shipping=None, cod_fee=None, tax=4762, total=100000
    )


@pytest.mark.parametrize(
    ("line", "warnings"),
    [
        (item(100, price_seen=100), ()),
        (item(100, price_seen=99), (LineWarning.PRICE_ROSE,)),
        (item(100, price_seen=101), (LineWarning.PRICE_DROPPED,)),
        (item(100, qty=3, max_qty=2), (LineWarning.QTY_REDUCED,)),
        (
            item(100, price_seen=99, qty=3, max_qty=2),
            (LineWarning.PRICE_ROSE, LineWarning.QTY_REDUCED),
        ),
        (item(100, price_seen=99, max_qty=0), (LineWarning.UNAVAILABLE,)),
        (item(100, price_seen=99, is_for_sale=False), (LineWarning.UNAVAILABLE,)),
    ],
)
def test_a_line_warns_of_what_changed(line: Item, warnings: tuple[LineWarning, ...]):
    assert line.warnings == warnings


items_of_a_bag = st.lists(
    st.builds(
        item,
        st.integers(1, 10_000_00),
        qty=st.integers(1, 10),
        hsn=st.sampled_from(["6211", "7117"]),
        is_for_sale=st.booleans(),
    ),
    max_size=6,
)
amounts = st.none() | st.integers(0, 20_000)


@given(items_of_a_bag, st.sampled_from(Supply), amounts, amounts)
def test_a_bag_adds_up_to_the_paisa(
    items: list[Item], supply: Supply, shipping: int | None, cod_fee: int | None
):
    if not any(each.is_for_sale for each in items):
        shipping = cod_fee = None
    charges = Charges(shipping, cod_fee)
    assessed = totals.assess(items, RULES, supply, charges)
    found = totals.totals_of(items, charges, tax=assessed.tax)
    assert found.total == found.mrp_total - found.discount + (shipping or 0) + (cod_fee or 0)
    assert found.total == sum(amount.net for amount in assessed.amounts())
    assert found.total == sum(amount.taxable for amount in assessed.amounts()) + found.tax
