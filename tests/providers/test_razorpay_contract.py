"""The port `Gateway`, kept by Razorpay's client: the same promises against any Razorpay."""

from dataclasses import replace

import pytest

from tests.providers.conftest import OPENING
from tests.world.gateway import Simulator
from zahra.providers.razorpay import RazorpayGateway
from zahra.shop.payments.provider import AskingRefund, GatewayOrder, GatewayRefused, RefundFact


def asking(payment_id: str, amount: int = 141568, key: str = "zah-rf-10042-0001") -> AskingRefund:
    return AskingRefund(payment_id=payment_id, amount=amount, key=key, receipt="ZAH-RF-1")


async def test_an_order_is_opened_with_its_windows_and_number(
    gateway: RazorpayGateway, simulator: Simulator
) -> None:
    order = await gateway.open_order(OPENING)
    assert order == GatewayOrder(order.id, 859500, "INR", "created")
    (made,) = simulator.ask("GET", "/orders")
    assert (made["receipt"], made["notes"]) == ("ZAH-10042-1", {"order": "ZAH-10042"})


async def test_a_receipt_opens_one_order(gateway: RazorpayGateway, simulator: Simulator) -> None:
    first, again = [await gateway.open_order(OPENING) for _ in range(2)]
    assert again == first
    assert len(simulator.ask("GET", "/orders")) == 1


async def test_a_receipt_that_asks_for_another_sum_is_refused(gateway: RazorpayGateway) -> None:
    await gateway.open_order(OPENING)
    with pytest.raises(GatewayRefused) as refused:
        await gateway.open_order(replace(OPENING, amount=859499))
    assert refused.value.details["reason"] == "receipt_taken"


async def test_without_unique_receipts_an_order_is_looked_for_first(simulator: Simulator) -> None:
    simulator.switch(unique_receipts=False)
    gateway = RazorpayGateway(replace(simulator.account, unique_receipts=False))
    first, again = [await gateway.open_order(OPENING) for _ in range(2)]
    await gateway.close()
    assert again == first
    assert len(simulator.ask("GET", "/orders")) == 1


async def test_a_refused_order_says_why(gateway: RazorpayGateway) -> None:
    with pytest.raises(GatewayRefused) as refused:
        await gateway.open_order(replace(OPENING, amount=99))
    details = refused.value.details
    assert (details["gateway_code"], details["reason"], details["field"], details["status"]) == (
        "BAD_REQUEST_ERROR",
        "input_validation_failed",
        "amount",
        400,
    )


