"""Gateways add fields, drop them, or leave them empty: what they say is read, or is no answer."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import urlencode

import pytest
import stripe as sdk

from zahra.providers.payu import PayuAccount
from zahra.providers.payu import events as payu_events
from zahra.providers.payu import facts as payu
from zahra.providers.payu.hashes import reverse_hash
from zahra.providers.razorpay import disputes, events, settlements
from zahra.providers.razorpay import facts as razorpay
from zahra.providers.razorpay.wallet import token_fact
from zahra.providers.stripe import disputes as stripe_disputes
from zahra.providers.stripe import events as stripe_events
from zahra.providers.stripe import facts as stripe
from zahra.providers.stripe.account import StripeAccount
from zahra.shop.payments.provider import EventFact, GatewayDown

JUNK: list[Any] = [None, "", "x", "\x00", 0, -1, 10**30, 1.5, True, [], [None], {}, {"a": None}]
PAYMENT = {
    "id": "pay_1",
    "amount": 249900,
    "currency": "INR",
    "status": "failed",
    "order_id": "order_1",
    "method": "card",
    "amount_refunded": 0,
    "card": {"last4": "1007", "network": "Visa"},
    "error_code": "BAD_REQUEST_ERROR",
    "error_reason": "payment_cancelled",
    "created_at": 1795363200,
}
REFUND = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 100, "status": "processed"}
DISPUTE = {
    "id": "disp_1",
    "payment_id": "pay_1",
    "amount": 100,
    "currency": "INR",
    "amount_deducted": 0,
    "reason_code": "chargeback",
    "respond_by": 1590604200,
    "status": "open",
    "phase": "chargeback",
}
SETTLED = {
    "entity_id": "pay_1",
    "type": "payment",
    "amount": 249900,
    "credit": 244002,
    "debit": 0,
    "fee": 5898,
    "tax": 900,
    "settlement_id": "setl_1",
    "settlement_utr": "UTR1",
    "settled_at": 1795363200,
    "dispute_id": None,
}
TOKEN = {
    "id": "token_1",
    "method": "card",
    "card": {"last4": "1007", "network": "Visa", "issuer": "HDFC"},
    "bank": None,
    "created_at": 1795363200,
}
TRANSACTION = {
    "mihpayid": "403993715531077182",
    "txnid": "T1",
    "transaction_amount": "2499.00",
    "amt": "2499.00",
    "status": "failure",
    "unmappedstatus": "failed",
    "mode": "CC",
    "addedon": "2026-11-22 11:59:00",
    "error_code": "E500",
}
VERIFIED = {"status": 1, "transaction_details": {"T1": TRANSACTION}}
ACTION = {
    "request_id": "1",
    "mihpayid": "4",
    "amt": "1.00",
    "status": "success",
    "action": "refund",
    "token": "RefundToken1",
}
ACTIONS = {"status": 1, "transaction_details": {"4": {"1": ACTION}}}
INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "amount": 249900,
    "currency": "inr",
    "status": "requires_payment_method",
    "created": 1795363200,
    "last_payment_error": {"code": "card_declined", "decline_code": "insufficient_funds"},
    "latest_charge": {"amount_refunded": 0, "payment_method_details": {"type": "card"}},
}
SESSION = {
    "id": "cs_1",
    "object": "checkout.session",
    "amount_total": 249900,
    "currency": "inr",
    "status": "open",
    "url": "https://checkout.stripe.com/c/cs_1",
    "payment_intent": INTENT,
}
STRIPE_REFUND = {
    "id": "re_1",
    "payment_intent": "pi_1",
    "amount": 100,
    "status": "succeeded",
    "metadata": {"receipt": "r"},
}
STRIPE_DISPUTE = {
    "id": "du_1",
    "amount": 100,
    "currency": "inr",
    "payment_intent": "pi_1",
    "reason": "general",
    "status": "needs_response",
    "evidence_details": {"due_by": 1590604200},
}
READERS: dict[str, tuple[Any, Callable[[Any], Any], Any]] = {
    "razorpay payments": (razorpay, razorpay.payments, {"items": [PAYMENT]}),
    "razorpay refund": (razorpay, razorpay.refund, REFUND),
    "razorpay dispute": (razorpay, lambda body: disputes.dispute(body, ""), DISPUTE),
    "razorpay settlement": (razorpay, settlements.settled, SETTLED),
    "razorpay token": (razorpay, token_fact, TOKEN),
    "payu transaction": (payu, lambda body: payu.truth(body, "T1"), VERIFIED),
    "payu refunds": (payu, payu.refunds, ACTIONS),
    "stripe session": (stripe, stripe.truth, SESSION),
    "stripe refund": (stripe, stripe.refund, STRIPE_REFUND),
    "stripe dispute": (stripe, stripe_disputes.dispute, STRIPE_DISPUTE),
}


def twisted(body: Any) -> Iterator[Any]:
    """The body with one thing in it, at any depth, left out, added, or turned into something."""
    if isinstance(body, Mapping):
        yield {**body, "of_next_year": {"deep": [1]}}
        for name, inner in body.items():
            yield {other: value for other, value in body.items() if other != name}
            yield from ({**body, name: junk} for junk in JUNK)
            yield from ({**body, name: twist} for twist in twisted(inner))
    if isinstance(body, list):
        yield from ([twist] for twist in twisted(body[0]))


def fits(value: Any, wanted: Any) -> bool:
    """Whether a value is what a field's annotation says."""
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        return all(fits(getattr(value, each.name), hints[each.name]) for each in fields(value))
    if isinstance(wanted, UnionType):
        return any(fits(value, one) for one in get_args(wanted))
    if get_origin(wanted) is tuple:
        return isinstance(value, tuple) and all(fits(one, get_args(wanted)[0]) for one in value)
    plain = get_origin(wanted) or wanted
    return value is None if wanted is NoneType else isinstance(value, plain)


