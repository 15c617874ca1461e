"""Reading Razorpay's JSON, strictly where money is concerned."""

from datetime import UTC, datetime
from typing import Any

import pytest

from zahra.providers.razorpay import facts
from zahra.shop.payments.provider import GatewayDown, GatewayOrder, RefundFact

PAYMENT: dict[str, Any] = {
    "id": "pay_1",
    "amount": 249900,
    "amount_refunded": 0,
    "currency": "INR",
    "status": "captured",
    "order_id": "order_1",
    "method": "card",
    "notes": [],
    "email": "asha@example.com",
    "contact": "+919876543210",
    "vpa": "asha@okbank",
    "upi": {"vpa": "asha@okbank", "flow": "intent"},
    "card": {"last4": "1007", "name": "Asha Rao", "network": "Visa"},
    "created_at": 1795363200,
}


def test_a_payment_is_read_without_what_identifies_a_person() -> None:
    fact = facts.read(facts.payment, PAYMENT)
    assert (fact.id, fact.order_id, fact.amount, fact.state) == (
        "pay_1",
        "order_1",
        249900,
        "captured",
    )
    assert fact.created_at == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert "asha" not in repr(fact.raw).lower()
    assert "9876543210" not in repr(fact.raw)
    assert fact.raw["card"] == {"last4": "1007", "network": "Visa"}
    assert fact.raw["upi"] == {"flow": "intent"}
    assert fact.raw["notes"] == []


def test_a_state_we_do_not_know_is_not_decided() -> None:
    assert facts.read(facts.payment, PAYMENT | {"status": "pending"}).state == "created"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "249900"},
        {"amount": 249900.0},
        {"amount": True},
        {"amount": None},
        {"id": 7},
        {"status": None},
        {"created_at": "today"},
        {"created_at": 10**30},
        {"currency": None},
    ],
)
def test_a_payment_that_cannot_be_trusted_is_no_answer(change: dict[str, Any]) -> None:
    with pytest.raises(GatewayDown):
        facts.read(facts.payment, PAYMENT | change)


def test_payments_come_oldest_first() -> None:
    newest_first = [
        PAYMENT | {"id": "pay_3", "created_at": 1795363300},
        PAYMENT | {"id": "pay_2"},
        PAYMENT | {"id": "pay_1"},
    ]
    read = facts.read(facts.payments, {"items": newest_first})
    assert [payment.id for payment in read] == ["pay_1", "pay_2", "pay_3"]


@pytest.mark.parametrize("body", [{}, {"items": None}, {"items": {}}, {"items": [3]}])
def test_a_list_without_items_is_no_answer(body: dict[str, Any]) -> None:
    with pytest.raises(GatewayDown):
        facts.read(facts.payments, body)


@pytest.mark.parametrize(
    ("word", "state"),
    [("pending", "pending"), ("processed", "settled"), ("failed", "failed"), ("new", "pending")],
)
def test_a_refund_is_settled_when_processed(word: str, state: str) -> None:
    body = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 100, "status": word, "receipt": "R"}
    assert facts.read(facts.refund, body) == RefundFact("rfnd_1", "pay_1", 100, state, "R")


@pytest.mark.parametrize(
    ("told", "reference"),
    [
        ({"arn": "74512345678"}, "74512345678"),
        ({"arn": None, "rrn": "632100000001"}, "632100000001"),
        ({"utr": "AXIR26327"}, "AXIR26327"),
        ({"arn": "<b>", "rrn": 7}, None),
        ({"arn": "7" * 41}, None),
        ([], None),
        (None, None),
    ],
)
def test_a_refunds_bank_number_is_read_where_it_is_one(told: Any, reference: str | None) -> None:
    body = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 100, "status": "processed"}
    fact = facts.read(facts.refund, {**body, "acquirer_data": told})
    assert fact.reference == reference


def test_an_order_is_read() -> None:
    body = {"id": "order_1", "amount": 100, "currency": "INR", "status": "paid", "notes": []}
    assert facts.read(facts.order, body) == GatewayOrder("order_1", 100, "INR", "paid")
