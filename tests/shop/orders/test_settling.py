"""Money comes when and how it likes; the order ends where it should."""

from dataclasses import replace
from itertools import pairwise, permutations
from typing import Any
from uuid import UUID

import pytest

from tests.world.bags import TERMS
from tests.world.people import ASHA, BINA
from tests.world.till import ASHAS_HOME, IN_MUMBAI, Till
from zahra.base.db import Database
from zahra.shop import orders, payments
from zahra.shop.orders import OrderStatus, PaymentStatus
from zahra.shop.payments import GatewayDown
from zahra.shop.shipping import CodTerms

pytestmark = pytest.mark.anyio


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def test_a_webhook_alone_places_the_order(till: Till):
    variant, _, placed = await till.waiting_order()
    paid = till.pay(placed)
    await till.ring("evt_1", placed, paid)
    await till.run_errands()
    whole = await till.whole(placed)
    assert (whole.order.status, whole.order.payment_status) == ("placed", "paid")
    assert whole.order.placed_at
    assert whole.payments[0].status == "captured"
    assert [(m.life, m.from_state, m.to_state, m.by) for m in whole.history][2:] == [
        ("order", "pending_payment", "placed", "payment"),
        ("payment", "pending", "paid", "payment"),
    ]
    assert await till.sellable(variant) == 3
    assert await till.value("SELECT allocated FROM stock_levels") == 2
    assert await till.value("SELECT completed_at IS NOT NULL FROM carts")
    assert await till.value("SELECT state FROM provider_events") == "processed"
    assert [message.to for message in till.postbox.messages] == [ASHA]