@pytest.mark.parametrize("name", READERS)
def test_whatever_a_field_holds_the_answer_is_read_or_is_none(name: str):
    module, reader, body = READERS[name]
    assert module.read(reader, body)
    read = 0
    for twist in twisted(body):
        try:
            found = module.read(reader, twist)
        except GatewayDown:
            continue
        read += 1
        for fact in found if isinstance(found, tuple) else [found]:
            assert fits(fact, type(fact)), (twist, fact)
    assert read, "what is added, and what we need not know, is no reason to refuse"


def test_a_transaction_without_its_hour_is_read():
    """PayU writes 0000-00-00 where a payer never came back."""
    for told in ("0000-00-00 00:00:00", "", None):
        details = {"T1": {**TRANSACTION, "addedon": told}}
        truth = payu.read(lambda body: payu.truth(body, "T1"), {"transaction_details": details})
        assert [fact.amount for fact in truth.payments] == [249900]


EVENT = {
    "event": "refund.processed",
    "payload": {
        "payment": {"entity": PAYMENT},
        "refund": {"entity": REFUND},
        "order": {"entity": {"id": "order_1"}},
        "dispute": {"entity": DISPUTE},
        "payment_link": {"entity": {"id": "plink_1"}},
    },
}


def test_every_signed_body_of_razorpay_is_an_event():
    """A webhook that is refused comes again for a day, and then no webhook comes any more."""
    for body in [*twisted(EVENT), *JUNK]:
        raw = json.dumps(body).encode()
        signature = hmac.new(b"secret", raw, hashlib.sha256).hexdigest()
        fact = events.read_event(raw, {"x-razorpay-signature": signature}, ("secret",))
        assert fits(fact, EventFact), body
        assert fact.type
        assert fact.id


def test_every_signed_body_of_stripe_is_an_event():
    account = StripeAccount("sk_test", ("whsec",))
    event = {"id": "evt_1", "type": "refund.updated", "data": {"object": STRIPE_REFUND}}
    for body in [*twisted(event), *JUNK]:
        text = json.dumps(body)
        made = sdk.WebhookSignature.generate_signature_header(text, "whsec", timestamp=1795363200)
        headers = {"stripe-signature": made}
        fact = stripe_events.read_event(account, text.encode(), headers, now=1795363200)
        assert fits(fact, EventFact), body
        assert fact.type
        assert fact.id


def test_every_signed_form_of_payu_is_an_event():
    account = PayuAccount("ZAHkey", ("salt",), "care@zahra.example")
    form = {
        "key": "ZAHkey",
        "txnid": "T1",
        "amount": "2499.00",
        "status": "success",
        "unmappedstatus": "captured",
        "mihpayid": "4039",
        "email": "asha@example.com",
        "additionalCharges": "1.00",
    }
    for name in form.keys() - {"key"}:
        for value in (None, "", "x", "in progress", "\x00", "Not Found", "a" * 300, "₹"):
            told = {key: said for key, said in {**form, name: value}.items() if said is not None}
            raw = urlencode({**told, "hash": reverse_hash(told, "salt")}).encode()
            fact = payu_events.read_event(account, raw)
            assert fits(fact, EventFact), told
            assert fact.id.isprintable()
            assert fact.type.isascii()
