"""The trail from MRP to the last paisa says what the bill says, for every piece."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world.bags import FAR, NEAR, TERMS, TERRITORY
from tests.world.goods import Goods
from tests.world.promoting import EVERY_CLASS, automatic, rupees_off
from zahra.base.db import Transaction
from zahra.base.money import split
from zahra.shop import cart, tax
from zahra.shop.cart import Cart, Choosing, Holder, Terms
from zahra.shop.cart.explaining import TakenOff, explain, shared_out
from zahra.shop.promotions import Kind, Klass

pytestmark = pytest.mark.anyio


async def a_bag(tx: Transaction, wanted: dict[Any, int], **more: Any) -> Cart:
    """A guest's bag with these, sent somewhere and paid at the door unless told otherwise."""
    holder, terms = Holder(), more.pop("terms", TERMS)
    for variant, qty in wanted.items():
        found = await cart.add_item(tx, holder, variant, qty, terms=terms)
        holder = Holder(token=found.new_token) if found.new_token else holder
    if code := more.get("coupon"):
        await cart.apply_coupon(tx, holder, code, terms=terms)
    choosing = Choosing(more.get("pincode", NEAR), "standard", "cod")
    return await cart.choose(tx, holder, choosing, terms=terms)


def readds(bag: Cart) -> None:
    """Every column of the trail re-adds: pieces to lines, everything to the total."""
    trail = explain(bag)
    pieces = [piece for line in trail.lines for piece in line.pieces]
    for piece in pieces:
        off = sum(each.amount for each in piece.discounts)
        assert piece.price - off == piece.taxed.net
    charges = [part for c in (trail.shipping, *trail.fees) for part in c.parts]
    assert sum(part.net for part in trail.shipping.parts) == (trail.shipping.charge or 0)
    totals = trail.totals
    charged = sum(part.net for part in charges)
    assert sum(piece.mrp for piece in pieces) - totals.discount + charged == totals.total
    parts = (totals.taxable, totals.cgst, totals.sgst, totals.utgst, totals.igst)
    assert sum(parts) == totals.total == bag.totals.total
    assert totals.cgst == totals.sgst + totals.utgst


async def test_a_bag_within_the_state_is_explained_to_the_paisa(
    tx: Transaction, kurta: Goods, festive: Goods
):
    bag = await a_bag(tx, {kurta["M"]: 2, festive["M"]: 1})
    trail = explain(bag)
    assert (trail.place_of_supply, trail.is_intra_state) == ("08", True)
    assert [(line.qty, len(line.pieces)) for line in trail.lines] == [(2, 2), (1, 1)]
    first, last = trail.lines[0].pieces[0], trail.lines[1].pieces[0]
    assert (first.mrp, first.price, first.discounts) == (199900, 159900, ())
    assert (first.rule, first.taxed) == (
        "Woven apparel",
        tax.Taxed(159900, 5, 152286, 3807, 3807),
    )
    assert last.taxed == tax.Taxed(349900, 18, 296526, 26687, 26687)
    assert [(fee.kind, fee.charge) for fee in trail.fees] == [("cod_fee", 4900)]
    assert [part.rate for part in trail.fees[0].parts] == [5, 18]
    readds(bag)


@pytest.mark.parametrize(
    ("pincode", "state", "column"), [(FAR, "27", "igst"), (TERRITORY, "04", "igst")]
)
async def test_a_bag_to_another_state_bears_igst(
    tx: Transaction, kurta: Goods, pincode: str, state: str, column: str
):
    bag = await a_bag(tx, {kurta["M"]: 1}, pincode=pincode)
    trail = explain(bag)
    assert (trail.place_of_supply, trail.is_intra_state) == (state, False)
    assert getattr(trail.totals, column) == bag.totals.tax
    readds(bag)


async def test_a_seller_in_a_territory_levies_utgst_there(tx: Transaction, kurta: Goods):
    chandigarh = replace(TERMS, seller=tax.Seller("04AAEFZ2607Q1ZT", "04"))
    bag = await a_bag(tx, {kurta["M"]: 1}, pincode=TERRITORY, terms=chandigarh)
    totals = explain(bag).totals
    assert (totals.sgst, totals.utgst, totals.igst) == (0, totals.cgst, 0)
    assert totals.utgst > 0
    readds(bag)


async def test_a_coupon_can_move_a_piece_across_the_slab_and_is_named_on_every_piece(
    tx: Transaction, kurta: Goods, festive: Goods
):
    """₹3,499 less ₹900 bears 5 %: the last row of the reference's table."""
    await rupees_off(tx, 90000)
    bag = await a_bag(tx, {festive["M"]: 1}, coupon="FLAT")
    (line,) = explain(bag).lines
    assert line.pieces[0].discounts == (TakenOff("coupon", 90000, "FLAT"),)
    assert line.pieces[0].taxed == tax.Taxed(259900, 5, 247524, 6188, 6188)
    readds(bag)


