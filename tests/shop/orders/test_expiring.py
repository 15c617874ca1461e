"""Orders nobody pays for give their stock back, and never before their gateway was asked."""

import pytest

from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import orders
from zahra.shop.orders import OrderStatus

pytestmark = pytest.mark.anyio


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def test_an_unpaid_order_expires_and_frees_its_stock(till: Till):
    variant, _, placed = await till.waiting_order()
    await till.later(minutes=29)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_pending
    await till.later(minutes=2)
    await orders.jobs.expire_orders(till.database, till.gateways)
    whole = await till.whole(placed)
    assert (whole.order.status, whole.order.payment_status) == ("cancelled", "voided")
    assert whole.payments[0].status == "voided"
    assert await till.sellable(variant) == 5
    assert await till.value("SELECT count(*) FROM stock_holds WHERE state = 'active'") == 0


async def test_an_order_is_not_expired_before_its_gateway_was_asked(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    await till.run_out()
    assert (await till.whole(placed)).order.is_placed


async def test_a_silent_gateway_postpones_the_expiry(till: Till):
    _, _, placed = await till.waiting_order()
    till.gateway.silent.add("truth_of")
    await till.run_out()
    assert (await till.whole(placed)).order.is_pending
    till.gateway.silent.clear()
    await till.run_out()
    assert (await till.whole(placed)).order.status is OrderStatus.CANCELLED


async def test_a_bank_that_has_not_answered_postpones_the_expiry_for_twelve_minutes(till: Till):
    _, _, placed = await till.waiting_order()
    await till.later(minutes=29)
    till.pay(placed, "created")
    await till.settle(placed)
    await till.later(minutes=2)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_pending
    await till.later(minutes=11)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert (await till.whole(placed)).order.status is OrderStatus.CANCELLED


async def test_refused_keys_are_no_answer_and_postpone_the_expiry(till: Till):
    _, _, placed = await till.waiting_order()
    till.gateway.refusing.add("truth_of")
    till.gateway.status = 401
    await till.run_out()
    assert (await till.whole(placed)).order.is_pending


async def test_an_order_the_gateway_has_never_heard_of_expires(till: Till):
    _, _, placed = await till.waiting_order()
    till.gateway.refusing.add("truth_of")
    await till.run_out()
    assert (await till.whole(placed)).order.status is OrderStatus.CANCELLED


async def test_an_order_that_never_reached_its_gateway_expires_too(till: Till):
    goods = await till.goods()
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    till.gateway.silent.add("open_order")
    placed = await till.place(actor)
    await till.run_out()
    assert (await till.whole(placed)).order.status is OrderStatus.CANCELLED


async def test_late_authorisations_are_still_found_for_four_days(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed, "failed", id="pay_late")
    await till.settle(placed)
    await till.run_out()
    await till.later(days=3)
    till.gateway.tell("pay_late", "authorized")
    await orders.jobs.poll_attempts(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_placed


async def test_after_four_days_nobody_asks_any_more(till: Till):
    _, _, placed = await till.waiting_order()
    await till.run_out()
    await till.later(days=4)
    asked = till.gateway.calls["truth_of"]
    await orders.jobs.poll_attempts(till.database, till.gateways)
    assert till.gateway.calls["truth_of"] == asked
    assert placed.attempt
