"""Putting things into a bag and taking them out: exact sums, clear refusals, nothing half done."""

import base64
from dataclasses import replace

import pytest

from tests.world.bags import TERMS, pieces
from tests.world.goods import SHELF_KEEPER, Goods
from tests.world.people import a_person
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop import cart, catalog
from zahra.shop.cart import Cart, Holder, StaleCart
from zahra.shop.inventory import OutOfStock

pytestmark = pytest.mark.anyio

NOBODY = Holder()


async def bag_with(tx: Transaction, kurta: Goods, *, size: str = "M", qty: int = 2) -> Holder:
    """A guest's bag with one line."""
    added = await cart.add_item(tx, NOBODY, kurta[size], qty, terms=TERMS)
    return Holder(token=added.new_token)


async def now(tx: Transaction, holder: Holder) -> Cart:
    return await cart.cart_of(tx, holder, TERMS)


async def test_the_first_thing_put_in_opens_a_bag_by_a_secret_token(tx: Transaction, kurta: Goods):
    bag = await cart.add_item(tx, NOBODY, kurta["M"], 2, terms=TERMS)
    assert bag.new_token is not None
    assert len(base64.urlsafe_b64decode(bag.new_token + "=")) == 32
    assert bag.version == 1
    assert pieces(bag) == {kurta["M"]: 2}
    assert await tx.value("SELECT octet_length(token_hash) FROM carts") == 32
    assert bag.new_token not in str(await tx.values("SELECT carts::text FROM carts"))


async def test_what_is_answered_is_what_is_kept(tx: Transaction, kurta: Goods):
    answered = await cart.add_item(tx, NOBODY, kurta["M"], 2, terms=TERMS)
    holder = Holder(token=answered.new_token)
    assert await now(tx, holder) == replace(answered, new_token=None)
    answered = await cart.add_item(tx, holder, kurta["S"], 1, terms=TERMS)
    assert await now(tx, holder) == answered
    answered = await cart.change_qty(tx, holder, answered.items[0].id, 5, terms=TERMS)
    assert await now(tx, holder) == answered
    answered = await cart.remove_item(tx, holder, answered.items[0].id, terms=TERMS)
    assert await now(tx, holder) == answered
    answered = await cart.clear_cart(tx, holder, terms=TERMS)
    assert await now(tx, holder) == answered


async def test_the_same_thing_put_in_twice_is_one_line_with_both(tx: Transaction, kurta: Goods):
    holder = await bag_with(tx, kurta, qty=2)
    bag = await cart.add_item(tx, holder, kurta["M"], 3, terms=TERMS)
    assert [(item.variant.id, item.qty) for item in bag.items] == [(kurta["M"], 5)]
    assert (bag.version, bag.new_token, bag.count) == (2, None, 5)


async def test_sizes_are_lines_of_their_own_in_the_order_put_in(tx: Transaction, kurta: Goods):
    holder = await bag_with(tx, kurta, size="S", qty=1)
    bag = await cart.add_item(tx, holder, kurta["M"], 1, terms=TERMS)
    assert [item.variant.size for item in bag.items] == ["S", "M"]


async def test_a_shopper_has_one_bag_and_no_token(tx: Transaction, kurta: Goods):
    asha = Holder(user_id=(await a_person(tx)).user_id)
    first = await cart.add_item(tx, asha, kurta["M"], 1, terms=TERMS)
    second = await cart.add_item(tx, asha, kurta["S"], 1, terms=TERMS)
    assert (first.id, first.new_token, second.new_token) == (second.id, None, None)
    assert await tx.value("SELECT count(*) FROM carts WHERE token_hash IS NULL") == 1


async def test_a_token_of_ones_own_making_opens_nothing(tx: Transaction, kurta: Goods):
    forged = Holder(token="let-me-in")
    assert (await now(tx, forged)).id is None
    bag = await cart.add_item(tx, forged, kurta["M"], 1, terms=TERMS)
    assert bag.new_token not in (None, "let-me-in")
    assert (await now(tx, forged)).id is None


async def test_a_shoppers_bag_is_not_opened_by_a_token(tx: Transaction, kurta: Goods):
    guest = await bag_with(tx, kurta)
    asha = (await a_person(tx)).user_id
    assert (await now(tx, Holder(user_id=asha, token=guest.token))).id is None


@pytest.mark.parametrize("qty", [0, -1, 11, 10**30, -(10**30)])
async def test_rubbish_quantities_change_nothing(tx: Transaction, kurta: Goods, qty: int):
    holder = await bag_with(tx, kurta)
    before = await now(tx, holder)
    with pytest.raises(Invalid) as refused:
        await cart.add_item(tx, holder, kurta["M"], qty, terms=TERMS)
    assert refused.value.fields == {"qty": ["Choose between 1 and 10."]}
    assert await now(tx, holder) == before


async def test_more_than_the_limit_in_sum_is_refused_and_says_so(
    database: Database, tx: Transaction, kurta: Goods
):
    holder = await bag_with(tx, kurta, qty=8)
    before = await now(tx, holder)
    with pytest.raises(Invalid) as refused:
        async with database.transaction() as inner:
            await cart.add_item(inner, holder, kurta["M"], 3, terms=TERMS)
    said = "Your bag has 8 of these already, and 10 is the most."
    assert refused.value.fields == {"qty": [said]}
    assert await now(tx, holder) == before
    assert (await cart.add_item(tx, holder, kurta["M"], 2, terms=TERMS)).count == 10