async def test_promotions_and_coupons_are_told_apart_to_the_paisa(
    tx: Transaction, kurta: Goods, festive: Goods
):
    mutual: dict[str, Any] = {"combines_with": EVERY_CLASS}
    await automatic(tx, "Seven off", Kind.PERCENT, percent=7, klass=Klass.PRODUCT, **mutual)
    await rupees_off(tx, 10001, **mutual)
    bag = await a_bag(tx, {kurta["M"]: 3, festive["M"]: 2}, coupon="FLAT")
    trail = explain(bag)
    taken = [each for line in trail.lines for piece in line.pieces for each in piece.discounts]
    by_code = sum(each.amount for each in taken if each.source == "coupon")
    assert (by_code, bag.totals.coupon_discount) == (10001, 10001)
    assert {(each.source, each.code) for each in taken} == {
        ("promotion", None),
        ("coupon", "FLAT"),
    }
    readds(bag)


async def test_an_empty_bag_has_an_empty_trail(tx: Transaction):
    trail = explain(await cart.cart_of(tx, Holder(), TERMS))
    assert (trail.lines, trail.fees, trail.totals.total) == ((), (), 0)
    assert trail.shipping.charge is None


def lowering(terms: Terms) -> Terms:
    return replace(terms, seller=replace(terms.seller, dead_zone=tax.DeadZone.LOWER))


async def repriced(tx: Transaction, goods: Goods, price: int) -> None:
    await tx.run(
        "UPDATE variants SET price = %(price)s WHERE id = %(id)s", price=price, id=goods["M"]
    )


async def test_in_the_dead_zone_a_piece_keeps_its_price_and_bears_the_higher_rate(
    tx: Transaction, festive: Goods
):
    await repriced(tx, festive, 279900)
    bag = await a_bag(tx, {festive["M"]: 2})
    (line,) = explain(bag).lines
    assert [(piece.taxed.net, piece.taxed.rate) for piece in line.pieces] == [(279900, 18)] * 2
    assert bag.assessment.rates[0][0].is_dead_zone


async def test_where_the_shop_wants_it_a_piece_is_lowered_to_the_edge_of_the_slab(
    tx: Transaction, festive: Goods
):
    await repriced(tx, festive, 279900)
    bag = await a_bag(tx, {festive["M"]: 2}, terms=lowering(TERMS))
    (line,) = explain(bag).lines
    assert [(piece.taxed.net, piece.taxed.rate) for piece in line.pieces] == [(262500, 5)] * 2
    assert [piece.discounts for piece in line.pieces] == [(TakenOff("gst_slab", 17400),)] * 2
    assert bag.items[0].total == 525000
    assert bag.totals.discount == 2 * (399900 - 262500)
    readds(bag)


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
    st.integers(1, 10),
)
def test_discounts_given_to_pieces_readd_by_discount_and_by_piece(shares: list[int], qty: int):
    price = 10**7
    rows = [price - net for net in split(price * qty - sum(shares), [1] * qty)]
    table = shared_out(shares, rows)
    assert [sum(row) for row in table] == rows
    assert [sum(column) for column in zip(*table, strict=True)] == shares


async def test_lowering_a_price_for_its_rate_loses_nobody_free_delivery(
    tx: Transaction, festive: Goods
):
    """₹2,799 is delivered for nothing from ₹2,700 on, and stays so at ₹2,625: what is offered is
    what is charged."""
    await tx.run("UPDATE shipping_methods SET free_from = 270000")
    await repriced(tx, festive, 279900)
    bag = await a_bag(tx, {festive["M"]: 1}, terms=lowering(TERMS))
    assert (bag.items[0].total, bag.totals.shipping) == (262500, 0)
    assert bag.offer
    assert bag.offer.price == 0
    assert [(each.label, each.amount) for each in bag.discounts] == [
        ("Lowered for a lower GST rate", 17400)
    ]


async def test_taking_out_what_was_lowered_loses_no_offer(
    tx: Transaction, kurta: Goods, festive: Goods
):
    await repriced(tx, festive, 279900)
    terms = lowering(TERMS)
    bag = await cart.add_item(tx, Holder(), festive["M"], 1, terms=terms)
    holder = Holder(token=bag.new_token)
    bag = await cart.add_item(tx, holder, kurta["M"], 1, terms=terms)
    assert len(bag.discounts) == 1
    bag = await cart.remove_item(tx, holder, bag.items[0].id, terms=terms)
    assert (bag.discounts, bag.notices) == ((), ())