async def test_the_truth_of_an_order_has_all_its_payments(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    failed = simulator.pay(order.id, outcome="failure", reason="card_declined", method="card")
    paid = simulator.pay(order.id, contact="+919876543210", email="asha@example.com")
    truth = await gateway.truth_of(order.id)
    assert truth.order == replace(order, status="paid")
    assert [(p.id, p.state, p.error_reason) for p in truth.payments] == [
        (failed["id"], "failed", "card_declined"),
        (paid["id"], "captured", None),
    ]
    assert {p.order_id for p in truth.payments} == {order.id}
    assert "9876543210" not in repr(truth)
    assert "asha@" not in repr(truth)


async def test_the_truth_of_a_stranger_is_refused(gateway: RazorpayGateway) -> None:
    with pytest.raises(GatewayRefused) as refused:
        await gateway.truth_of("order_00000000000000")
    assert refused.value.details["status"] == 400


async def test_a_late_payment_is_captured_by_us_and_a_repeat_is_harmless(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = simulator.pay(order.id, outcome="no_answer")["id"]
    simulator.advance(31 * 60)
    simulator.ask("POST", f"/payments/{payment}/authorize")
    (waiting,) = (await gateway.truth_of(order.id)).payments
    assert waiting.state == "authorized"
    first, again = [await gateway.capture(payment, 859500, "INR") for _ in range(2)]
    assert (first.state, again.state) == ("captured", "captured")


async def test_a_capture_that_did_not_happen_is_refused(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = simulator.pay(order.id, outcome="no_answer")["id"]
    with pytest.raises(GatewayRefused):
        await gateway.capture(payment, 859500, "INR")


async def test_a_refund_is_asked_for_once_however_often(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = simulator.pay(order.id)["id"]
    first, again = [await gateway.refund(asking(payment)) for _ in range(2)]
    assert first == again == RefundFact(first.id, payment, 141568, "pending", "ZAH-RF-1")
    simulator.advance(6)
    (done,) = await gateway.refunds_of(payment)
    assert done.reference
    assert done == replace(first, state="settled", reference=done.reference)
    (fact,) = (await gateway.truth_of(order.id)).payments
    assert (fact.state, fact.amount_refunded) == ("captured", 141568)


async def test_a_refund_key_is_good_for_one_refund(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    payment = simulator.pay(order.id)["id"]
    await gateway.refund(asking(payment))
    with pytest.raises(GatewayRefused):
        await gateway.refund(asking(payment, amount=100))
    with pytest.raises(ValueError, match="refund key"):
        await gateway.refund(asking(payment, key="too short"))
    assert len(await gateway.refunds_of(payment)) == 1


async def test_a_failed_refund_is_told(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    refund = await gateway.refund(asking(simulator.pay(order.id)["id"]))
    simulator.ask("POST", f"/refunds/{refund.id}/fail")
    assert [fact.state for fact in await gateway.refunds_of(refund.payment_id)] == ["failed"]


async def test_wrong_keys_are_refused(simulator: Simulator) -> None:
    gateway = RazorpayGateway(replace(simulator.account, key_secret="wrong"))
    with pytest.raises(GatewayRefused) as refused:
        await gateway.open_order(OPENING)
    await gateway.close()
    assert refused.value.details["status"] == 401
    assert "wrong" not in repr(refused.value.details)


async def test_a_browsers_return_is_genuine(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    fields = simulator.returned(simulator.pay(order.id)["id"])
    assert gateway.is_genuine_return(order.id, fields)
    assert not gateway.is_genuine_return("order_other", fields)


ABOUT = {
    "name": "Zahra",
    "description": "Order ZAH-10042",
    "payer": "Asha Rao",
    "phone": "+919876543210",
    "callback_url": "https://shop.example/payments/return",
    "hosted_url": "https://shop.example/pay/1",
}


async def test_what_a_client_is_given(gateway: RazorpayGateway, order: GatewayOrder) -> None:
    client = gateway.client_payload(order, **ABOUT)
    assert client == {
        "keyId": "rzp_test_ZahraTests0001",
        "orderId": order.id,
        "amount": 859500,
        "currency": "INR",
        "name": "Zahra",
        "description": "Order ZAH-10042",
        "prefill": {"name": "Asha Rao", "contact": "+919876543210"},
        "callbackUrl": "https://shop.example/payments/return",
        "hostedUrl": "https://shop.example/pay/1",
    }


async def test_our_own_page_gets_the_same_and_where_it_may_go(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    page = gateway.pay_page(gateway.client_payload(order, **ABOUT))
    assert page.script == f"{simulator.url}/v1/checkout.js"
    assert page.action == f"{simulator.url}/v1/checkout/embedded"
    assert page.sources == {
        "script-src": (simulator.url,),
        "frame-src": (simulator.url,),
        "connect-src": (simulator.url,),
        "form-action": (simulator.url,),
    }
    assert dict(page.fields) == {
        "key_id": "rzp_test_ZahraTests0001",
        "order_id": order.id,
        "amount": "859500",
        "currency": "INR",
        "name": "Zahra",
        "description": "Order ZAH-10042",
        "prefill[name]": "Asha Rao",
        "prefill[contact]": "+919876543210",
        "callback_url": "https://shop.example/payments/return",
        "cancel_url": "https://shop.example/pay/1",
    }
