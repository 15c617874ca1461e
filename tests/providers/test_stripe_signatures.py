"""The signature of Stripe's webhooks, to both sides of now."""

import json

import pytest
import stripe as sdk

from zahra.providers.stripe import StripeAccount, events
from zahra.providers.stripe.signatures import is_signed, signature_of
from zahra.shop.payments.provider import ForgedEvent

NOW = 1795363200
SECRET = "whsec_test_zahra"
BODY = b'{"id":"evt_1","object":"event","type":"payment_intent.succeeded"}'
WORKED = "6f98c43800281e147556a63a2a1878bb472088e9f839ec879d9d1e088ce85bdc"
ACCOUNT = StripeAccount("sk_test_zahra", (SECRET,))


def header(*signatures: str, t: int = NOW) -> str:
    return ",".join([f"t={t}", *(f"v1={each}" for each in signatures)])


def test_the_worked_signature():
    assert signature_of(BODY, NOW, SECRET) == WORKED
    assert is_signed(BODY, header(WORKED), [SECRET], now=NOW)


def test_the_sdk_makes_the_same():
    made = sdk.WebhookSignature.generate_signature_header(BODY.decode(), SECRET, timestamp=NOW)
    assert is_signed(BODY, made, [SECRET], now=NOW)


@pytest.mark.parametrize(
    ("apart", "is_taken"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)]
)
def test_a_stamp_is_of_now_to_both_sides(apart: int, is_taken: bool):
    assert is_signed(BODY, header(WORKED), [SECRET], now=NOW + apart) is is_taken


def test_while_a_secret_is_rolled_either_fits():
    old = signature_of(BODY, NOW, "whsec_old")
    assert is_signed(BODY, header(old, WORKED), [SECRET], now=NOW)
    assert is_signed(BODY, header(old), [SECRET, "whsec_old"], now=NOW)
    assert not is_signed(BODY, header(old), [SECRET], now=NOW)


@pytest.mark.parametrize(
    "told",
    [
        "",
        f"v1={WORKED}",
        f"t={NOW}",
        f"t={NOW},v0={WORKED}",
        f"t={NOW},t={NOW},v1={WORKED}",
        f"t=-5,v1={WORKED}",
        f"t=²,v1={WORKED}",
        f"t={NOW},v1=é",
        "t=" + "9" * 5000 + f",v1={WORKED}",
    ],
)
def test_what_is_no_signature_is_none(told: str):
    assert not is_signed(BODY, told, [SECRET], now=NOW)


def test_the_bytes_are_signed_not_the_meaning():
    assert not is_signed(json.dumps(json.loads(BODY)).encode(), header(WORKED), [SECRET], now=NOW)


def event_of(body: object, *, raw: bytes | None = None):
    bytes_ = raw if raw is not None else json.dumps(body).encode()
    proof = header(signature_of(bytes_, NOW, SECRET))
    return events.read_event(ACCOUNT, bytes_, {"Stripe-Signature": proof}, now=NOW)


def test_an_event_says_whom_to_ask_about():
    session = {"object": "checkout.session", "id": "cs_1", "payment_intent": "pi_1"}
    told = event_of(
        {"id": "evt_1", "type": "checkout.session.completed", "data": {"object": session}}
    )
    assert (told.id, told.order_id, told.payment_id, told.refund_id) == (
        "evt_1",
        "cs_1",
        "pi_1",
        None,
    )
    refund = {"object": "refund", "id": "re_1", "payment_intent": "pi_1"}
    told = event_of({"id": "evt_2", "type": "refund.failed", "data": {"object": refund}})
    assert (told.order_id, told.payment_id, told.refund_id) == (None, "pi_1", "re_1")


@pytest.mark.parametrize("body", [[], {}, {"data": []}, {"data": {"object": 5}}, {"id": 5}])
def test_a_genuine_body_that_is_no_event_is_filed(body: object):
    assert event_of(body).type == events.UNREADABLE
    assert event_of(None, raw=b"{").id.startswith("sha256:")


def test_a_forged_event_is_refused():
    with pytest.raises(ForgedEvent):
        events.read_event(ACCOUNT, BODY, {"stripe-signature": header("0" * 64)}, now=NOW)
