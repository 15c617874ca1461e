"""Store credit at checkout: held by the order that waits, a payment of the one that is placed."""

from dataclasses import replace

import pytest

from tests.world.depot import Depot
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot
from zahra.shop import books, cart, credit, orders
from zahra.shop.credit import CreditTooLow
from zahra.shop.orders import Cancelling, Order, OrderStatus, Placed, crediting
from zahra.shop.orders.paying import finalising
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio
PRICE, FEE = 159900, 4900
TAX = """
SELECT (SELECT sum(cgst + sgst + utgst + igst) FROM order_pieces)
    + coalesce((SELECT sum(cgst + sgst + utgst + igst) FROM order_charges), 0)
"""  # of everything that was sold


@pytest.fixture
async def till(database: Database) -> Till:
    return Till(database)


async def a_bag(till: Till, *, balance: int) -> Actor:
    """Asha with a kurta in her bag and this much store credit."""
    goods = await till.goods()
    asha = await till.shopper()
    async with till.database.transaction() as tx:
        cause = credit.Cause.GOODWILL
        await credit.give(tx, asha.person, balance, key="given", cause=cause)
    await till.fill_bag(asha, goods["M"])
    return asha


async def left(till: Till, asha: Actor) -> int:
    async with till.database.snapshot() as snapshot:
        return await credit.balance(snapshot, asha.person)


async def test_part_is_paid_by_credit_and_the_rest_online(till: Till):
    asha = await a_bag(till, balance=50000)
    placed = await till.place(asha, use_credit=True)
    order = placed.order
    assert (order.credit_used, order.due_online, order.total) == (50000, PRICE - 50000, PRICE)
    assert placed.attempt
    assert placed.attempt.amount == PRICE - 50000
    assert await left(till, asha) == 0, "an order that waits holds it"
    till.pay(placed)
    paid = await till.settle(placed)
    assert (paid.status, paid.payment_status) == (OrderStatus.PLACED, "paid")
    found = await till.value(
        "SELECT string_agg(purpose || ' ' || amount, ', ' ORDER BY purpose) FROM payments"
    )
    assert found == f"credit 50000, order {PRICE - 50000}"


async def test_an_order_that_credit_pays_alone_is_placed_at_once(till: Till):
    asha = await a_bag(till, balance=500000)
    placed = await till.place(asha, use_credit=True)
    order = placed.order
    assert placed.attempt is None
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, "paid")
    assert (order.payment_method, order.due_online) == ("credit", 0)
    assert await left(till, asha) == 500000 - PRICE
    assert till.gateway.calls["open_order"] == 0


@pytest.mark.parametrize(("balance", "left_to_pay"), [(PRICE - 50, 100), (PRICE - 100, 100)])
async def test_what_is_left_to_pay_is_never_too_little_for_a_gateway(
    till: Till, balance: int, left_to_pay: int
):
    """Razorpay refuses orders below one rupee: a few paise of the credit stay where they are."""
    asha = await a_bag(till, balance=balance)
    placed = await till.place(asha, use_credit=True)
    assert placed.order.due_online == left_to_pay
    assert placed.order.credit_used + placed.order.due_online == PRICE
    assert placed.attempt
    assert placed.attempt.amount == left_to_pay
    assert await left(till, asha) == balance - (PRICE - left_to_pay)


async def test_credit_that_pays_to_the_last_paisa_leaves_nothing(till: Till):
    asha = await a_bag(till, balance=PRICE)
    placed = await till.place(asha, use_credit=True)
    assert (placed.order.credit_used, placed.order.due_online, placed.attempt) == (PRICE, 0, None)


async def test_credit_lowers_what_is_taken_at_the_door(till: Till):
    asha = await a_bag(till, balance=50000)
    order = (await till.place(asha, use_credit=True, payment_method="cod")).order
    assert order.credit_used == 50000
    assert order.collectable == order.total - 50000


@pytest.mark.parametrize(
    ("balance", "fee", "collectable"),
    [
        (PRICE, 0, 0),
        (PRICE + FEE - 1, 0, 0),
        (PRICE - 1, FEE, FEE + 1),
    ],
    ids=["to the paisa", "but not the fee", "a paisa short"],
)
async def test_where_credit_pays_for_everything_else_there_is_no_cash_and_no_fee_for_it(
    till: Till, balance: int, fee: int, collectable: int
):
    asha = await a_bag(till, balance=balance)
    placing = await till.placing(asha, use_credit=True, payment_method="cod")
    seen = cart.paid_by_credit(await till.bag(asha, placing), balance)
    order = (await till.place(asha, replace(placing, expected_total=seen.totals.total))).order
    assert (order.cod_fee, order.total, order.collectable) == (fee, PRICE + fee, collectable)
    assert (seen.totals.cod_fee, seen.totals.total) == (order.cod_fee, order.total)
    assert seen.totals.tax == order.tax == await till.value(TAX)
    assert await left(till, asha) == balance - order.credit_used
    async with till.database.agreeing() as snapshot:
        assert (await books.examine(snapshot)).broken == ()


