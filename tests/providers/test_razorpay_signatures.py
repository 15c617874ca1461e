"""Razorpay's signatures, against the worked vectors (also verified with the official SDK)."""

import json

import pytest

from zahra.providers.razorpay import RazorpayAccount, RazorpayGateway
from zahra.providers.razorpay.signatures import is_signed, signature_of
from zahra.shop.payments.provider import EventFact, ForgedEvent

ORDER, PAYMENT = "order_ZAH0000000001", "pay_ZAH0000000001"
KEY_SECRET = "rzp_demo_secret_9f2c"
CHECKOUT = "c625a7525d752981aae5154872aa4bb04c6c4634e96a4c853946977457ba1072"
WEBHOOK = "4ed197c8c94c2269ec6a1c36bca93f374ae26540b3b02d48b9ad64262411a451"
BODY = (
    b'{"entity":"event","account_id":"acc_ZAH00000000001","event":"payment.captured",'
    b'"contains":["payment"],"payload":{"payment":{"entity":{"id":"pay_ZAH0000000001",'
    b'"amount":249900,"currency":"INR","status":"captured","order_id":"order_ZAH0000000001"}}},'
    b'"created_at":1795363200}'
)
ACCOUNT = RazorpayAccount(
    "rzp_test_1", KEY_SECRET, webhook_secrets=("whsec_zahra_next", "whsec_zahra_demo")
)


@pytest.fixture
def gateway() -> RazorpayGateway:
    return RazorpayGateway(ACCOUNT)


def headers(signature: str = WEBHOOK, **more: str) -> dict[str, str]:
    return {"X-Razorpay-Signature": signature, "x-razorpay-event-id": "evt_1", **more}


def returned(**change: str) -> dict[str, str]:
    fields = {
        "razorpay_payment_id": PAYMENT,
        "razorpay_order_id": ORDER,
        "razorpay_signature": CHECKOUT,
    }
    return fields | change


def test_the_worked_vectors_hold() -> None:
    assert len(BODY) == 272
    assert signature_of(f"{ORDER}|{PAYMENT}".encode(), KEY_SECRET) == CHECKOUT
    assert signature_of(b"plink_ZAH0000000001|ZAH-10042|paid|pay_ZAH0000000001", KEY_SECRET) == (
        "3ecdba96595ff25653c17695e34c59b650f765a489ced666172c4ec4af9dabf2"
    )
    assert signature_of(BODY, "whsec_zahra_demo") == WEBHOOK
    again = json.dumps(json.loads(BODY)).encode()
    assert signature_of(again, "whsec_zahra_demo").startswith("1dd89328a72177d2")


def test_a_genuine_return_is_told_from_a_forged_one(gateway: RazorpayGateway) -> None:
    assert gateway.is_genuine_return(ORDER, returned())
    assert not gateway.is_genuine_return(ORDER, returned(razorpay_payment_id="pay_other"))
    assert not gateway.is_genuine_return(ORDER, returned(razorpay_signature="0" * 64))
    assert not gateway.is_genuine_return(ORDER, returned(razorpay_signature="ₓ"))
    assert not gateway.is_genuine_return(ORDER, {})


def test_a_cheap_orders_signature_does_not_pay_for_a_dear_one(gateway: RazorpayGateway) -> None:
    assert not gateway.is_genuine_return("order_dear", returned(razorpay_order_id=ORDER))


def test_an_event_says_whom_to_ask_about(gateway: RazorpayGateway) -> None:
    fact = gateway.read_event(BODY, headers())
    assert fact == EventFact(
        id="evt_1", type="payment.captured", order_id=ORDER, payment_id=PAYMENT, refund_id=None
    )


@pytest.mark.parametrize("secret", ["whsec_zahra_next", "whsec_zahra_demo"])
def test_the_current_and_the_previous_secret_are_accepted(
    gateway: RazorpayGateway, secret: str
) -> None:
    assert gateway.read_event(BODY, headers(signature_of(BODY, secret))).payment_id == PAYMENT


@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (BODY, signature_of(BODY, "whsec_older")),
        (BODY, ""),
        (BODY, "naïve"),
        (BODY + b" ", WEBHOOK),
        (json.dumps(json.loads(BODY)).encode(), WEBHOOK),
        (BODY.replace(b"249900", b"249901"), WEBHOOK),
        (b"not even JSON", WEBHOOK),
    ],
)
def test_anything_else_is_forged(gateway: RazorpayGateway, body: bytes, signature: str) -> None:
    with pytest.raises(ForgedEvent):
        gateway.read_event(body, headers(signature))


def test_without_a_secret_every_event_is_forged() -> None:
    with pytest.raises(ForgedEvent):
        RazorpayGateway(RazorpayAccount("rzp_test_1", "s")).read_event(BODY, headers())
    assert not is_signed(b"", signature_of(b"", ""), ())
    with pytest.raises(ValueError, match="empty webhook secret"):
        RazorpayAccount("rzp_test_1", "s", webhook_secrets=("",))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"event":7,"payload":[]}', b'{"payload":{"payment":3}}']
)
def test_a_genuine_body_that_is_no_event_is_unreadable_and_filed(
    gateway: RazorpayGateway, body: bytes
) -> None:
    fact = gateway.read_event(body, headers(signature_of(body, "whsec_zahra_demo")))
    assert fact == EventFact("evt_1", "unreadable", None, None, None)


def test_an_event_without_an_id_is_known_by_its_body(gateway: RazorpayGateway) -> None:
    unnamed = {"x-razorpay-signature": WEBHOOK}
    first, again = (gateway.read_event(BODY, unnamed).id for _ in range(2))
    assert first == again
    assert first.startswith("sha256:")


def test_an_event_about_a_refund_names_refund_payment_and_order(gateway: RazorpayGateway) -> None:
    refund = {"id": "rfnd_1", "payment_id": PAYMENT}
    payload = {
        "refund": {"entity": refund},
        "payment": {"entity": {"id": PAYMENT, "order_id": ORDER}},
    }
    body = json.dumps({"event": "refund.processed", "payload": payload}).encode()
    fact = gateway.read_event(body, headers(signature_of(body, "whsec_zahra_demo")))
    assert (fact.order_id, fact.payment_id, fact.refund_id) == (ORDER, PAYMENT, "rfnd_1")


def test_secrets_stay_out_of_what_is_printed() -> None:
    assert KEY_SECRET not in repr(ACCOUNT)
    assert "whsec" not in repr(ACCOUNT)
