"""Promotions from the bag to the order and back: what is shown is what is charged."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from psycopg.errors import CheckViolation

from tests.world.bags import TERMS
from tests.world.depot import Depot
from tests.world.doorstep import CODE, rules
from tests.world.people import BINA
from tests.world.promoting import EVERY_CLASS, buy_two_get_one, rupees_off, ten_percent
from tests.world.returning import Counter, deliver
from tests.world.till import Till
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.shop import cart, orders
from zahra.shop.cart import Cart, Holder
from zahra.shop.orders import OrderStatus
from zahra.shop.promotions import CouponRefused, PaidBy, Reason

pytestmark = pytest.mark.anyio


@pytest.fixture
async def till(database: Database) -> Till:
    return Till(database)


async def on_offer(till: Till, make: Any, *args: Any, **wishes: Any) -> UUID:
    async with till.database.transaction() as tx:
        return (await make(tx, *args, **wishes)).id


async def with_code(till: Till, actor: Actor, code: str) -> Cart:
    async with till.database.transaction() as tx:
        return await cart.apply_coupon(tx, Holder(actor.user_id), code, terms=TERMS)


async def ready(till: Till, *, qty: int = 2, identifier: str = "+919876543210") -> Actor:
    goods = await till.goods({"M": 20}, title=f"A kurta for {identifier[-4:]}")
    actor = await till.shopper(identifier)
    await till.fill_bag(actor, goods["M"], qty)
    return actor


async def used(till: Till, promotion_id: UUID) -> tuple[int, str | None]:
    return (
        await till.value("SELECT used FROM promotions WHERE id = %(id)s", id=promotion_id),
        await till.value(
            """
            SELECT string_agg(state, ', ' ORDER BY reserved_at) FROM redemptions
            WHERE promotion_id = %(id)s
            """,
            id=promotion_id,
        ),
    )


async def test_the_order_charges_what_the_bag_showed(till: Till):
    await on_offer(till, buy_two_get_one, combines_with=EVERY_CLASS)
    await on_offer(till, ten_percent, combines_with=EVERY_CLASS)
    actor = await ready(till, qty=3)
    await with_code(till, actor, "ten off")
    placing = await till.placing(actor)
    bag = await till.bag(actor, placing)
    assert bag.totals.discount == 3 * 40000 + 159900
    assert bag.totals.coupon_discount == 31980
    placed = await till.place(actor, placing)
    order, whole = placed.order, await till.whole(placed)
    assert (order.total, order.total) == (bag.totals.total, 3 * 159900 - 159900 - 31980)
    assert (order.discount, order.coupon_discount) == (bag.totals.discount, 31980)
    assert [line.discount for line in whole.lines] == [159900 + 31980]
    assert sum(tax.taxable + tax.cgst + tax.sgst for tax in whole.taxes) == order.total


async def test_a_coupon_that_lowers_a_piece_lowers_its_rate(till: Till):
    """india-commerce.md 1.4, the last row: ₹3,499 less ₹900 bears 5 %, not 18 %."""
    await on_offer(till, rupees_off, 90000, "NINEHUNDRED")
    goods = await till.goods({"M": 5}, title="Festive Kurta", price=349900, mrp=399900)
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 1)
    await with_code(till, actor, "NINEHUNDRED")
    whole = await till.whole(await till.place(actor))
    (tax,) = whole.taxes
    assert (tax.rate, tax.taxable, tax.cgst, tax.sgst) == (5, 247524, 6188, 6188)


async def test_the_shares_of_a_discount_re_add_in_the_table_too(till: Till):
    await on_offer(till, ten_percent)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    await till.place(actor)
    told = "SELECT d.amount = sum(l.amount) FROM order_discounts d JOIN order_line_discounts l"
    assert await till.value(f"{told} USING (order_id, promotion_id) GROUP BY d.amount")
    with pytest.raises(CheckViolation):
        async with till.database.transaction() as tx:
            await tx.run("UPDATE order_line_discounts SET amount = amount + 1")


async def test_a_code_is_reserved_then_redeemed_and_then_used_up(till: Till):
    promotion = await on_offer(till, ten_percent, person_limit=1)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    placed = await till.place(actor)
    assert await used(till, promotion) == (1, "reserved")
    till.pay(placed)
    assert (await till.settle(placed)).status is OrderStatus.PLACED
    assert await used(till, promotion) == (1, "redeemed")
    await till.fill_bag(actor, await till.value("SELECT variant_id FROM order_lines LIMIT 1"))
    with pytest.raises(CouponRefused) as refused:
        await with_code(till, actor, "TENOFF")
    assert refused.value.details["reason"] is Reason.USED_BEFORE


async def test_ones_own_waiting_order_does_not_use_up_the_code_of_its_bag(till: Till):
    promotion = await on_offer(till, ten_percent, total_limit=1, person_limit=1)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    await till.place(actor)
    again = await till.place(actor, key="key-2", note="leave it at the door")
    assert again.order.coupon_discount == 31980
    assert await used(till, promotion) == (1, "released, reserved")


async def test_who_never_paid_gives_the_code_back(till: Till):
    promotion = await on_offer(till, ten_percent, total_limit=1)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    await till.place(actor)
    await till.run_out()
    assert await used(till, promotion) == (0, "released")
    bina = await ready(till, identifier=BINA)
    assert (await with_code(till, bina, "TENOFF")).totals.coupon_discount == 31980


async def test_who_never_confirmed_gives_the_code_back_when_the_clock_runs_out(till: Till):
    once = await on_offer(till, rupees_off, 20000, "ONCE", total_limit=1)
    await rules(till, CODE)
    actor = await ready(till)
    await with_code(till, actor, "ONCE")
    placed = await till.place(actor, payment_method="cod")
    assert placed.order.status is OrderStatus.PENDING_CONFIRMATION
    assert await used(till, once) == (1, "reserved")
    await till.later(hours=24)
    await orders.jobs.expire_orders(till.database, till.gateways)
    assert await used(till, once) == (0, "released")


async def test_late_money_takes_the_code_again(till: Till):
    promotion = await on_offer(till, ten_percent, total_limit=1)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    placed = await till.place(actor)
    await till.run_out()
    till.pay(placed)
    assert (await till.settle(placed)).status is OrderStatus.PLACED
    assert await used(till, promotion) == (1, "redeemed")


async def test_late_money_is_never_refused_because_the_code_is_gone(till: Till):
    promotion = await on_offer(till, ten_percent, total_limit=1)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    late = await till.place(actor)
    await till.run_out()
    bina = await ready(till, identifier=BINA)
    await with_code(till, bina, "TENOFF")
    await till.place(bina, payment_method="razorpay", key="binas")
    till.pay(late)
    revived = await till.settle(late)
    assert (revived.status, revived.coupon_discount) == (OrderStatus.PLACED, 31980)
    assert (await used(till, promotion))[0] == 1


async def test_a_code_is_free_again_when_its_order_is_cancelled_before_anything_left(till: Till):
    promotion = await on_offer(till, ten_percent, person_limit=1)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    placed, depot = await till.place(actor), Depot(till)
    till.pay(placed)
    await till.settle(placed)
    await depot.cancel(actor, placed, 1, key="one of two")
    assert await used(till, promotion) == (1, "redeemed")
    await depot.cancel(actor, placed, key="the other")
    assert await used(till, promotion) == (0, "released")
    await till.fill_bag(actor, await till.value("SELECT variant_id FROM order_lines LIMIT 1"))
    assert (await with_code(till, actor, "TENOFF")).totals.coupon_discount == 15990


async def test_what_comes_back_does_not_bring_its_code_back(till: Till):
    promotion = await on_offer(till, ten_percent, person_limit=1)
    actor = await ready(till, qty=1)
    await with_code(till, actor, "TENOFF")
    placed = await till.place(actor)
    till.pay(placed)
    await till.settle(placed)
    await deliver(till, placed)
    variant = await till.value("SELECT variant_id FROM order_lines")
    counter = Counter(till, actor, {"M": variant}, await till.whole(placed))
    await counter.come_back(await counter.ask(1))
    assert (await counter.order()).order.return_status == "full"
    assert await used(till, promotion) == (1, "redeemed")


async def test_a_first_order_comes_once(till: Till):
    await on_offer(till, ten_percent, "FIRST", is_first_order=True)
    actor = await ready(till)
    placed = await till.place(actor)
    till.pay(placed)
    await till.settle(placed)
    await till.fill_bag(actor, await till.value("SELECT variant_id FROM order_lines LIMIT 1"))
    with pytest.raises(CouponRefused) as refused:
        await with_code(till, actor, "FIRST")
    assert refused.value.details["reason"] is Reason.FIRST_ORDER_ONLY


async def test_what_is_for_prepaid_orders_is_not_charged_at_the_door(till: Till):
    await on_offer(till, ten_percent, "PREPAID", paid_by=PaidBy.PREPAID)
    actor = await ready(till)
    waiting = await with_code(till, actor, "PREPAID")
    assert waiting.coupon is not None
    assert waiting.coupon.refusal is not None
    assert waiting.totals.coupon_discount == 0
    online = await till.placing(actor)
    cash = await till.placing(actor, payment_method="cod")
    assert online.expected_total == 2 * 159900 - 31980
    assert cash.expected_total == 2 * 159900 + TERMS.cod.fee
    assert (await till.place(actor, cash)).order.total == cash.expected_total


async def test_a_total_that_rose_because_an_offer_ended_is_asked_again(till: Till):
    promotion = await on_offer(till, ten_percent)
    actor = await ready(till)
    await with_code(till, actor, "TENOFF")
    placing = await till.placing(actor)
    async with till.database.transaction() as tx:
        await tx.run("UPDATE promotions SET status = 'paused' WHERE id = %(id)s", id=promotion)
    with pytest.raises(orders.CartChanged):
        await till.place(actor, placing)
    assert await used(till, promotion) == (0, None)


async def test_a_price_for_paying_online_is_not_taken_to_the_door(till: Till):
    await on_offer(till, ten_percent, "PREPAID", paid_by=PaidBy.PREPAID)
    till.terms = replace(TERMS, cod=replace(TERMS.cod, fee=0))
    actor = await ready(till)
    await with_code(till, actor, "PREPAID")
    placed = await till.place(actor)
    before = await till.fingerprint()
    with pytest.raises(orders.MethodNotOffered):
        async with till.database.transaction() as tx:
            await orders.switch_to_cod(tx, actor, placed.order.id, terms=till.terms)
    assert await till.fingerprint() == before