async def test_the_poller_alone_places_the_order(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_pending, "it is not asked about at once"
    await till.later(seconds=31)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_placed


async def test_the_poller_waits_ever_longer(till: Till):
    await till.waiting_order()
    asked_at: list[int] = []
    for minute in range(1, 20):
        await till.later(minutes=1)
        before = till.gateway.calls["truth_of"]
        await orders.jobs.poll_attempts(till.database, till.gateways)
        asked_at += [minute] * (till.gateway.calls["truth_of"] - before)
    gaps = [later - sooner for sooner, later in pairwise(asked_at)]
    assert asked_at[0] == 1
    assert gaps == sorted(gaps)
    assert len(asked_at) in (4, 5), asked_at


async def test_every_order_of_webhooks_with_duplicates_ends_the_same(till: Till):
    """Each event is settled while the gateway still tells of that moment: stale snapshots too."""
    goods = await till.goods({"M": 200})
    news = ["authorized", "captured", "failed", "captured"]  # the last is order.paid
    ends: set[tuple[object, ...]] = set()
    orders_of_news = sorted(set(permutations([*news, "authorized"])))
    for number, told_in in enumerate(orders_of_news):
        actor = await till.shopper(f"+9198{number:08}")
        await till.fill_bag(actor, goods["M"])
        placed = await till.place(actor)
        paid = till.pay(placed, told_in[0])
        for at, state in enumerate(told_in):
            till.gateway.tell(paid, state)
            await till.ring(f"evt_{number}_{at}", placed, paid)
            await till.run_errands()
        whole = await till.whole(placed)
        ends.add((whole.order.status, whole.order.payment_status, whole.payments[0].status))
    assert ends == {(OrderStatus.PLACED, PaymentStatus.PAID, "captured")}
    assert len(till.postbox.messages) == len(orders_of_news)
    assert await till.value("SELECT allocated FROM stock_levels") == len(orders_of_news)
    assert till.gateway.calls["refund"] == 0


async def test_settling_again_changes_nothing_and_tells_nobody_twice(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    await till.settle(placed)
    await till.run_errands()
    before = await till.value("SELECT count(*) FROM status_history")
    for _ in range(3):
        await till.settle(placed)
        await till.run_errands()
    assert await till.value("SELECT count(*) FROM status_history") == before
    assert len(till.postbox.messages) == 1


async def test_authorised_money_is_captured_for_goods_that_are_held(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed, "authorized")
    order = await till.settle(placed)
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert till.gateway.calls["capture"] == 1
    assert await till.value("SELECT capture_asked_at IS NOT NULL FROM payments")


async def test_a_lost_answer_to_a_capture_is_no_second_capture(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed, "authorized")
    till.gateway.lossy.add("capture")
    with pytest.raises(GatewayDown):
        await till.settle(placed)
    assert (await till.whole(placed)).order.payment_status == "authorized"
    till.gateway.lossy.clear()
    assert (await till.settle(placed)).is_placed
    assert till.gateway.calls["capture"] == 1


async def test_authorised_money_for_goods_that_are_gone_is_never_captured(till: Till):
    variant, _, placed = await till.waiting_order(stock=2)
    await till.later(minutes=11)
    await sold_to_bina(till, variant, qty=2)
    till.pay(placed, "authorized")
    order = await till.settle(placed)
    assert order.status is OrderStatus.CANCELLED
    assert till.gateway.calls["capture"] == 0
    assert (await till.whole(placed)).history[-2].note == "sold out before the payment came"


async def test_late_money_revives_the_order_while_the_goods_are_there(till: Till):
    variant, _, placed = await till.waiting_order()
    await till.run_out()
    assert (await till.whole(placed)).order.status is OrderStatus.CANCELLED
    assert await till.sellable(variant) == 5
    till.pay(placed)
    order = await till.settle(placed)
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert await till.sellable(variant) == 3
    assert (await till.whole(placed)).history[-2].note == "paid late, the goods were still there"
    await till.run_errands()
    assert len(till.postbox.messages) == 1


async def test_late_money_for_goods_that_are_gone_goes_back_by_itself(till: Till):
    variant, _, placed = await till.waiting_order(stock=2)
    await till.run_out()
    await sold_to_bina(till, variant, qty=2)
    paid = till.pay(placed)
    order = await till.settle(placed)
    assert (order.status, order.payment_status) == (OrderStatus.CANCELLED, PaymentStatus.PAID)
    await till.run_errands()
    order = (await till.whole(placed)).order
    assert (order.status, order.payment_status) == (OrderStatus.CANCELLED, PaymentStatus.REFUNDED)
    assert till.gateway.payments[paid].amount_refunded == 319800
    (sms,) = [m for m in till.postbox.messages if m.to == ASHA]
    assert "Rs 3,198 paid for order" in sms.text
    await till.settle(placed)
    await till.run_errands()
    assert till.gateway.calls["refund"] == 1


async def test_money_whose_hold_lapsed_stands_in_line_again(till: Till):
    variant, _, placed = await till.waiting_order(stock=2)
    await till.later(minutes=11)
    await sold_to_bina(till, variant, qty=1)
    till.pay(placed)
    order = await till.settle(placed)
    assert order.status is OrderStatus.CANCELLED
    await till.run_errands()
    assert (await till.whole(placed)).order.payment_status == "refunded"
    assert await till.sellable(variant) == 1


async def test_late_money_for_a_bag_that_was_ordered_anew_goes_back(till: Till):
    variant, actor, first = await till.waiting_order()
    second = await till.place(actor, key="key-2", shipping_address=IN_MUMBAI)
    till.pay(first)
    order = await till.settle(first)
    await till.run_errands()
    assert (await till.whole(first)).order.payment_status == "refunded"
    assert order.status is OrderStatus.CANCELLED
    till.pay(second)
    assert (await till.settle(second)).is_placed
    assert await till.sellable(variant) == 3


async def test_a_second_capture_is_given_back_and_the_order_stands(till: Till):
    _, _, placed = await till.waiting_order()
    first = till.pay(placed)
    await till.settle(placed)
    second = till.pay(placed)
    order = await till.settle(placed)
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.OVERPAID)
    await till.run_errands()
    order = (await till.whole(placed)).order
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert till.gateway.payments[first].amount_refunded == 0
    assert till.gateway.payments[second].amount_refunded == 319800
    assert sum("on its way back" in m.text for m in till.postbox.messages) == 1


async def test_both_captures_at_once_place_once_and_give_one_back(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    till.pay(placed)
    await till.settle(placed)
    await till.run_errands()
    order = (await till.whole(placed)).order
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert till.gateway.calls["refund"] == 1


@pytest.mark.parametrize(
    "wrong", [{"amount": 100}, {"currency": "USD"}, {"claims": "order_of_another"}]
)
async def test_money_that_does_not_match_is_quarantined_and_pays_nothing(
    till: Till, wrong: dict[str, Any]
):
    _, _, placed = await till.waiting_order()
    paid = till.pay(placed, **wrong)
    await till.ring("evt_1", placed, paid)
    await till.run_errands()
    whole = await till.whole(placed)
    assert (whole.order.status, whole.order.payment_status) == ("pending_payment", "pending")
    assert await till.value("SELECT purpose FROM payments") == "quarantined"
    assert till.postbox.messages == []
    assert await till.value("SELECT count(*) FROM refunds") == 0


async def test_a_silent_gateway_changes_nothing(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    till.gateway.silent.add("truth_of")
    before = await till.fingerprint()
    with pytest.raises(GatewayDown):
        await till.settle(placed)
    assert await till.fingerprint() == before


async def test_an_event_that_comes_before_our_own_call_returned_waits_for_it(till: Till):
    goods = await till.goods()
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"])
    placing = await till.placing(actor)
    till.gateway.lossy.add("open_order")
    await till.place(actor, placing)
    (gateway_order,) = till.gateway.orders
    paid = till.gateway.pay(gateway_order)
    raw = f"evt_1 payment.captured {gateway_order} {paid.id}".encode()
    fact = till.gateway.read_event(raw, {"x-signature": "genuine"})
    async with till.database.transaction() as tx:
        kept = await payments.keep_event(tx, "razorpay", raw, fact)
    assert kept
    await orders.jobs.settle_event(till.database, till.gateways, kept)
    assert await till.value("SELECT state FROM provider_events") == "parked"
    till.gateway.lossy.clear()
    placed = await till.place(actor, placing)
    await till.later(minutes=3)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    assert (await till.whole(placed)).order.is_placed
    assert await till.value("SELECT state FROM provider_events") == "processed"


async def test_an_event_about_a_strangers_payment_is_ignored_after_an_hour(till: Till):
    raw = b"evt_1 payment.captured order_elsewhere pay_elsewhere"
    fact = till.gateway.read_event(raw, {"x-signature": "genuine"})
    async with till.database.transaction() as tx:
        kept = await payments.keep_event(tx, "razorpay", raw, fact)
    assert kept
    await orders.jobs.settle_event(till.database, till.gateways, kept)
    assert await till.value("SELECT state FROM provider_events") == "parked"
    await till.later(minutes=61)
    await orders.jobs.poll_attempts(till.database, till.gateways)
    assert await till.value("SELECT state FROM provider_events") == "ignored"


async def test_cash_at_the_door_gives_way_to_a_payment_that_comes_after_all(till: Till):
    till.terms = replace(TERMS, cod=CodTerms(fee=0, min_total=0, max_total=500000))
    _, actor, placed = await till.waiting_order()
    async with till.database.transaction() as tx:
        await orders.switch_to_cod(tx, actor, placed.order.id, terms=till.terms)
    till.pay(placed)
    order = await till.settle(placed)
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.PAID)
    assert order.payment_method == "razorpay"
    await till.run_errands()
    assert till.gateway.calls["refund"] == 0
    assert len(till.postbox.messages) == 1


async def sold_to_bina(till: Till, variant: UUID, *, qty: int) -> None:
    bina = await till.shopper(BINA)
    await till.fill_bag(bina, variant, qty)
    home = replace(ASHAS_HOME, phone="+919811111111")
    placed = await till.place(bina, key="bina", shipping_address=home)
    till.pay(placed)
    assert (await till.settle(placed)).is_placed
    await till.run_errands()
