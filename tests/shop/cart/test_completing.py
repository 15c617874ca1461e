"""From a bag to an order: the gate, and what is left when the order stands."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.bags import FAR, NEAR, TERMS, missing, pieces
from tests.world.goods import Goods
from tests.world.people import a_person
from zahra.base.db import Database, LockOrderBroken, Rank, Transaction
from zahra.base.errors import Invalid
from zahra.shop import cart, tax
from zahra.shop.cart import Choosing, Holder
from zahra.shop.cart.jobs import forget_old_carts
from zahra.shop.inventory import Wanted

pytestmark = pytest.mark.anyio

STANDARD = Choosing(NEAR, "standard", "razorpay")


@pytest.fixture
async def asha(tx: Transaction) -> UUID:
    return (await a_person(tx)).person


async def filled(tx: Transaction, user_id: UUID, kurta: Goods, *, qty: int = 2) -> cart.Cart:
    return await cart.add_item(tx, Holder(user_id=user_id), kurta["M"], qty, terms=TERMS)


async def now(tx: Transaction, user_id: UUID) -> cart.Cart:
    return await cart.cart_of(tx, Holder(user_id=user_id), TERMS)


async def test_a_bag_to_order_is_judged_with_what_was_submitted(
    tx: Transaction, asha: UUID, kurta: Goods
):
    await filled(tx, asha, kurta)
    bag = await cart.cart_to_order(tx, asha, STANDARD, terms=TERMS)
    assert (missing(bag), bag.version, bag.totals.total) == (set(), 1, 319800)
    bare = await cart.cart_to_order(tx, asha, Choosing(pincode="900056"), terms=TERMS)
    assert missing(bare) == {("address", "not_serviceable")}


async def test_the_advice_and_the_gate_are_one_list(tx: Transaction, asha: UUID, kurta: Goods):
    await filled(tx, asha, kurta)
    for choosing in (Choosing(), Choosing(FAR), Choosing(FAR, "express"), STANDARD):
        advice = await cart.cart_of(tx, Holder(user_id=asha), TERMS, choosing=choosing)
        gate = await cart.cart_to_order(tx, asha, choosing, terms=TERMS)
        assert gate.requirements == advice.requirements


async def test_the_state_of_the_address_counts_before_the_pin_codes(
    tx: Transaction, asha: UUID, kurta: Goods
):
    await filled(tx, asha, kurta)
    bag = await cart.cart_to_order(tx, asha, STANDARD, terms=TERMS, place_of_supply="27")
    assert (bag.place_of_supply, bag.assessment.supply) == ("27", tax.Supply.INTER)


async def test_ordering_remembers_the_choices_and_keeps_the_bag(
    tx: Transaction, asha: UUID, kurta: Goods
):
    await filled(tx, asha, kurta)
    await cart.cart_to_order(tx, asha, STANDARD, terms=TERMS)
    bag = await now(tx, asha)
    assert (bag.pincode, bag.shipping_method, bag.payment_method) == (NEAR, "standard", "razorpay")
    assert (pieces(bag), bag.version) == ({kurta["M"]: 2}, 1)


async def test_somebody_without_a_bag_has_an_empty_one_to_order(tx: Transaction, asha: UUID):
    bag = await cart.cart_to_order(tx, asha, STANDARD, terms=TERMS)
    assert (bag.id, bag.version, missing(bag)) == (None, 0, {("cart", "empty")})
    with pytest.raises(Invalid):
        await cart.cart_to_order(tx, asha, Choosing(payment_method="barter"), terms=TERMS)


async def test_a_bag_ordered_as_it_is_closes_and_the_next_is_new(
    tx: Transaction, asha: UUID, kurta: Goods
):
    bag = await filled(tx, asha, kurta)
    assert bag.id is not None
    await cart.complete_cart(tx, bag.id, bag.version, [Wanted(kurta["M"], 2)])
    assert (await now(tx, asha)).id is None
    fresh = await filled(tx, asha, kurta, qty=1)
    assert (fresh.id != bag.id, fresh.version, pieces(fresh)) == (True, 1, {kurta["M"]: 1})


async def test_from_a_bag_changed_since_only_what_was_bought_is_taken(
    tx: Transaction, asha: UUID, kurta: Goods, festive: Goods
):
    holder = Holder(user_id=asha)
    await cart.add_item(tx, holder, kurta["S"], 1, terms=TERMS)
    bag = await filled(tx, asha, kurta)
    assert bag.id is not None
    await cart.add_item(tx, holder, kurta["M"], 3, terms=TERMS)
    await cart.add_item(tx, holder, festive["M"], 1, terms=TERMS)
    bought = [Wanted(kurta["S"], 1), Wanted(kurta["M"], 2)]
    await cart.complete_cart(tx, bag.id, bag.version, bought)
    left = await now(tx, asha)
    assert (left.id, left.version) == (bag.id, 5)
    assert pieces(left) == {kurta["M"]: 3, festive["M"]: 1}


async def test_a_closed_bag_is_left_alone(tx: Transaction, asha: UUID, kurta: Goods):
    bag = await filled(tx, asha, kurta)
    assert bag.id is not None
    bought = [Wanted(kurta["M"], 1)]
    await cart.complete_cart(tx, bag.id, bag.version, bought)
    await cart.complete_cart(tx, bag.id, bag.version, bought)
    await cart.complete_cart(tx, bag.id, bag.version + 1, bought)
    assert await tx.value("SELECT qty FROM cart_items") == 2


async def test_a_bag_is_locked_before_an_order_never_after(
    tx: Transaction, asha: UUID, kurta: Goods
):
    bag = await filled(tx, asha, kurta)
    assert bag.id is not None
    await cart.lock_cart(tx, bag.id)
    tx.locking(Rank.ORDER)
    await cart.complete_cart(tx, bag.id, bag.version, [])
    with pytest.raises(LockOrderBroken):
        await cart.lock_cart(tx, bag.id)


async def left_after(database: Database, wait: timedelta) -> int:
    """Bags that live on when nobody has touched them for so long."""
    database.ahead += wait
    await forget_old_carts(database=database)
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT count(*) FROM carts")


@pytest.mark.parametrize(
    ("kind", "kept", "forgotten"),
    [
        ("empty", timedelta(hours=47), timedelta(hours=2)),
        ("guest", timedelta(days=29), timedelta(days=2)),
        ("shopper", timedelta(days=89), timedelta(days=2)),
    ],
)
async def test_old_bags_are_forgotten_each_in_its_time(
    database: Database,
    tx: Transaction,
    asha: UUID,
    kurta: Goods,
    kind: str,
    kept: timedelta,
    forgotten: timedelta,
):
    holder = Holder(user_id=asha) if kind != "guest" else Holder()
    await cart.add_item(tx, holder, kurta["M"], 1, terms=TERMS)
    if kind == "empty":
        await cart.clear_cart(tx, holder, terms=TERMS)
    assert await left_after(database, kept) == 1
    assert await left_after(database, forgotten) == 0


async def test_a_bag_that_is_being_ordered_is_not_forgotten(
    database: Database, tx: Transaction, asha: UUID, kurta: Goods
):
    await filled(tx, asha, kurta)
    database.ahead = timedelta(days=89)
    async with database.transaction() as later:
        await cart.cart_to_order(later, asha, STANDARD, terms=TERMS)
    assert await left_after(database, timedelta(days=89)) == 1


async def test_a_closed_bag_stays_for_its_order(
    database: Database, tx: Transaction, asha: UUID, kurta: Goods
):
    bag = await filled(tx, asha, kurta)
    assert bag.id is not None
    await cart.complete_cart(tx, bag.id, bag.version, [])
    assert await left_after(database, timedelta(days=400)) == 1
