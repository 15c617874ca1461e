"""Two tabs at once: one holds its transaction open and the other is watched waiting."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from uuid import UUID

import pytest

from tests.world.bags import TERMS, a_directory, pieces
from tests.world.counting import StatementCounter
from tests.world.goods import Goods, an_indigo_kurta
from tests.world.people import a_person
from tests.world.waiting import until_waiting
from zahra.base.db import Database, PooledConnections
from zahra.base.errors import Invalid
from zahra.shop import cart
from zahra.shop.cart import Holder, StaleCart
from zahra.shop.cart.store import carts, lines

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pooled(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(fresh_dsn, size=4))
    await database.open()
    yield database
    await database.close()


@pytest.fixture
async def goods(pooled: Database) -> Goods:
    async with pooled.transaction() as tx:
        await a_directory(tx)
        return await an_indigo_kurta(tx, {"M": 20, "S": 5})


@pytest.fixture
async def asha(pooled: Database) -> UUID:
    async with pooled.transaction() as tx:
        return (await a_person(tx)).person


async def add(database: Database, holder: Holder, variant_id: UUID, qty: int) -> cart.Cart:
    async with database.transaction() as tx:
        return await cart.add_item(tx, holder, variant_id, qty, terms=TERMS)


async def shown(database: Database, holder: Holder) -> cart.Cart:
    async with database.snapshot() as snapshot:
        return await cart.cart_of(snapshot, holder, TERMS)


async def test_two_tabs_adding_at_once_make_one_line_with_both(pooled: Database, goods: Goods):
    holder = Holder(token=(await add(pooled, Holder(), goods["S"], 1)).new_token)
    async with pooled.transaction() as first:
        await cart.add_item(first, holder, goods["M"], 2, terms=TERMS)
        second = asyncio.create_task(add(pooled, holder, goods["M"], 3))
        await until_waiting(pooled)
    assert pieces(await second) == {goods["S"]: 1, goods["M"]: 5}
    bag = await shown(pooled, holder)
    assert (pieces(bag), bag.version) == ({goods["S"]: 1, goods["M"]: 5}, 3)


async def test_without_taking_the_bag_first_one_tab_is_lost(pooled: Database, goods: Goods):
    """The positive control: the same two writes, both decided from what was read before either."""
    holder = Holder(token=(await add(pooled, Holder(), goods["M"], 1)).new_token)
    async with pooled.snapshot() as snapshot:
        seen = await carts.cart(snapshot, holder, pincode=None)
    assert seen is not None
    (line,) = seen.items
    for qty in (2, 3):
        async with pooled.transaction() as tx:
            await lines.put_item(tx, seen.id, replace(line, qty=line.qty + qty))
    assert pieces(await shown(pooled, holder)) == {goods["M"]: 4}


async def test_a_limit_holds_for_two_tabs_together(pooled: Database, goods: Goods):
    holder = Holder(token=(await add(pooled, Holder(), goods["M"], 1)).new_token)
    async with pooled.transaction() as first:
        await cart.add_item(first, holder, goods["M"], 5, terms=TERMS)
        second = asyncio.create_task(add(pooled, holder, goods["M"], 5))
        await until_waiting(pooled)
    with pytest.raises(Invalid) as refused:
        await second
    said = "Your bag has 6 of these already, and 10 is the most."
    assert refused.value.fields == {"qty": [said]}
    assert pieces(await shown(pooled, holder)) == {goods["M"]: 6}


async def test_a_shoppers_two_first_things_land_in_one_bag(
    pooled: Database, goods: Goods, asha: UUID
):
    holder = Holder(user_id=asha)
    async with pooled.transaction() as first:
        await cart.add_item(first, holder, goods["M"], 2, terms=TERMS)
        second = asyncio.create_task(add(pooled, holder, goods["S"], 1))
        await until_waiting(pooled)
    await second
    bag = await shown(pooled, holder)
    assert (pieces(bag), bag.version) == ({goods["M"]: 2, goods["S"]: 1}, 2)


async def test_of_two_tabs_that_name_a_version_the_later_is_refused(pooled: Database, goods: Goods):
    holder = Holder(token=(await add(pooled, Holder(), goods["M"], 1)).new_token)

    async def clear() -> cart.Cart:
        async with pooled.transaction() as tx:
            return await cart.clear_cart(tx, holder, terms=TERMS, version=1)

    async with pooled.transaction() as first:
        await cart.add_item(first, holder, goods["M"], 1, terms=TERMS, version=1)
        second = asyncio.create_task(clear())
        await until_waiting(pooled)
    with pytest.raises(StaleCart) as refused:
        await second
    assert pieces(refused.value.cart) == {goods["M"]: 2}
    assert pieces(await shown(pooled, holder)) == {goods["M"]: 2}


async def test_two_logins_with_one_guests_bag_move_it_once(
    pooled: Database, goods: Goods, asha: UUID
):
    token = (await add(pooled, Holder(), goods["M"], 4)).new_token
    assert token is not None

    async def log_in() -> None:
        async with pooled.transaction() as tx:
            await cart.merge_carts(tx, asha, token)

    async with pooled.transaction() as first:
        await cart.merge_carts(first, asha, token)
        second = asyncio.create_task(log_in())
        await until_waiting(pooled)
    await second
    bag = await shown(pooled, Holder(user_id=asha))
    assert (pieces(bag), bag.version) == ({goods["M"]: 4}, 1)


async def test_what_another_tab_adds_just_before_the_login_comes_along(
    pooled: Database, goods: Goods, asha: UUID
):
    token = (await add(pooled, Holder(), goods["M"], 4)).new_token
    assert token is not None
    own = Holder(user_id=asha)
    await add(pooled, own, goods["M"], 1)

    async def log_in() -> None:
        async with pooled.transaction() as tx:
            await cart.merge_carts(tx, asha, token)

    async with pooled.transaction() as guests, pooled.transaction() as shoppers:
        await cart.add_item(guests, Holder(token=token), goods["S"], 1, terms=TERMS)
        await cart.add_item(shoppers, own, goods["M"], 5, terms=TERMS)
        merging = asyncio.create_task(log_in())
        await until_waiting(pooled)
    await merging
    assert pieces(await shown(pooled, own)) == {goods["M"]: 6, goods["S"]: 1}


async def test_what_is_added_while_the_bag_moves_is_not_lost(
    pooled: Database, goods: Goods, asha: UUID
):
    token = (await add(pooled, Holder(), goods["M"], 4)).new_token
    assert token is not None
    async with pooled.transaction() as first:
        await cart.merge_carts(first, asha, token)
        second = asyncio.create_task(add(pooled, Holder(token=token), goods["S"], 1))
        await until_waiting(pooled)
    late = await second
    assert late.new_token not in (None, token)
    assert pieces(late) == {goods["S"]: 1}
    assert pieces(await shown(pooled, Holder(user_id=asha))) == {goods["M"]: 4}


async def test_a_bag_being_ordered_waits_for_the_other_tab(
    pooled: Database, goods: Goods, asha: UUID
):
    holder = Holder(user_id=asha)
    await add(pooled, holder, goods["M"], 1)

    async def order() -> cart.Cart:
        async with pooled.transaction() as tx:
            return await cart.cart_to_order(tx, asha, cart.Choosing(), terms=TERMS)

    async with pooled.transaction() as first:
        await cart.add_item(first, holder, goods["S"], 1, terms=TERMS)
        second = asyncio.create_task(order())
        await until_waiting(pooled)
    ordered = await second
    assert (pieces(ordered), ordered.version) == ({goods["M"]: 1, goods["S"]: 1}, 2)


async def test_how_many_statements_a_bag_costs(pooled: Database, goods: Goods, asha: UUID):
    """The answer is the whole bag each time."""
    with StatementCounter() as first:
        holder = Holder(token=(await add(pooled, Holder(), goods["M"], 1)).new_token)
    with StatementCounter() as again:
        await add(pooled, holder, goods["S"], 1)
    with StatementCounter() as own:
        await add(pooled, Holder(user_id=asha), goods["M"], 1)
    with StatementCounter() as reading:
        await shown(pooled, holder)
    assert [each.count for each in (first, again, own, reading)] == [5, 5, 6, 3]
