"""Stock is held, promised and given back; what may be sold follows at once."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.counting import StatementCounter
from tests.world.goods import SHELF_KEEPER, Goods, an_indigo_kurta
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.shop import inventory
from zahra.shop.inventory import OutOfStock, Wanted

pytestmark = pytest.mark.anyio
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
async def kurta(tx: Transaction) -> Goods:
    return await an_indigo_kurta(tx, {"M": 5, "L": 1})


async def left(tx: Transaction, variant_id: UUID) -> int:
    return (await inventory.sellable(tx, [variant_id]))[variant_id]


async def level(tx: Transaction, variant_id: UUID) -> tuple[int, int]:
    """On hand and allocated."""
    cursor = await tx.connection.execute(
        "SELECT on_hand, allocated FROM stock_levels WHERE variant_id = %s", [variant_id]
    )
    found = await cursor.fetchone()
    assert found is not None
    return found


async def hold(tx: Transaction, order: UUID, variant_id: UUID, qty: int) -> None:
    until = tx.now + TEN_MINUTES
    await inventory.hold_stock(tx, order, [Wanted(variant_id, qty)], until=until)


async def test_a_hold_takes_its_pieces_off_what_may_be_sold(tx: Transaction, kurta: Goods):
    await hold(tx, ids.new(), kurta["M"], 2)
    assert await left(tx, kurta["M"]) == 3
    assert await level(tx, kurta["M"]) == (5, 0)


async def test_a_hold_is_all_or_nothing_and_names_every_line_that_is_short(
    tx: Transaction, kurta: Goods
):
    wanted = [Wanted(kurta["M"], 6), Wanted(kurta["L"], 2)]
    with pytest.raises(OutOfStock) as refused:
        await inventory.hold_stock(tx, ids.new(), wanted, until=tx.now + TEN_MINUTES)
    short = {item["variantId"]: item for item in refused.value.details["items"]}
    assert short == {
        str(kurta["M"]): {"variantId": str(kurta["M"]), "wanted": 6, "available": 5},
        str(kurta["L"]): {"variantId": str(kurta["L"]), "wanted": 2, "available": 1},
    }
    assert await left(tx, kurta["M"]) == 5
    assert await left(tx, kurta["L"]) == 1


async def test_the_same_variant_on_two_lines_is_added_up(tx: Transaction, kurta: Goods):
    wanted = [Wanted(kurta["M"], 3), Wanted(kurta["M"], 3)]
    with pytest.raises(OutOfStock) as refused:
        await inventory.hold_stock(tx, ids.new(), wanted, until=tx.now + TEN_MINUTES)
    assert refused.value.details["items"][0]["wanted"] == 6


async def test_holding_again_for_the_same_order_renews_and_does_not_add(
    tx: Transaction, kurta: Goods
):
    order = ids.new()
    await hold(tx, order, kurta["M"], 4)
    await hold(tx, order, kurta["M"], 5)
    assert await left(tx, kurta["M"]) == 0
    await hold(tx, order, kurta["M"], 1)
    assert await left(tx, kurta["M"]) == 4


async def test_a_variant_that_never_had_stock_is_out_of_stock(tx: Transaction):
    kurta = await an_indigo_kurta(tx, {"M": 0})
    with pytest.raises(OutOfStock):
        await hold(tx, ids.new(), kurta["M"], 1)
    assert await left(tx, kurta["M"]) == 0


async def test_a_lapsed_hold_counts_for_nothing_the_moment_it_lapses(database: Database):
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"M": 5})
        await hold(tx, ids.new(), kurta["M"], 5)
        assert await left(tx, kurta["M"]) == 0
    database.ahead = TEN_MINUTES + timedelta(seconds=1)
    async with database.transaction() as tx:
        assert await left(tx, kurta["M"]) == 5
        await hold(tx, ids.new(), kurta["M"], 5)


async def test_allocating_promises_and_leaves_the_shelf_as_it_is(tx: Transaction, kurta: Goods):
    await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["M"], 2)])
    assert await level(tx, kurta["M"]) == (5, 2)
    assert await left(tx, kurta["M"]) == 3


async def test_allocating_more_than_is_left_is_refused_and_promises_nothing(
    tx: Transaction, kurta: Goods
):
    with pytest.raises(OutOfStock):
        await inventory.allocate_stock(
            tx, ids.new(), [Wanted(kurta["M"], 1), Wanted(kurta["L"], 2)]
        )
    assert await level(tx, kurta["M"]) == (5, 0)


async def test_allocating_twice_for_an_order_promises_once(tx: Transaction, kurta: Goods):
    order = ids.new()
    await inventory.allocate_stock(tx, order, [Wanted(kurta["M"], 2)])
    await inventory.allocate_stock(tx, order, [Wanted(kurta["M"], 2)])
    assert await level(tx, kurta["M"]) == (5, 2)


async def test_a_hold_becomes_a_promise_of_the_same_pieces(tx: Transaction, kurta: Goods):
    order = ids.new()
    await hold(tx, order, kurta["M"], 5)
    await inventory.convert_holds(tx, order, [Wanted(kurta["M"], 5)])
    assert await level(tx, kurta["M"]) == (5, 5)
    assert await left(tx, kurta["M"]) == 0


async def test_a_lapsed_hold_is_promised_if_its_pieces_are_still_there(database: Database):
    order = ids.new()
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"M": 5})
        await hold(tx, order, kurta["M"], 3)
    database.ahead = TEN_MINUTES + timedelta(seconds=1)
    async with database.transaction() as tx:
        await inventory.convert_holds(tx, order, [Wanted(kurta["M"], 3)])
        assert await level(tx, kurta["M"]) == (5, 3)


async def test_a_lapsed_hold_whose_pieces_went_to_others_is_refused(database: Database):
    late, quick = ids.new(), ids.new()
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"M": 5})
        await hold(tx, late, kurta["M"], 3)
    database.ahead = TEN_MINUTES + timedelta(seconds=1)
    async with database.transaction() as tx:
        await inventory.allocate_stock(tx, quick, [Wanted(kurta["M"], 4)])
        with pytest.raises(OutOfStock) as refused:
            await inventory.convert_holds(tx, late, [Wanted(kurta["M"], 3)])
        assert refused.value.details["items"][0]["available"] == 1
        assert await level(tx, kurta["M"]) == (5, 4)


async def test_a_live_hold_is_honoured_though_a_count_came_out_short(tx: Transaction, kurta: Goods):
    """The first to pay gets what there is; the second is told that it is gone."""
    first, second = ids.new(), ids.new()
    await hold(tx, first, kurta["M"], 3)
    await hold(tx, second, kurta["M"], 2)
    await lose(tx, kurta["M"], 2)
    assert await left(tx, kurta["M"]) == -2
    await inventory.convert_holds(tx, first, [Wanted(kurta["M"], 3)])
    with pytest.raises(OutOfStock):
        await inventory.convert_holds(tx, second, [Wanted(kurta["M"], 2)])
    assert await level(tx, kurta["M"]) == (3, 3)


async def lose(tx: Transaction, variant_id: UUID, pieces: int) -> None:
    await inventory.adjust_stock(tx, SHELF_KEEPER, variant_id, -pieces, reason="not found")


async def test_releasing_gives_back_holds_and_promises_once(tx: Transaction, kurta: Goods):
    held, promised = ids.new(), ids.new()
    await hold(tx, held, kurta["M"], 2)
    await inventory.allocate_stock(tx, promised, [Wanted(kurta["M"], 3)])
    for order in (held, promised, held, promised):
        await inventory.release_stock(tx, order)
    assert await left(tx, kurta["M"]) == 5
    assert await level(tx, kurta["M"]) == (5, 0)


async def test_what_was_released_must_be_had_again(tx: Transaction, kurta: Goods):
    order = ids.new()
    await inventory.allocate_stock(tx, order, [Wanted(kurta["M"], 3)])
    await inventory.release_stock(tx, order)
    await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["M"], 4)])
    with pytest.raises(OutOfStock):
        await inventory.allocate_stock(tx, order, [Wanted(kurta["M"], 3)])
    await inventory.allocate_stock(tx, order, [Wanted(kurta["M"], 1)])
    assert await level(tx, kurta["M"]) == (5, 5)


async def test_an_allowed_oversell_may_be_sold_and_no_more(tx: Transaction, kurta: Goods):
    await tx.connection.execute(
        "UPDATE stock_levels SET oversell_limit = 2 WHERE variant_id = %s", [kurta["L"]]
    )
    assert await left(tx, kurta["L"]) == 3
    await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["L"], 3)])
    assert await level(tx, kurta["L"]) == (1, 3)
    with pytest.raises(OutOfStock):
        await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["L"], 1)])


async def test_decisions_take_few_statements_however_many_lines(tx: Transaction):
    """Locks, holds and what is written: one statement each, for one variant or five."""
    kurta = await an_indigo_kurta(tx, dict.fromkeys(("XS", "S", "M", "L", "XL"), 9))
    wanted = [Wanted(variant_id, 2) for variant_id in kurta.variants.values()]
    order, until = ids.new(), tx.now + TEN_MINUTES
    with StatementCounter() as holding:
        await inventory.hold_stock(tx, order, wanted, until=until)
    with StatementCounter() as converting:
        await inventory.convert_holds(tx, order, wanted)
    with StatementCounter() as releasing:
        await inventory.release_stock(tx, order)
    with StatementCounter() as looking:
        await inventory.sellable(tx, list(kurta.variants.values()))
    counts = (holding.count, converting.count, releasing.count, looking.count)
    assert counts == (3, 5, 6, 1), (holding, converting, releasing)
