"""The official `razorpay` SDK, unmodified, as an independent judge of the protocol."""

from collections.abc import Generator
from typing import Any

import pytest
import razorpay
import requests
from razorpay.errors import BadRequestError, SignatureVerificationError

from tests.simulator.conftest import Inbox, Simulator
from tests.world.gateway import KEY_ID, KEY_SECRET, WEBHOOK_SECRET


@pytest.fixture
def sdk(simulator: Simulator) -> Generator[Any, None, None]:
    session = requests.Session()
    session.trust_env = False
    yield razorpay.Client(session, auth=(KEY_ID, KEY_SECRET), base_url=simulator.url)
    session.close()


@pytest.fixture
def order(sdk: Any) -> dict[str, Any]:
    """An order whose payments the merchant captures."""
    return sdk.order.create(
        {
            "amount": 859500,
            "currency": "INR",
            "receipt": "ZAH-10042-1",
            "notes": {"a": "b"},
            "payment": {"capture": "manual"},
        }
    )


def test_orders_are_created_fetched_listed_and_edited(sdk: Any, order: dict[str, Any]) -> None:
    assert sdk.order.fetch(order["id"]) == order
    assert sdk.order.all({"count": 1})["items"] == [order]
    edited = sdk.order.edit(order["id"], {"notes": {"a": "c"}})
    assert edited["notes"] == {"a": "c"}
    assert sdk.order.payments(order["id"])["count"] == 0


def test_payments_are_captured_and_refunded(
    sdk: Any, simulator: Simulator, order: dict[str, Any]
) -> None:
    paid = simulator.pay(order["id"], method="card")
    assert paid["status"] == "authorized"
    captured = sdk.payment.capture(paid["id"], 859500, {"currency": "INR"})
    assert captured["status"] == "captured"
    assert sdk.payment.fetch(paid["id"]) == captured
    assert sdk.payment.fetchCardDetails(paid["id"])["last4"] == "1007"
    assert sdk.payment.edit(paid["id"], {"notes": {"x": "y"}})["notes"] == {"x": "y"}
    refund = sdk.payment.refund(paid["id"], {"amount": 10000, "speed": "normal"})
    assert sdk.refund.fetch(refund["id"])["amount"] == 10000
    assert sdk.payment.fetch_refund_id(paid["id"], refund["id"])["id"] == refund["id"]
    assert sdk.payment.fetch_multiple_refund(paid["id"])["count"] == 1
    assert sdk.refund.all()["count"] == 1
    assert sdk.payment.all()["count"] == 1
    assert sdk.payment.fetchDownTime()["count"] == 0


def test_the_sdk_believes_our_signatures(
    sdk: Any, simulator: Simulator, inbox: Inbox, order: dict[str, Any]
) -> None:
    simulator.listen(inbox.url)
    payment = simulator.pay(order["id"])["id"]
    sdk.payment.capture(payment, 859500, {"currency": "INR"})
    fields = simulator.returned(payment)
    assert sdk.utility.verify_payment_signature(fields)
    with pytest.raises(SignatureVerificationError):
        sdk.utility.verify_payment_signature(fields | {"razorpay_payment_id": "pay_other"})
    simulator.settle()
    for letter in inbox.received:
        signature = letter.headers["x-razorpay-signature"]
        assert sdk.utility.verify_webhook_signature(letter.body.decode(), signature, WEBHOOK_SECRET)
    assert len(inbox.received) == 3


def test_the_sdk_understands_a_refusal(sdk: Any) -> None:
    with pytest.raises(BadRequestError, match="at least INR"):
        sdk.order.create({"amount": 1, "currency": "INR"})
    with pytest.raises(BadRequestError, match="does not exist"):
        sdk.payment.fetch("pay_00000000000000")
