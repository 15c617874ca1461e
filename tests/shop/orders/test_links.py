"""Payment links: attempts of an order that are sent, paid by whoever opens them, and cancelled."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.world.fake_gateway import FakeGateway
from tests.world.gateway import Simulator, running_simulator, simulator
from tests.world.till import Till
from zahra.base import ids
from zahra.base.db import Database
from zahra.providers.razorpay import RazorpayGateway
from zahra.providers.razorpay.links import is_genuine_return
from zahra.shop import books, orders, payments
from zahra.shop.orders import (
    MethodNotOffered,
    OrderStatus,
    PaymentStatus,
    PaymentUnderWay,
    Placed,
)
from zahra.shop.payments import Attempt, AttemptState, GatewayDown, Gateways
from zahra.shop.payments.provider import OpeningLink

__all__ = ["running_simulator", "simulator"]
pytestmark = pytest.mark.anyio
SECRET = "rzp_demo_secret_9f2c"
WORKED = {
    "razorpay_payment_id": "pay_ZAH0000000001",
    "razorpay_payment_link_id": "plink_ZAH0000000001",
    "razorpay_payment_link_reference_id": "ZAH-10042",
    "razorpay_payment_link_status": "paid",
    "razorpay_signature": "3ecdba96595ff25653c17695e34c59b650f765a489ced666172c4ec4af9dabf2",
}


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


@pytest.fixture
async def razorpay(simulator: Simulator) -> AsyncGenerator[RazorpayGateway, None]:
    opened = RazorpayGateway(simulator.account)
    yield opened
    await opened.close()


async def linked(till: Till, placed: Placed, key: str = "link") -> Attempt:
    async with till.database.snapshot() as snapshot:
        until = snapshot.now + timedelta(days=1)
    return await orders.open_link(
        till.database, till.gateways, placed.order.id, placed.order.total, key=key, until=until
    )


def opening() -> OpeningLink:
    until = datetime.now(UTC) + timedelta(hours=2)
    return OpeningLink(ids.new().hex, 99900, "INR", "ZAH-10042", until, "https://shop.example/x")


def test_the_worked_signature_of_a_link():
    assert is_genuine_return("plink_ZAH0000000001", WORKED, SECRET)
    assert not is_genuine_return("plink_ZAH0000000002", WORKED, SECRET)
    for name in WORKED:
        if name != "razorpay_payment_link_id":  # the link is the one we stored, whatever is named
            assert not is_genuine_return("plink_ZAH0000000001", {**WORKED, name: "x"}, SECRET)


async def test_a_link_pays_the_order_like_any_attempt(till: Till):
    _, _, placed = await till.waiting_order()
    link = await linked(till, placed)
    assert link.pay_url == f"https://pay.example/{link.provider_order_id}"
    assert link.provider_order_id
    till.gateway.pay(link.provider_order_id)
    await orders.settle(till.database, till.gateways, link.id)
    whole = await till.whole(placed)
    assert whole.order.status is OrderStatus.PLACED


async def test_a_link_is_the_one_live_attempt_and_the_same_key_finds_it(till: Till):
    _, _, placed = await till.waiting_order()
    first, again = [await linked(till, placed) for _ in range(2)]
    assert again == first
    states = {paying.id: paying.attempt_state for paying in (await till.whole(placed)).payments}
    assert placed.attempt
    assert states == {placed.attempt.id: AttemptState.CANCELLED, first.id: AttemptState.OPENED}


async def test_a_link_set_aside_is_cancelled_at_the_gateway(till: Till):
    _, actor, placed = await till.waiting_order()
    link = await linked(till, placed)
    await orders.open_payment(
        till.database, till.gateways, actor, placed.order.id, "razorpay", key="again"
    )
    await till.run_errands()
    assert till.gateway.closed == [link.provider_order_id]


async def test_late_money_of_an_earlier_attempt_leaves_no_page_to_pay_the_order_again(till: Till):
    _, _, placed = await till.waiting_order()
    link = await linked(till, placed)
    till.pay(placed)
    assert (await till.settle(placed)).is_placed
    states = {paying.id: paying.attempt_state for paying in (await till.whole(placed)).payments}
    assert placed.attempt
    assert states == {placed.attempt.id: AttemptState.SUCCEEDED, link.id: AttemptState.CANCELLED}
    await till.run_errands()
    assert till.gateway.closed == [link.provider_order_id]
    async with till.database.agreeing() as snapshot:
        report = await books.examine(snapshot)
    assert [finding.name for finding in report.broken] == []


async def test_who_pays_the_closed_page_all_the_same_has_it_back(till: Till):
    _, _, placed = await till.waiting_order()
    link = await linked(till, placed)
    till.pay(placed)
    await till.settle(placed)
    assert link.provider_order_id
    second = till.gateway.pay(link.provider_order_id).id
    order = await orders.settle(till.database, till.gateways, link.id)
    assert (order.status, order.payment_status) == (OrderStatus.PLACED, PaymentStatus.OVERPAID)
    await till.run_errands()
    assert till.gateway.payments[second].amount_refunded == placed.order.total
    assert (await till.whole(placed)).order.payment_status is PaymentStatus.PAID


async def test_no_link_while_a_bank_thinks(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed, "created")
    await till.settle(placed)
    before = await till.fingerprint()
    with pytest.raises(PaymentUnderWay):
        await linked(till, placed)
    assert await till.fingerprint() == before


async def test_no_link_where_no_gateway_makes_any(till: Till):
    _, _, placed = await till.waiting_order()
    till.gateway.makes_links = False
    with pytest.raises(MethodNotOffered):
        await linked(till, placed)


async def test_a_silent_gateway_leaves_a_link_to_go_on_with(till: Till):
    _, _, placed = await till.waiting_order()
    till.gateway.silent.add("open_link")
    with pytest.raises(GatewayDown):
        await linked(till, placed)
    till.gateway.silent.clear()
    assert (await linked(till, placed)).state is AttemptState.OPENED


async def test_razorpays_link_from_its_making_to_its_money(
    razorpay: RazorpayGateway, simulator: Simulator
):
    wish = opening()
    first, again = [await razorpay.open_link(wish) for _ in range(2)]
    assert first == again
    assert first.url == f"{simulator.url}/v1/l/{first.id}"
    assert (await razorpay.truth_of(first.id)).payments == ()
    (made,) = simulator.ask("GET", "/links")
    simulator.pay(made["order_id"], outcome="failure")
    paid = simulator.pay(made["order_id"])
    truth = await razorpay.truth_of(first.id)
    assert (truth.order.id, truth.order.status) == (first.id, "paid")
    told = [(fact.id, fact.state, fact.order_id) for fact in truth.payments]
    assert told[1] == (paid["id"], "captured", first.id)
    assert told[0][1:] == ("failed", first.id)


async def test_razorpays_link_is_cancelled_and_then_unpayable(
    razorpay: RazorpayGateway, simulator: Simulator
):
    link = await razorpay.open_link(opening())
    await razorpay.close_order(link.id)
    await razorpay.close_order(link.id)
    assert (await razorpay.truth_of(link.id)).order.status == "cancelled"
    (made,) = simulator.ask("GET", "/links")
    with pytest.raises(Exception, match="400"):
        simulator.pay(made["order_id"])
    assert link.url is not None
    shown = httpx.get(link.url, follow_redirects=True)
    assert (shown.status_code, "This payment link is cancelled." in shown.text) == (400, True)


async def test_razorpays_link_runs_out(razorpay: RazorpayGateway, simulator: Simulator):
    link = await razorpay.open_link(opening())
    simulator.advance(3 * 3600)
    assert (await razorpay.truth_of(link.id)).order.status == "expired"


async def test_a_webhook_of_a_link_names_the_link(razorpay: RazorpayGateway, simulator: Simulator):
    simulator.listen("http://127.0.0.1:9/x", events=("payment_link.paid",))
    link = await razorpay.open_link(opening())
    (made,) = simulator.ask("GET", "/links")
    simulator.pay(made["order_id"])
    (letter,) = simulator.webhooks()
    headers = {"x-razorpay-signature": letter["signature"], "x-razorpay-event-id": "e1"}
    fact = razorpay.read_event(letter["body"].encode(), headers)
    assert (fact.type, fact.order_id) == ("payment_link.paid", link.id)


async def test_the_way_to_links_skips_gateways_that_make_none(till: Till):
    gateways = Gateways([replace(FakeGateway("payu"), makes_links=False), FakeGateway()])
    assert gateways.for_links
    assert gateways.for_links.name == "razorpay"
    assert payments.Gateways([]).for_links is None
