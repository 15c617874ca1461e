"""The port `Gateway`, kept by Stripe's SDK, unmodified, against the simulated Stripe."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe as sdk

from tests.world.gateway import STRIPE_KEY, Simulator
from zahra.base import ids
from zahra.providers.stripe.gateway import StripeGateway
from zahra.shop.payments.provider import (
    AskingRefund,
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningOrder,
    PaymentFact,
    RefundFact,
)

BACK = "https://shop.example/checkout/return/ZAH-1/x"


@pytest.fixture
async def stripe(simulator: Simulator) -> AsyncGenerator[StripeGateway, None]:
    opened = StripeGateway(simulator.stripe)
    yield opened
    await opened.close()


def opening(amount: int = 859500) -> OpeningOrder:
    return OpeningOrder(ids.new().hex, amount, "INR", "ZAH-10042", return_to=BACK)


@pytest.fixture
async def order(stripe: StripeGateway) -> GatewayOrder:
    return await stripe.open_order(opening())


def pay(simulator: Simulator, order: GatewayOrder, outcome: str = "pay") -> Any:
    return simulator.ask("POST", f"/stripe/sessions/{order.id}/pay", outcome=outcome)


async def only(stripe: StripeGateway, order: GatewayOrder) -> PaymentFact:
    (paid,) = (await stripe.truth_of(order.id)).payments
    return paid


def asking(payment: str, amount: int = 141568, *, key: str = "zahra-refund-1") -> AskingRefund:
    return AskingRefund(payment, amount, key=key, receipt="r-1")


async def test_a_receipt_opens_one_session_with_its_way_back(
    stripe: StripeGateway, simulator: Simulator
) -> None:
    wish = opening()
    first, again = [await stripe.open_order(wish) for _ in range(2)]
    assert first == again == replace(first, amount=859500, currency="INR", status="open")
    (made,) = simulator.ask("GET", "/sessions")
    assert made["success_url"] == f"{BACK}?session_id={{CHECKOUT_SESSION_ID}}"
    assert made["metadata"] == {"order": "ZAH-10042", "receipt": wish.receipt}


async def test_a_receipt_that_asks_for_another_sum_is_refused(stripe: StripeGateway) -> None:
    wish = opening()
    await stripe.open_order(wish)
    with pytest.raises(GatewayRefused):
        await stripe.open_order(replace(wish, amount=859499))


async def test_another_currency_never_reaches_stripe(stripe: StripeGateway) -> None:
    with pytest.raises(ValueError, match="rupees"):
        await stripe.open_order(replace(opening(), currency="USD"))


async def test_the_same_payment_fails_and_is_paid(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    assert (await stripe.truth_of(order.id)).payments == ()
    pay(simulator, order, "decline")
    failed = await only(stripe, order)
    assert (failed.state, failed.error_reason) == ("failed", "card_declined")
    pay(simulator, order)
    truth = await stripe.truth_of(order.id)
    (paid,) = truth.payments
    assert (paid.id, paid.state, paid.error_reason) == (failed.id, "captured", None)
    assert (paid.order_id, paid.amount, paid.currency) == (order.id, 859500, "INR")
    assert truth.order == replace(order, status="complete", url=None)


async def test_a_bank_that_thinks_is_undecided_until_it_says(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    pay(simulator, order, "wait")
    thinking = await only(stripe, order)
    assert thinking.state == "created"
    simulator.ask("POST", f"/stripe/intents/{thinking.id}/decide", outcome="pay")
    assert (await only(stripe, order)).state == "captured"


async def test_an_open_session_can_be_closed_and_a_paid_one_is_left(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    await stripe.close_order(order.id)
    await stripe.close_order(order.id)
    assert (await stripe.truth_of(order.id)).order.status == "expired"
    paid = await stripe.open_order(opening())
    pay(simulator, paid)
    await stripe.close_order(paid.id)
    assert (await only(stripe, paid)).state == "captured"


async def test_a_sweep_finds_every_payment_over_many_pages(
    stripe: StripeGateway, simulator: Simulator
) -> None:
    orders = [await stripe.open_order(opening()) for _ in range(102)]
    first, last = orders[0], orders[-1]
    pay(simulator, first)
    pay(simulator, last, "wait")
    now, hour = datetime.now(UTC), timedelta(hours=1)
    told = await stripe.payments_between(now - hour, now + hour)
    assert {(fact.order_id, fact.state) for fact in told} == {
        (first.id, "captured"),
        (last.id, "created"),
    }
    assert await stripe.payments_between(now - 2 * hour, now - hour) == ()


async def test_a_refund_is_asked_for_once_however_often(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    pay(simulator, order)
    payment = (await only(stripe, order)).id
    first, again = [await stripe.refund(asking(payment)) for _ in range(2)]
    assert first == again == RefundFact(first.id, payment, 141568, "pending", "r-1")
    simulator.advance(6)
    assert await stripe.refunds_of(payment) == (replace(first, state="settled"),)
    assert (await only(stripe, order)).amount_refunded == 141568


async def test_a_refund_key_is_good_for_one_refund_and_the_sum_is_the_limit(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    pay(simulator, order)
    payment = (await only(stripe, order)).id
    await stripe.refund(asking(payment))
    for wish in (asking(payment, 100), asking(payment, 859500, key="zahra-refund-2")):
        with pytest.raises(GatewayRefused):
            await stripe.refund(wish)
    assert len(await stripe.refunds_of(payment)) == 1


async def test_a_failed_refund_is_told_and_takes_nothing(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    pay(simulator, order)
    refund = await stripe.refund(asking((await only(stripe, order)).id))
    simulator.ask("POST", f"/stripe/refunds/{refund.id}/finish", status="failed")
    assert [fact.state for fact in await stripe.refunds_of(refund.payment_id)] == ["failed"]
    assert (await only(stripe, order)).amount_refunded == 0


async def test_a_capture_of_what_is_captured_worked(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    pay(simulator, order)
    payment = await only(stripe, order)
    captured = await stripe.capture(payment.id, 859500, "INR")
    assert (captured.id, captured.state) == (payment.id, "captured")


async def test_wrong_keys_are_refused_and_not_told(simulator: Simulator) -> None:
    stripe = StripeGateway(replace(simulator.stripe, secret_key="sk_test_wrong"))
    with pytest.raises(GatewayRefused) as refused:
        await stripe.open_order(opening())
    await stripe.close()
    assert refused.value.details["status"] == 401
    assert "sk_test_wrong" not in repr(refused.value.details)


@pytest.mark.parametrize("what", ["500", "502", "503", "429", "malformed", "cut", "drip"])
async def test_no_answer_of_use_is_none(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder, what: str
) -> None:
    simulator.faults({"on": "GET /stripe/v1/checkout/sessions/*", "what": what})
    with pytest.raises(GatewayDown):
        await stripe.truth_of(order.id)


async def test_a_refund_whose_answer_was_lost_is_not_made_twice(
    stripe: StripeGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    pay(simulator, order)
    payment = (await only(stripe, order)).id
    rule = {"on": "POST /stripe/v1/refunds", "what": "502", "acts": True, "times": 1}
    simulator.faults(rule)
    refund = await stripe.refund(asking(payment))
    assert [fact.id for fact in await stripe.refunds_of(payment)] == [refund.id]


async def test_a_return_names_the_session_and_our_page_is_a_link(
    stripe: StripeGateway, order: GatewayOrder
) -> None:
    assert stripe.is_genuine_return(order.id, {"session_id": order.id})
    assert not stripe.is_genuine_return(order.id, {"session_id": "cs_other"})
    assert not stripe.is_genuine_return("", {"session_id": ""})
    page = stripe.pay_page(stripe.client_payload(order))
    assert (page.action, page.fields, page.script, page.sources) == (order.url, (), "", {})


def test_the_sdk_alone_speaks_to_the_simulator(simulator: Simulator) -> None:
    """An independent client: synchronous, by requests, nothing of ours."""
    client = sdk.StripeClient(STRIPE_KEY, base_addresses={"api": f"{simulator.url}/stripe"})
    price: Any = {"currency": "inr", "unit_amount": 5000, "product_data": {"name": "A thing"}}
    session = client.v1.checkout.sessions.create(
        {
            "mode": "payment",
            "success_url": BACK,
            "line_items": [{"quantity": 2, "price_data": price}],
        }
    )
    assert (session.amount_total, session.status) == (10000, "open")
    with pytest.raises(sdk.InvalidRequestError) as unknown:
        client.v1.refunds.retrieve("re_unknown")
    assert unknown.value.code == "resource_missing"
