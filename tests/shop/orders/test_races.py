"""Two at once: each race with a control that shows what it would be without its guard."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest
from psycopg.errors import CheckViolation, UniqueViolation

from tests.world.till import ASHAS_HOME, Till, gateway_order
from tests.world.waiting import until_waiting
from zahra.base.actors import program
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.shop import cart, orders, payments
from zahra.shop.cart import choosing
from zahra.shop.inventory import OutOfStock
from zahra.shop.orders import OrderStatus, Placed
from zahra.shop.orders.giving_back import refunding
from zahra.shop.orders.paying import expiring
from zahra.shop.orders.store import moving

pytestmark = pytest.mark.anyio


@pytest.fixture
async def till(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=12, wait_seconds=30))
    await database.open()
    yield Till(database)
    await database.close()


async def waiting_order(till: Till) -> Placed:
    goods = await till.goods()
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    return await till.place(actor)


async def test_two_settlings_at_once_place_once_and_tell_once(till: Till):
    placed = await waiting_order(till)
    paid = till.pay(placed)
    async with till.database.transaction() as tx:
        await moving.order_to_change(tx, placed.order.id)  # a third, holding the lock
        both = asyncio.gather(*(till.settle(placed) for _ in range(2)))
        await until_waiting(till.database, 2)
        assert not both.done(), "both wait for the order's lock, the gateway asked already"
        assert till.gateway.calls["truth_of"] == 2
    first, second = await both
    assert first.status is second.status is OrderStatus.PLACED
    await till.run_errands()
    assert len(till.postbox.messages) == 1
    assert await till.value("SELECT count(*) FROM status_history WHERE to_state = 'placed'") == 1
    assert await till.value("SELECT count(*) FROM payments") == 1
    assert till.gateway.payments[paid].amount_refunded == 0


async def test_without_the_lock_both_settlings_would_see_an_unpaid_order(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: both read before either writes, and only the table's own guard is left."""
    placed = await waiting_order(till)
    till.pay(placed)
    both_have_read = asyncio.Barrier(2)

    async def unlocked(tx: object, order_id: object, *, cart_id: object) -> object:
        seen = await moving.order(tx, order_id)  # pyright: ignore[reportArgumentType]
        await both_have_read.wait()
        return seen

    monkeypatch.setattr(orders.jobs.settling, "order_to_change", unlocked)
    results = await asyncio.gather(*(till.settle(placed) for _ in range(2)), return_exceptions=True)
    doubled = await till.value("SELECT count(*) FROM status_history WHERE to_state = 'placed'")
    assert doubled == 2 or any(isinstance(each, UniqueViolation) for each in results)


async def test_the_same_request_twice_at_once_is_one_order(till: Till):
    goods = await till.goods()
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    placing = await till.placing(actor)
    several = await asyncio.gather(*(till.place(actor, placing) for _ in range(5)))
    assert len({placed.order.id for placed in several}) == 1
    assert await till.value("SELECT count(*) FROM orders") == 1
    assert len(till.gateway.orders) == 1


async def test_the_same_cash_order_twice_at_once_is_one_order(till: Till):
    goods = await till.goods()
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    placing = await till.placing(actor, payment_method="cod")
    several = await asyncio.gather(*(till.place(actor, placing) for _ in range(5)))
    assert len({placed.order.id for placed in several}) == 1
    assert await till.value("SELECT allocated FROM stock_levels WHERE allocated > 0") == 1


