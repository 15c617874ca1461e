"""The ledger tells every change of a level, and nothing in it ever changes."""

import pytest
from psycopg.errors import CheckViolation, RaiseException

from tests.world.goods import SHELF_KEEPER, Goods, an_indigo_kurta
from zahra.base import ids
from zahra.base.actors import GUEST, Actor, Kind, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Forbidden, Invalid, NotFound, Unauthenticated
from zahra.shop import inventory
from zahra.shop.inventory import StockPromised, Wanted

pytestmark = pytest.mark.anyio


@pytest.fixture
async def kurta(tx: Transaction) -> Goods:
    return await an_indigo_kurta(tx, {"M": 5})


async def ledger(tx: Transaction, kurta: Goods) -> list[tuple[str, int, int]]:
    """Kind, on hand and allocated of every line, sorted."""
    cursor = await tx.connection.execute(
        "SELECT kind, on_hand, allocated FROM stock_movements WHERE variant_id = %s", [kurta["M"]]
    )
    return sorted(await cursor.fetchall())


async def test_levels_are_the_sum_of_the_ledger(tx: Transaction, kurta: Goods):
    order = ids.new()
    await inventory.receive_stock(tx, SHELF_KEEPER, kurta["M"], 7, reason="PO 12")
    await inventory.allocate_stock(tx, order, [Wanted(kurta["M"], 4)])
    await inventory.adjust_stock(tx, SHELF_KEEPER, kurta["M"], -2, reason="torn")
    await inventory.release_stock(tx, order)
    await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["M"], 1)])
    assert await ledger(tx, kurta) == [
        ("adjusted", -2, 0),
        ("allocated", 0, 1),
        ("allocated", 0, 4),
        ("received", 5, 0),
        ("received", 7, 0),
        ("released", 0, -4),
    ]
    cursor = await tx.connection.execute(
        """
        SELECT l.on_hand, l.unavailable, l.allocated, sum(m.on_hand), sum(m.unavailable),
            sum(m.allocated)
        FROM stock_levels l JOIN stock_movements m USING (variant_id) GROUP BY l.variant_id
        """
    )
    assert await cursor.fetchall() == [(10, 0, 1, 10, 0, 1)]


@pytest.mark.parametrize(
    "change", ["UPDATE stock_movements SET on_hand = 9", "DELETE FROM stock_movements"]
)
async def test_a_line_of_the_ledger_never_changes(tx: Transaction, kurta: Goods, change: str):
    with pytest.raises(RaiseException, match="append-only"):
        async with tx.savepoint():
            await tx.run(change)
    assert await ledger(tx, kurta) == [("received", 5, 0)]


async def test_the_database_refuses_a_level_promised_away_below_nothing(
    tx: Transaction, kurta: Goods
):
    with pytest.raises(CheckViolation, match="never_oversold"):
        async with tx.savepoint():
            await tx.run("UPDATE stock_levels SET allocated = 6")


async def test_a_count_may_not_take_what_orders_were_promised(tx: Transaction, kurta: Goods):
    await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["M"], 4)])
    with pytest.raises(StockPromised) as refused:
        await inventory.adjust_stock(tx, SHELF_KEEPER, kurta["M"], -2, reason="lost")
    assert refused.value.details == {"promised": 4, "wouldBe": 3}
    assert await inventory.sellable(tx, [kurta["M"]]) == {kurta["M"]: 1}


async def test_a_correction_needs_a_reason_and_a_difference(tx: Transaction, kurta: Goods):
    for delta, reason in [(-1, "  "), (0, "counted"), (-6, "counted")]:
        with pytest.raises(Invalid):
            await inventory.adjust_stock(tx, SHELF_KEEPER, kurta["M"], delta, reason=reason)
    assert await ledger(tx, kurta) == [("received", 5, 0)]


async def test_receiving_nothing_or_something_unknown_is_refused(tx: Transaction, kurta: Goods):
    with pytest.raises(Invalid):
        await inventory.receive_stock(tx, SHELF_KEEPER, kurta["M"], 0, reason="PO 12")
    with pytest.raises(NotFound):
        await inventory.receive_stock(tx, SHELF_KEEPER, ids.new(), 1, reason="PO 12")
    assert await ledger(tx, kurta) == [("received", 5, 0)]


async def test_only_who_may_change_stock_changes_it(tx: Transaction, kurta: Goods):
    keeper = Actor(
        Kind.STAFF, ids.new(), name="Sam", permissions=frozenset({Permission.STOCK_WRITE})
    )
    clerk = Actor(Kind.STAFF, ids.new(), name="Ravi")
    with pytest.raises(Forbidden):
        await inventory.adjust_stock(tx, clerk, kurta["M"], -1, reason="torn")
    with pytest.raises(Unauthenticated):
        await inventory.receive_stock(tx, GUEST, kurta["M"], 1, reason="PO 12")
    await inventory.adjust_stock(tx, keeper, kurta["M"], -1, reason="torn")
    cursor = await tx.connection.execute(
        "SELECT actor, reason FROM stock_movements WHERE kind = 'adjusted'"
    )
    assert await cursor.fetchall() == [("Sam", "torn")]