@pytest.mark.parametrize(
    ("balance", "uncollected", "back"),
    [
        (PRICE, PRICE + FEE, 0),  # the courier would have taken the fee alone
        (PRICE + 40000, PRICE + FEE - 40000, 40000),  # the credit would have paid it
        (PRICE - 100, PRICE, 0),  # a rupee is still to be taken, and its fee
    ],
    ids=["the fee alone", "nothing", "a rupee"],
)
async def test_where_cancelling_leaves_no_cash_to_take_the_fee_for_it_is_gone_too(
    till: Till, balance: int, uncollected: int, back: int
):
    asha = await a_bag(till, balance=balance)
    await till.fill_bag(asha, await till.value("SELECT variant_id FROM cart_items"))
    order = (await till.place(asha, use_credit=True, payment_method="cod")).order
    assert (order.total, order.credit_used) == (2 * PRICE + FEE, balance)
    line = {await till.value("SELECT id FROM order_lines"): 1}
    async with till.database.snapshot() as snapshot:
        seen = await orders.preview_cancelling(snapshot, asha, order.number, line)
    assert (seen.uncollected, sum(each.amount for each in seen.refunds)) == (uncollected, back)
    async with till.database.transaction() as tx:
        wish = Cancelling("one is enough", line)
        after = await orders.cancel_order(tx, asha, order.id, wish, key="c1")
    assert after.collectable == order.collectable - uncollected
    assert await left(till, asha) == back
    depot = Depot(till)
    placed = Placed(order, None)
    delivered = await depot.tell(await depot.sent(placed), ShipmentState.DELIVERED)
    kept = PRICE + (FEE if after.collectable else 0)
    assert await depot.documents(placed) == [("invoice", kept)]
    cash = await till.value("SELECT coalesce(sum(amount), 0) FROM cod_collections")
    assert (delivered.collectable, cash) == (0, after.collectable)
    async with till.database.agreeing() as snapshot:
        assert (await books.examine(snapshot)).broken == ()


async def test_credit_comes_back_when_nobody_pays(till: Till):
    asha = await a_bag(till, balance=50000)
    await till.place(asha, use_credit=True)
    await till.run_out()
    assert await left(till, asha) == 50000


async def test_who_orders_anew_has_the_same_credit(till: Till):
    asha = await a_bag(till, balance=50000)
    first = await till.place(asha, use_credit=True)
    second = await till.place(asha, use_credit=True, key="key-2", note="ring twice")
    assert second.order.id != first.order.id
    assert second.order.credit_used == 50000
    third = await till.place(asha, use_credit=False, key="key-3", note="ring twice")
    assert third.order.credit_used == 0
    assert await left(till, asha) == 50000


async def test_the_same_again_is_the_same_order(till: Till):
    asha = await a_bag(till, balance=50000)
    first = await till.place(asha, use_credit=True)
    again = await till.place(asha, use_credit=True, key="key-2")
    assert again.order.id == first.order.id
    assert await left(till, asha) == 0


async def test_credit_that_is_not_asked_for_is_not_touched(till: Till):
    asha = await a_bag(till, balance=50000)
    order = (await till.place(asha)).order
    assert (order.credit_used, order.due_online) == (0, PRICE)
    assert await left(till, asha) == 50000


async def test_credit_spent_elsewhere_meanwhile_is_refused_and_nothing_written(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    asha = await a_bag(till, balance=50000)
    placing = await till.placing(asha, use_credit=True)
    async with till.database.transaction() as tx:
        await credit.spend(tx, asha.person, 1, order_id=ids.new())

    async def stale(snapshot: object, user_id: object) -> int:
        return 50000

    monkeypatch.setattr(crediting.credit, "balance", stale)
    before = await till.fingerprint()
    with pytest.raises(CreditTooLow):
        await till.place(asha, placing)
    assert await till.fingerprint() == before


async def test_late_money_revives_an_order_whose_credit_is_still_there(till: Till):
    asha = await a_bag(till, balance=50000)
    placed = await till.place(asha, use_credit=True)
    await till.run_out()
    till.pay(placed)
    revived = await till.settle(placed)
    assert revived.status is OrderStatus.PLACED
    assert await left(till, asha) == 0


async def test_late_money_goes_back_where_the_credit_is_gone(till: Till):
    asha = await a_bag(till, balance=50000)
    placed = await till.place(asha, use_credit=True)
    await till.run_out()
    async with till.database.transaction() as tx:
        await credit.spend(tx, asha.person, 1, order_id=ids.new())
    paid = till.pay(placed)
    order = await till.settle(placed)
    await till.run_errands()
    assert order.status is OrderStatus.CANCELLED
    assert till.gateway.payments[paid].amount_refunded == PRICE - 50000
    assert await left(till, asha) == 49999


async def test_cancelled_after_placing_the_credit_is_credit_again(till: Till):
    asha = await a_bag(till, balance=500000)
    placed = await till.place(asha, use_credit=True)
    async with till.database.transaction() as tx:
        wish = orders.Cancelling("changed my mind")
        await orders.cancel_order(tx, asha, placed.order.id, wish, key="cancel")
    assert await left(till, asha) == 500000


async def test_credit_spent_while_late_money_revives_an_order_leaves_no_goods_taken(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    """Whoever spends it between the first look and the lock is found out by the lock."""
    asha = await a_bag(till, balance=50000)
    placed = await till.place(asha, use_credit=True)
    await till.run_out()
    async with till.database.transaction() as tx:
        await credit.spend(tx, asha.person, 1, order_id=ids.new())

    async def looked_before(snapshot: Snapshot, order: Order) -> None:
        """It was all there then."""

    monkeypatch.setattr(finalising, "check_revivable", looked_before)
    till.pay(placed)
    order = await till.settle(placed)
    assert order.status is OrderStatus.CANCELLED
    assert await till.value("SELECT sum(allocated) FROM stock_levels") == 0
    assert await left(till, asha) == 49999