async def test_without_the_bags_lock_the_same_request_would_be_two_orders(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: both read the bag before either orders it, and the table's guards are off."""
    goods = await till.goods()
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    placing = await till.placing(actor, payment_method="cod")
    async with till.database.transaction() as tx:
        await tx.run("ALTER TABLE orders DROP CONSTRAINT orders_once_per_key")
        await tx.run("DROP INDEX orders_once_per_cart")
    both_have_read = asyncio.Barrier(2)

    async def unlocked(tx: Transaction, holder: cart.Holder) -> object:
        seen = await tx.value("SELECT id FROM carts WHERE user_id = %(id)s", id=holder.user_id)
        await both_have_read.wait()
        return seen

    monkeypatch.setattr(choosing.carts, "cart_to_change", unlocked)
    await asyncio.gather(*(till.place(actor, placing) for _ in range(2)))
    assert await till.value("SELECT count(*) FROM orders") == 2


async def test_an_expiry_and_a_payment_at_once_never_lose_the_money(till: Till):
    placed = await waiting_order(till)
    await till.later(minutes=31)
    till.pay(placed)
    await asyncio.gather(
        orders.jobs.expire_orders(till.database, till.gateways),
        till.settle(placed),
        orders.jobs.poll_attempts(till.database, till.gateways),
    )
    assert (await till.whole(placed)).order.is_placed


async def test_an_expiry_that_did_not_ask_the_gateway_would_cancel_a_paid_order(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: the question is what the race above hangs on."""
    placed = await waiting_order(till)
    await till.later(minutes=31)
    till.pay(placed)

    async def unasked(*_: object) -> None:
        return None

    monkeypatch.setattr(expiring, "settle", unasked)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert (await till.whole(placed)).order.status is OrderStatus.CANCELLED


async def test_many_refunds_at_once_give_back_no_more_than_came(till: Till):
    placed = await waiting_order(till)
    till.pay(placed)
    await till.settle(placed)

    async def refund(number: int) -> str:
        try:
            async with till.database.transaction() as tx:
                assert placed.attempt
                await orders.refund_payment(
                    tx, program("tests"), placed.attempt.id, 100000, reason="", key=f"k{number}"
                )
        except (payments.RefundTooLarge, payments.NothingToRefund):
            return "refused"
        return "granted"

    outcomes = Counter(await asyncio.gather(*(refund(n) for n in range(10))))
    assert outcomes == {"granted": 1, "refused": 9}, "1,599 rupees hold 1,000 once"
    await till.run_errands()
    assert await till.value("SELECT amount_refunded FROM payments") == 100000


async def test_without_the_payments_lock_only_the_table_keeps_refunds_within_it(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: all see the whole payment, and the CHECK refuses what the rule let through."""
    placed = await waiting_order(till)
    till.pay(placed)
    await till.settle(placed)
    all_have_read = asyncio.Barrier(4)

    async def unlocked(tx: Transaction, _: object) -> payments.Payment:
        (seen,) = await payments.payments_of_order(tx, placed.order.id)
        await all_have_read.wait()
        return seen

    monkeypatch.setattr(refunding, "_payment_to_change", unlocked)

    async def refund(number: int) -> None:
        async with till.database.transaction() as tx:
            by, key = program("tests"), f"k{number}"
            await orders.refund_payment(tx, by, placed.order.id, 100000, reason="", key=key)

    results = await asyncio.gather(*(refund(n) for n in range(4)), return_exceptions=True)
    assert sum(isinstance(each, CheckViolation) for each in results) == 3


async def test_sixty_buyers_for_five_pieces_make_five_orders(till: Till):
    goods = await till.goods({"M": 5})
    buyers = [await till.shopper(f"+9197{number:08}") for number in range(60)]
    for buyer in buyers:
        await till.fill_bag(buyer, goods["M"])
    placings = [
        await till.placing(buyer, shipping_address=replace(ASHAS_HOME, name=f"Buyer {number}"))
        for number, buyer in enumerate(buyers)
    ]

    async def buy(number: int) -> Placed | None:
        try:
            placed = await till.place(buyers[number], placings[number])
        except OutOfStock:
            return None
        paid = till.pay(placed)
        await till.ring(f"evt_{number}", placed, paid)
        await till.settle(placed)  # the browser comes back at the same time
        return placed

    bought = [each for each in await asyncio.gather(*map(buy, range(60))) if each]
    await till.run_errands()
    assert len(bought) == 5
    assert await till.value("SELECT count(*) FROM orders WHERE status = 'placed'") == 5
    assert await till.value("SELECT count(*) FROM orders") == 5
    assert await till.value("SELECT allocated FROM stock_levels") == 5
    assert await till.sellable(goods["M"]) == 0
    assert len(till.postbox.messages) == 5
    assert {gateway_order(each) for each in bought} == set(till.gateway.orders)