async def test_more_than_can_be_sold_is_refused_with_how_many_there_are(
    database: Database, tx: Transaction, kurta: Goods
):
    holder = await bag_with(tx, kurta, size="S", qty=4)
    before = await now(tx, holder)
    with pytest.raises(OutOfStock) as refused:
        async with database.transaction() as inner:
            await cart.add_item(inner, holder, kurta["S"], 2, terms=TERMS)
    short = {"variantId": str(kurta["S"]), "wanted": 6, "available": 5}
    assert refused.value.details == {"available": 5, "items": [short]}
    with pytest.raises(OutOfStock):
        async with database.transaction() as inner:
            await cart.change_qty(inner, holder, before.items[0].id, 6, terms=TERMS)
    assert await now(tx, holder) == before


async def test_a_refused_first_thing_leaves_no_bag(
    database: Database, tx: Transaction, kurta: Goods
):
    with pytest.raises(OutOfStock):
        async with database.transaction() as inner:
            await cart.add_item(inner, NOBODY, kurta["L"], 1, terms=TERMS)
    assert await tx.value("SELECT count(*) FROM carts") == 0


async def test_what_is_unknown_or_not_for_sale_cannot_be_put_in(
    tx: Transaction, kurta: Goods, festive: Goods, parasol: Goods
):
    holder = await bag_with(tx, kurta)
    await catalog.archive_style(tx, SHELF_KEEPER, festive.style_id)
    before = await now(tx, holder)
    for variant_id in (ids.new(), festive["M"], parasol["M"]):
        with pytest.raises(NotFound):
            await cart.add_item(tx, holder, variant_id, 1, terms=TERMS)
    assert await now(tx, holder) == before


async def test_a_quantity_is_set_and_zero_takes_the_line_out(tx: Transaction, kurta: Goods):
    holder = await bag_with(tx, kurta, qty=2)
    line = (await now(tx, holder)).items[0].id
    bag = await cart.change_qty(tx, holder, line, 7, terms=TERMS)
    assert (pieces(bag), bag.version) == ({kurta["M"]: 7}, 2)
    bag = await cart.change_qty(tx, holder, line, 0, terms=TERMS)
    assert (pieces(bag), bag.version, bag.totals.total) == ({}, 3, 0)
    assert await tx.value("SELECT count(*) FROM cart_items") == 0


@pytest.mark.parametrize("qty", [-1, 11, 10**30])
async def test_a_line_refuses_rubbish_too(tx: Transaction, kurta: Goods, qty: int):
    holder = await bag_with(tx, kurta)
    before = await now(tx, holder)
    with pytest.raises(Invalid):
        await cart.change_qty(tx, holder, before.items[0].id, qty, terms=TERMS)
    assert await now(tx, holder) == before


async def test_another_bags_line_does_not_exist(tx: Transaction, kurta: Goods):
    mine, theirs = await bag_with(tx, kurta), await bag_with(tx, kurta, size="S")
    line = (await now(tx, theirs)).items[0].id
    before = await now(tx, theirs)
    for holder in (mine, NOBODY, Holder(token="unknown")):
        with pytest.raises(NotFound):
            await cart.change_qty(tx, holder, line, 1, terms=TERMS)
        with pytest.raises(NotFound):
            await cart.remove_item(tx, holder, line, terms=TERMS)
    assert await now(tx, theirs) == before


async def test_a_bag_is_cleared_and_keeps_what_was_chosen(tx: Transaction, kurta: Goods):
    holder = await bag_with(tx, kurta)
    await cart.add_item(tx, holder, kurta["S"], 1, terms=TERMS)
    await cart.choose(tx, holder, cart.Choosing(pincode="302001"), terms=TERMS)
    bag = await cart.clear_cart(tx, holder, terms=TERMS)
    assert (bag.items, bag.version, bag.pincode) == ((), 3, "302001")


async def test_clearing_no_bag_makes_none(tx: Transaction):
    bag = await cart.clear_cart(tx, NOBODY, terms=TERMS)
    assert (bag.id, bag.version, bag.items) == (None, 0, ())
    assert await tx.value("SELECT count(*) FROM carts") == 0


async def test_a_stale_version_is_refused_with_the_bag_as_it_stands(
    tx: Transaction, kurta: Goods, festive: Goods
):
    holder = await bag_with(tx, kurta)
    fresh = await cart.add_item(tx, holder, kurta["S"], 1, terms=TERMS, version=1)
    line = fresh.items[0].id
    for stale in (
        cart.add_item(tx, holder, festive["M"], 1, terms=TERMS, version=1),
        cart.change_qty(tx, holder, line, 5, terms=TERMS, version=1),
        cart.change_qty(tx, holder, line, 0, terms=TERMS, version=3),
        cart.remove_item(tx, holder, line, terms=TERMS, version=1),
        cart.clear_cart(tx, holder, terms=TERMS, version=0),
    ):
        with pytest.raises(StaleCart) as refused:
            await stale
        assert refused.value.cart == fresh
    assert await now(tx, holder) == fresh


async def test_the_number_beside_the_bag_counts_pieces(tx: Transaction, kurta: Goods):
    holder = await bag_with(tx, kurta, qty=2)
    await cart.add_item(tx, holder, kurta["S"], 3, terms=TERMS)
    assert await cart.count_pieces(tx, holder) == 5
    assert await cart.count_pieces(tx, Holder(token="unknown")) == 0
