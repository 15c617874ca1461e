"""Disputes as each gateway tells them: read alike, and believed only where that is proved."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.world.gateway import PAYU_KEY, PAYU_SALT
from zahra.providers.payu import PayuAccount, PayuGateway
from zahra.providers.payu import disputes as at_payu
from zahra.providers.razorpay import disputes as at_razorpay
from zahra.providers.razorpay import facts
from zahra.providers.stripe import disputes as at_stripe
from zahra.shop.disputes import DisputeFact, Disputing
from zahra.shop.payments.provider import ForgedEvent, GatewayDown, GatewayRefused

RAZORPAY: dict[str, Any] = {
    "id": "disp_AHfqOvkldwsbqt",
    "entity": "dispute",
    "payment_id": "pay_EsyWjHrfzb59eR",
    "amount": 10000,
    "currency": "INR",
    "amount_deducted": 0,
    "reason_code": "chargeback",
    "respond_by": 1590604200,
    "status": "open",
    "phase": "pre_arbitration",
    "created_at": 1590059211,
}
STRIPE: dict[str, Any] = {
    "id": "du_1",
    "object": "dispute",
    "amount": 10000,
    "currency": "inr",
    "payment_intent": "pi_1",
    "reason": "product_not_received",
    "status": "needs_response",
    "evidence_details": {"due_by": 1590604200},
}
PAYU: dict[str, Any] = {
    "type": "payments",
    "event": "dispute",
    "mid": "8235901",
    "cb_id": 2042053,
    "txn_id": "26431197092",
    "cb_type": "Arbitration",
    "due_date": "2026-03-05",
    "cb_amount": "2.0",
    "cb_status": "Pending Response",
    "reason_code": "Fraud -  Card Present Environment",
}
WORDS = {
    "New": "open",
    "Pending Response": "open",
    "Pending Doc Review": "under_review",
    "Submitted to Bank": "under_review",
    "Insufficient Document": "action_required",
    "Closed Customer Favour": "lost",
    "Closed in Merchant Favour": "won",
    "Closed under Fraud Liability": "closed",
    "A Word Of Tomorrow": "open",
}


@pytest.fixture
def payu() -> PayuGateway:
    return PayuGateway(PayuAccount(PAYU_KEY, (PAYU_SALT, "the one before"), "care@zahra.example"))


def signed(told: dict[str, Any], *, key: str = PAYU_KEY, salt: str = PAYU_SALT) -> dict[str, str]:
    """As PayU's page on chargeback webhooks has it: the state without its spaces."""
    state = told["cb_status"].replace(" ", "")
    fields = [key, told["txn_id"], told["cb_amount"], str(told["cb_id"]), told["cb_type"], state]
    proof = hashlib.sha512("|".join([*fields, salt]).encode()).hexdigest()
    return {"X-PayU-Dispute-Webhook-Signature-V2": proof}


def test_razorpays_dispute_is_read():
    due = datetime(2020, 5, 27, 18, 30, tzinfo=UTC)
    assert facts.read(lambda told: at_razorpay.dispute(told, ""), RAZORPAY) == DisputeFact(
        "disp_AHfqOvkldwsbqt",
        "pay_EsyWjHrfzb59eR",
        10000,
        "INR",
        0,
        "open",
        "pre_arbitration",
        "chargeback",
        due,
    )


@pytest.mark.parametrize(
    ("status", "event", "state"),
    [
        ("under_review", "payment.dispute.under_review", "under_review"),
        ("open", "payment.dispute.action_required", "action_required"),
        ("won", "payment.dispute.action_required", "won"),
        ("a word of tomorrow", "", "open"),
    ],
)
def test_that_papers_were_not_enough_is_told_by_the_events_name_alone(
    status: str, event: str, state: str
):
    assert at_razorpay.dispute(RAZORPAY | {"status": status}, event).state == state


@pytest.mark.parametrize(
    "change", [{"amount": "10000"}, {"payment_id": None}, {"respond_by": "soon"}, {"status": 3}]
)
def test_what_razorpay_cannot_have_meant_is_no_answer(change: dict[str, Any]):
    with pytest.raises(GatewayDown):
        facts.read(lambda told: at_razorpay.dispute(told, ""), RAZORPAY | change)


@pytest.mark.parametrize(
    ("status", "state", "phase", "deducted"),
    [
        ("needs_response", "open", "chargeback", 0),
        ("warning_needs_response", "open", "retrieval", 0),
        ("warning_under_review", "under_review", "retrieval", 0),
        ("warning_closed", "closed", "retrieval", 0),
        ("won", "won", "chargeback", 0),
        ("lost", "lost", "chargeback", 10000),
    ],
)
def test_stripes_dispute_is_read(status: str, state: str, phase: str, deducted: int):
    fact = at_stripe.dispute(STRIPE | {"status": status})
    assert (fact.id, fact.payment_id, fact.currency) == ("du_1", "pi_1", "INR")
    assert (fact.state, fact.phase, fact.deducted) == (state, phase, deducted)
    assert fact.respond_by == datetime(2020, 5, 27, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(("word", "state"), WORDS.items())
async def test_payus_dispute_is_read_from_what_it_signed(payu: PayuGateway, word: str, state: str):
    told = PAYU | {"cb_status": word}
    raw = json.dumps(told).encode()
    event = payu.read_event(raw, signed(told))
    assert (event.dispute_id, event.payment_id, event.is_signed) == ("2042053", "26431197092", True)
    fact = await payu.dispute("2042053", raw)
    assert (fact.amount, fact.state, fact.phase) == (200, state, "arbitration")
    assert fact.deducted == (200 if state == "lost" else 0)
    assert fact.respond_by == datetime(2026, 3, 5, 18, 29, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        signed(PAYU, salt="another"),
        signed(PAYU, key="another"),
        signed(PAYU | {"cb_status": "Closed in Merchant Favour"}),
        signed(PAYU | {"cb_amount": "1.0"}),
    ],
)
def test_a_dispute_that_payu_did_not_sign_is_nobodys(payu: PayuGateway, wrong: dict[str, str]):
    with pytest.raises(ForgedEvent):
        payu.read_event(json.dumps(PAYU).encode(), wrong)


def test_a_bar_cannot_shift_what_was_signed(payu: PayuGateway):
    shifted = PAYU | {"txn_id": "26431197092|2.0", "cb_amount": "2042053", "cb_id": "Arbitration"}
    proof = signed(PAYU | {"cb_type": "x"})
    with pytest.raises(ForgedEvent):
        payu.read_event(json.dumps(shifted).encode(), proof)


@pytest.mark.parametrize("raw", [b"{", b'{"cb_id": {}}', b"[1]", b'{"a":' * 2000])
def test_what_is_no_dispute_of_payus_is_nobodys(payu: PayuGateway, raw: bytes):
    with pytest.raises(ForgedEvent):
        payu.read_event(raw, {})


async def test_payu_answers_no_question_about_disputes(payu: PayuGateway):
    assert isinstance(payu, Disputing)
    with pytest.raises(GatewayRefused):
        await payu.dispute("2042053", b"")
    for told in ("two", "-2.0", "", None):
        assert at_payu.dispute(json.dumps(PAYU | {"cb_amount": told}).encode()).amount == 0
