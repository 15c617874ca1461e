"""The port `Gateway`, kept by PayU's client against the simulated PayU."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.world.gateway import Simulator
from zahra.base import ids
from zahra.providers.payu import PayuGateway
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
ABOUT = {
    "name": "Zahra",
    "description": "Order ZAH-10042",
    "payer": "Asha Rao",
    "email": "asha@example.com",
    "phone": "+919876543210",
    "callback_url": BACK,
}


@pytest.fixture
async def payu(simulator: Simulator) -> AsyncGenerator[PayuGateway, None]:
    opened = PayuGateway(simulator.payu)
    yield opened
    await opened.close()


def opening(amount: int = 859500) -> OpeningOrder:
    return OpeningOrder(ids.new().hex, amount, "INR", "ZAH-10042")


@pytest.fixture
async def order(payu: PayuGateway) -> GatewayOrder:
    return await payu.open_order(opening())


def pay(simulator: Simulator, payu: PayuGateway, order: GatewayOrder, outcome: str) -> Any:
    """A payer posts our form and answers."""
    fields = payu.client_payload(order, **ABOUT)["fields"]
    return simulator.ask("POST", "/payu/pay", fields=dict(fields), outcome=outcome)


async def only(payu: PayuGateway, order: GatewayOrder) -> PaymentFact:
    (paid,) = (await payu.truth_of(order.id)).payments
    return paid


def asking(payment: str, amount: int = 141568, *, receipt: str | None = None) -> AskingRefund:
    return AskingRefund(payment, amount, key="unused-here", receipt=receipt or ids.new().hex)


async def test_an_order_is_named_by_its_receipt_and_nobody_is_asked(payu: PayuGateway) -> None:
    wish = opening()
    first, again = [await payu.open_order(wish) for _ in range(2)]
    assert first == again == GatewayOrder(first.id, 859500, "INR", "created")
    assert len(first.id) <= 25


async def test_another_currency_never_reaches_payu(payu: PayuGateway) -> None:
    with pytest.raises(ValueError, match="rupees"):
        await payu.open_order(replace(opening(), currency="USD"))


async def test_nobody_has_paid_before_the_form_was_posted(
    payu: PayuGateway, order: GatewayOrder
) -> None:
    assert (await payu.truth_of(order.id)).payments == ()


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        ("approve", "captured", None),
        ("decline", "failed", "payment_failed"),
        ("cancel", "failed", "payment_cancelled"),
        ("pending", "created", None),
    ],
)
async def test_the_truth_says_what_came_of_it(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder, outcome, state, reason
) -> None:
    told = pay(simulator, payu, order, outcome)
    truth = await payu.truth_of(order.id)
    (paid,) = truth.payments
    assert (truth.order.id, truth.order.amount, truth.order.currency) == (order.id, 859500, "INR")
    assert (paid.id, paid.order_id) == (told["transaction"]["mihpayid"], order.id)
    assert (paid.amount, paid.state, paid.error_reason) == (859500, state, reason)
    assert "Asha" not in repr(truth)


async def test_a_pending_payment_is_decided_later(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    made = pay(simulator, payu, order, "pending")["transaction"]["mihpayid"]
    simulator.ask("POST", f"/payu/{made}/decide", outcome="approve")
    assert (await only(payu, order)).state == "captured"


async def test_a_transaction_id_pays_once(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    pay(simulator, payu, order, "approve")
    with pytest.raises(Exception, match="400"):
        pay(simulator, payu, order, "approve")


async def test_a_return_is_genuine_for_its_own_transaction(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    told = pay(simulator, payu, order, "approve")
    assert told["address"] == BACK
    assert payu.is_genuine_return(order.id, told["fields"])
    assert not payu.is_genuine_return("other", told["fields"])
    assert not payu.is_genuine_return(order.id, {**told["fields"], "amount": "1.00"})


async def test_a_refund_is_queued_once_however_often_and_settles_later(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = pay(simulator, payu, order, "approve")["transaction"]["mihpayid"]
    wish = asking(payment)
    first, again = [await payu.refund(wish) for _ in range(2)]
    assert first == again == RefundFact(first.id, payment, 141568, "pending", wish.receipt)
    assert (await only(payu, order)).amount_refunded == 141568
    simulator.advance(6)
    done = replace(first, state="settled", reference=f"743{first.id}")
    assert await payu.refunds_of(payment) == (done,)


async def test_the_same_sum_within_minutes_waits(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = pay(simulator, payu, order, "approve")["transaction"]["mihpayid"]
    await payu.refund(asking(payment, 1000))
    second = asking(payment, 1000)
    with pytest.raises(GatewayDown):
        await payu.refund(second)
    simulator.advance(301)
    assert (await payu.refund(second)).receipt == second.receipt
    assert len(await payu.refunds_of(payment)) == 2


async def test_a_refund_that_cannot_be_is_refused(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = pay(simulator, payu, order, "approve")["transaction"]["mihpayid"]
    for wish, code in ((asking(payment, 859501), 105), (asking("0", 100), 116)):
        with pytest.raises(GatewayRefused) as refused:
            await payu.refund(wish)
        assert refused.value.details["gateway_code"] == code


async def test_a_failed_refund_is_told_and_takes_nothing(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = pay(simulator, payu, order, "approve")["transaction"]["mihpayid"]
    await payu.refund(asking(payment))
    simulator.switch(refunds_fail=True)
    simulator.advance(6)
    assert [fact.state for fact in await payu.refunds_of(payment)] == ["failed"]
    assert (await only(payu, order)).amount_refunded == 0


async def test_a_refund_made_at_payu_itself_is_seen_but_not_ours(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = pay(simulator, payu, order, "approve")["transaction"]["mihpayid"]
    simulator.ask("POST", f"/payu/{payment}/refund", amount="10.00", token="RefundToken1")
    (fact,) = await payu.refunds_of(payment)
    assert (fact.amount, fact.receipt) == (1000, None)


async def test_a_sweep_finds_every_payment_however_many(
    payu: PayuGateway, simulator: Simulator
) -> None:
    orders = [await payu.open_order(opening()) for _ in range(42)]
    for order in orders:
        pay(simulator, payu, order, "approve")
    now, hour = datetime.now(UTC), timedelta(hours=1)
    told = await payu.payments_between(now - hour, now + hour)
    assert {(fact.order_id, fact.state, fact.amount) for fact in told} == {
        (order.id, "captured", 859500) for order in orders
    }
    assert await payu.payments_between(now - 2 * hour, now - hour) == ()


async def test_a_wrong_salt_is_our_mistake_and_says_nothing_of_the_money(
    simulator: Simulator,
) -> None:
    payu = PayuGateway(replace(simulator.payu, salts=("wrong",)))
    with pytest.raises(GatewayRefused) as refused:
        await payu.truth_of("anything")
    await payu.close()
    assert refused.value.details["status"] == 401
    assert "wrong" not in repr(refused.value.details)


SERVICE = "POST /payu/merchant/postservice.php"


@pytest.mark.parametrize("what", ["500", "502", "503", "429", "malformed", "cut", "drip"])
async def test_no_answer_of_use_is_none(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder, what: str
) -> None:
    simulator.faults({"on": SERVICE, "what": what})
    with pytest.raises(GatewayDown):
        await payu.truth_of(order.id)


async def test_a_refund_whose_answer_was_lost_is_not_made_twice(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = pay(simulator, payu, order, "approve")["transaction"]["mihpayid"]
    simulator.faults({"on": SERVICE, "what": "502", "acts": True, "times": 1})
    refund = await payu.refund(asking(payment))
    assert refund.state == "pending"
    assert [fact.id for fact in await payu.refunds_of(payment)] == [refund.id]


async def test_our_page_posts_the_form_and_may_go_to_payu_alone(
    payu: PayuGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    page = payu.pay_page(payu.client_payload(order, **ABOUT))
    assert (page.script, page.action) == ("", f"{simulator.url}/payu/_payment")
    assert page.sources == {"form-action": (simulator.url,)}
    fields = dict(page.fields)
    assert (fields["amount"], fields["phone"]) == ("8595.00", "9876543210")
    assert fields["surl"] == fields["furl"] == fields["curl"] == BACK
