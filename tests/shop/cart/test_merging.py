"""At login the guest's bag joins the shopper's: the larger quantity, nothing lost, all told."""

import doctest
from uuid import UUID

import pytest

from tests.world.bags import FAR, NEAR, TERMS, pieces
from tests.world.goods import SHELF_KEEPER, Goods
from tests.world.people import a_person
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.shop import cart, catalog, identity, inventory
from zahra.shop.cart import Cart, Choosing, Holder, merging
from zahra.shop.cart.merging import merged
from zahra.shop.cart.stored import StoredItem

pytestmark = pytest.mark.anyio


@pytest.fixture
async def asha(tx: Transaction) -> Holder:
    return Holder(user_id=(await a_person(tx)).user_id)


async def guest_with(tx: Transaction, *wanted: tuple[UUID, int]) -> str:
    """A guest's bag; its token."""
    token: str | None = None
    for variant_id, qty in wanted:
        bag = await cart.add_item(tx, Holder(token=token), variant_id, qty, terms=TERMS)
        token = token or bag.new_token
    assert token is not None
    return token


async def log_in(tx: Transaction, holder: Holder, token: str | None) -> Cart:
    assert holder.user_id is not None
    await cart.on_logged_in(tx, identity.LoggedIn(holder.user_id, token))
    return await cart.cart_of(tx, holder, TERMS)


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(merging).failed == 0


async def test_a_first_login_takes_the_bag_along_without_a_word(
    tx: Transaction, asha: Holder, kurta: Goods
):
    token = await guest_with(tx, (kurta["M"], 2), (kurta["S"], 1))
    guests = await cart.cart_of(tx, Holder(token=token), TERMS)
    bag = await log_in(tx, asha, token)
    assert [(item.id, item.qty) for item in bag.items] == [
        (item.id, item.qty) for item in guests.items
    ]
    assert bag.notices == ()


async def test_the_larger_quantity_stays_and_every_change_is_told(
    tx: Transaction, asha: Holder, kurta: Goods, festive: Goods
):
    await cart.add_item(tx, asha, kurta["M"], 2, terms=TERMS)
    await cart.add_item(tx, asha, kurta["S"], 3, terms=TERMS)
    await cart.add_item(tx, asha, festive["L"], 1, terms=TERMS)
    token = await guest_with(tx, (kurta["M"], 4), (kurta["S"], 1), (festive["M"], 1))
    bag = await log_in(tx, asha, token)
    assert pieces(bag) == {kurta["M"]: 4, kurta["S"]: 3, festive["L"]: 1, festive["M"]: 1}
    assert [(notice.code, notice.message) for notice in bag.notices] == [
        ("larger_qty_kept", "Buta Kurta (M): we kept the larger quantity, 4."),
        ("larger_qty_kept", "Buta Kurta (S): we kept the larger quantity, 3."),
        ("item_added", "Festive Kurta (M) was added to your bag."),
        ("earlier_items_kept", "Your bag also has what you put in before."),
    ]
    assert bag.version == 4


async def test_two_bags_at_the_limit_make_one_at_the_limit(
    tx: Transaction, asha: Holder, kurta: Goods
):
    await cart.add_item(tx, asha, kurta["M"], 10, terms=TERMS)
    token = await guest_with(tx, (kurta["M"], 10))
    bag = await log_in(tx, asha, token)
    assert (pieces(bag), bag.notices) == ({kurta["M"]: 10}, ())


def test_a_limit_that_has_fallen_since_caps_both():
    mine = [StoredItem(ids.new(), variant := ids.new(), 8, 100)]
    theirs = [StoredItem(ids.new(), variant, 9, 90), StoredItem(ids.new(), ids.new(), 7, 50)]
    capped = merged(mine, theirs, qty_max=5)
    assert [(item.id, item.qty) for item in capped] == [(mine[0].id, 5), (theirs[1].id, 5)]


async def test_the_guests_bag_is_gone_and_its_token_opens_nothing(
    tx: Transaction, asha: Holder, kurta: Goods
):
    token = await guest_with(tx, (kurta["M"], 2))
    await log_in(tx, asha, token)
    assert (await cart.cart_of(tx, Holder(token=token), TERMS)).id is None
    assert await tx.value("SELECT count(*) FROM carts") == 1
    assert await tx.value("SELECT count(*) FROM cart_items") == 1


async def test_a_second_login_changes_nothing(tx: Transaction, asha: Holder, kurta: Goods):
    token = await guest_with(tx, (kurta["M"], 2))
    first = await log_in(tx, asha, token)
    assert await log_in(tx, asha, token) == first
    assert await log_in(tx, asha, "unknown") == first
    assert await log_in(tx, asha, None) == first


async def test_another_shoppers_bag_cannot_be_taken_by_logging_in(
    tx: Transaction, asha: Holder, kurta: Goods
):
    token = await guest_with(tx, (kurta["M"], 2))
    await log_in(tx, asha, token)
    bina = Holder(user_id=(await a_person(tx, "bina@example.com")).user_id)
    assert (await log_in(tx, bina, token)).items == ()
    assert pieces(await cart.cart_of(tx, asha, TERMS)) == {kurta["M"]: 2}


async def test_stock_is_not_asked_at_login_only_warned_of(
    database: Database, tx: Transaction, asha: Holder, kurta: Goods, festive: Goods
):
    await cart.add_item(tx, asha, festive["M"], 1, terms=TERMS)
    token = await guest_with(tx, (kurta["S"], 5))
    async with database.transaction() as meanwhile:
        await inventory.adjust_stock(meanwhile, SHELF_KEEPER, kurta["S"], -3, reason="count")
        await catalog.archive_style(meanwhile, SHELF_KEEPER, festive.style_id)
    bag = await log_in(tx, asha, token)
    assert pieces(bag) == {festive["M"]: 1, kurta["S"]: 5}
    assert [item.warnings for item in bag.items] == [("unavailable",), ("qty_reduced",)]


async def test_what_was_chosen_last_comes_along(tx: Transaction, asha: Holder, kurta: Goods):
    await cart.add_item(tx, asha, kurta["M"], 1, terms=TERMS)
    await cart.choose(tx, asha, Choosing(NEAR, "express", "cod"), terms=TERMS)
    token = await guest_with(tx, (kurta["M"], 1))
    await cart.choose(tx, Holder(token=token), Choosing(pincode=FAR), terms=TERMS)
    bag = await log_in(tx, asha, token)
    assert (bag.pincode, bag.shipping_method, bag.payment_method) == (FAR, "express", "cod")


async def test_notices_last_until_the_next_change(
    tx: Transaction, asha: Holder, kurta: Goods, festive: Goods
):
    await cart.add_item(tx, asha, kurta["M"], 1, terms=TERMS)
    bag = await log_in(tx, asha, await guest_with(tx, (festive["M"], 1)))
    assert len(bag.notices) == 2
    assert len((await cart.cart_of(tx, asha, TERMS)).notices) == 2
    bag = await cart.change_qty(tx, asha, bag.items[0].id, 2, terms=TERMS)
    assert bag.notices == ()
    assert (await cart.cart_of(tx, asha, TERMS)).notices == ()
