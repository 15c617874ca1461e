"""Webhooks: what is sent, how it is signed, and everything that can go wrong on the way."""

import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from tests.simulator.conftest import Inbox, Merchant, Simulator
from tests.world.gateway import WEBHOOK_SECRET

PAID = ["payment.authorized", "payment.captured", "order.paid"]


@pytest.fixture(autouse=True)
def endpoint(simulator: Simulator, inbox: Inbox) -> str:
    return simulator.listen(inbox.url)


def types(inbox: Inbox) -> list[str]:
    return [json.loads(letter.body)["event"] for letter in inbox.received]


def is_signed(inbox: Inbox, secret: str = WEBHOOK_SECRET) -> list[bool]:
    return [
        hmac.new(secret.encode(), letter.body, hashlib.sha256).hexdigest()
        == letter.headers["x-razorpay-signature"]
        for letter in inbox.received
    ]


def paid(merchant: Merchant, simulator: Simulator, *faults: dict[str, Any], **how: Any) -> str:
    """Pay an order under these faults and deliver what is due. Its id."""
    simulator.faults(*faults)
    order = merchant.order()["id"]
    simulator.pay(order, **how)
    simulator.settle()
    return order


def test_a_payment_is_told_in_three_signed_compact_snapshots(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    order = paid(merchant, simulator, method="card", description="Kurta / blue")
    assert types(inbox) == PAID
    assert is_signed(inbox) == [True, True, True]
    events = [json.loads(letter.body) for letter in inbox.received]
    assert [event["contains"] for event in events] == [
        ["payment"],
        ["payment"],
        ["payment", "order"],
    ]
    payments = [event["payload"]["payment"]["entity"] for event in events]
    assert [payment["status"] for payment in payments] == ["authorized", "captured", "captured"]
    assert payments[1]["card"]["last4"] == "1007"
    assert events[2]["payload"]["order"]["entity"]["id"] == order
    first = inbox.received[0]
    assert first.body.startswith(b'{"entity":"event","account_id":"acc_')
    assert b'"description":"Kurta \\/ blue"' in first.body
    assert first.headers["content-type"] == "application/json"
    assert len({letter.headers["x-razorpay-event-id"] for letter in inbox.received}) == 3


def test_an_endpoint_hears_only_what_it_asked_for(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    simulator.listen(f"{inbox.url}/only", events=("order.paid",))
    paid(merchant, simulator)
    assert sorted(types(inbox)) == sorted([*PAID, "order.paid"])


def test_an_unanswered_event_comes_again_with_the_same_id(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    inbox.status = 500
    order = paid(merchant, simulator, {"on": "payment.[ac]*", "what": "drop"})
    inbox.status = 200
    for wait in (14, 2):
        simulator.advance(wait)
        simulator.settle()
    assert types(inbox) == ["order.paid", "order.paid"]
    assert len({letter.headers["x-razorpay-event-id"] for letter in inbox.received}) == 1
    assert inbox.received[0].body == inbox.received[1].body
    log = simulator.webhooks(order)
    assert [letter["state"] for letter in log] == ["dropped", "dropped", "delivered"]
    assert [attempt["status"] for attempt in log[2]["attempts"]] == [500, 200]


def test_after_a_day_of_failures_the_endpoint_is_switched_off(
    merchant: Merchant, simulator: Simulator, inbox: Inbox, endpoint: str
) -> None:
    inbox.status = 503
    order = paid(merchant, simulator, {"on": "payment.[ac]*", "what": "drop"})
    simulator.advance(24 * 3600)
    simulator.settle()
    assert simulator.webhooks(order)[2]["state"] == "failed"
    assert [e["enabled"] for e in simulator.ask("GET", "/endpoints")] == [False]
    inbox.status, heard = 200, len(inbox.received)
    paid(merchant, simulator)
    assert len(inbox.received) == heard
    simulator.ask("POST", f"/endpoints/{endpoint}/enable")
    paid(merchant, simulator)
    assert len(inbox.received) == heard + 1  # the others are still dropped


def test_an_event_is_sent_again_on_demand_and_switches_the_endpoint_on(
    merchant: Merchant, simulator: Simulator, inbox: Inbox, endpoint: str
) -> None:
    order = paid(merchant, simulator)
    simulator.ask("POST", f"/endpoints/{endpoint}/disable")
    simulator.ask("POST", f"/endpoints/{endpoint}/rotate", secret="whsec_next")
    event = simulator.webhooks(order)[2]["eventId"]
    simulator.ask("POST", f"/events/{event}/redeliver")
    simulator.settle()
    assert types(inbox) == [*PAID, "order.paid"]
    assert is_signed(inbox, "whsec_next") == [False, False, False, True]
    assert inbox.received[3].headers["x-razorpay-event-id"] == event


def test_a_retry_after_rotation_keeps_the_old_signature(
    merchant: Merchant, simulator: Simulator, inbox: Inbox, endpoint: str
) -> None:
    inbox.status = 500
    paid(merchant, simulator, {"on": "payment.[ac]*", "what": "drop"})
    simulator.ask("POST", f"/endpoints/{endpoint}/rotate", secret="whsec_next")
    simulator.clear_faults()
    inbox.status = 200
    simulator.advance(16)
    simulator.settle()
    paid(merchant, simulator)
    assert is_signed(inbox) == [True, True, False, False, False]
    assert is_signed(inbox, "whsec_next") == [False, False, True, True, True]


def test_duplicates_share_one_event_id(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    paid(merchant, simulator, {"on": "payment.captured", "what": "duplicate", "copies": 3})
    captured = [
        letter.headers["x-razorpay-event-id"]
        for letter in inbox.received
        if b"payment.captured" in letter.body
    ]
    assert (len(captured), len(set(captured))) == (4, 1)


def test_a_delayed_event_comes_after_its_time(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    paid(merchant, simulator, {"on": "payment.authorized", "what": "delay", "seconds": 90})
    assert types(inbox) == ["payment.captured", "order.paid"]
    simulator.advance(91)
    simulator.settle()
    assert types(inbox) == ["payment.captured", "order.paid", "payment.authorized"]
    late = json.loads(inbox.received[2].body)["payload"]["payment"]["entity"]
    assert late["status"] == "authorized"


def test_reordering_follows_the_seed(
    simulator: Simulator, merchant: Merchant, inbox: Inbox
) -> None:
    def order_under(seed: int) -> list[str]:
        simulator.reset(seed)
        simulator.listen(inbox.url)
        inbox.received.clear()
        paid(merchant, simulator, {"on": "*", "what": "reorder", "seconds": 60})
        simulator.advance(61)
        simulator.settle()
        return types(inbox)

    orders = {seed: order_under(seed) for seed in range(6)}
    assert all(sorted(order) == sorted(PAID) for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) > 1
    assert order_under(3) == orders[3]


@pytest.mark.parametrize("what", ["tamper", "wrong_secret"])
def test_a_forged_letter_does_not_match_its_signature(
    merchant: Merchant, simulator: Simulator, inbox: Inbox, what: str
) -> None:
    paid(merchant, simulator, {"on": "payment.captured", "what": what})
    assert is_signed(inbox) == [True, False, True]


def test_the_previous_secret_can_sign(
    merchant: Merchant, simulator: Simulator, inbox: Inbox, endpoint: str
) -> None:
    simulator.ask("POST", f"/endpoints/{endpoint}/rotate", secret="whsec_next")
    paid(merchant, simulator, {"on": "order.paid", "what": "old_secret"})
    assert is_signed(inbox) == [False, False, True]


def test_odd_events_are_genuine(merchant: Merchant, simulator: Simulator, inbox: Inbox) -> None:
    paid(
        merchant,
        simulator,
        {"on": "payment.authorized", "what": "no_created_at"},
        {"on": "order.paid", "what": "unknown_event"},
    )
    assert is_signed(inbox) == [True, True, True]
    assert "created_at" not in json.loads(inbox.received[0].body)
    assert types(inbox)[2] == "payment.unheard_of"


def test_an_early_event_comes_before_the_answer_to_its_call(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    payment = simulator.pay(merchant.order()["id"])["id"]
    simulator.settle()
    simulator.faults({"on": "refund.created", "what": "early"})
    inbox.received.clear()
    inbox.seconds = 0.2
    merchant.post(f"/payments/{payment}/refund")
    answered_at = time.monotonic()
    assert types(inbox)[:1] == ["refund.created"]
    assert inbox.received[0].at + 0.2 <= answered_at


def test_a_failure_and_then_the_capture_of_the_same_payment(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    paid(merchant, simulator, outcome="failure_then_success")
    assert types(inbox) == ["payment.failed", *PAID]
    told = [json.loads(letter.body)["payload"]["payment"]["entity"] for letter in inbox.received]
    assert len({payment["id"] for payment in told}) == 1
    assert [payment["status"] for payment in told] == [
        "failed",
        "authorized",
        "captured",
        "captured",
    ]


def test_an_automatic_refund_is_told_as_not_captured(
    merchant: Merchant, simulator: Simulator, inbox: Inbox
) -> None:
    simulator.pay(merchant.manual_order(minutes=60)["id"])
    simulator.advance(2 * 3600)
    simulator.settle()
    assert types(inbox) == ["payment.authorized", "refund.created", "refund.processed"]
    refund = json.loads(inbox.received[2].body)
    assert refund["contains"] == ["refund", "payment"]
    assert refund["payload"]["payment"]["entity"]["captured"] is False


def test_a_refund_tells_how_it_went(merchant: Merchant, simulator: Simulator, inbox: Inbox) -> None:
    payment = simulator.pay(merchant.order()["id"])["id"]
    merchant.post(f"/payments/{payment}/refund", amount=10000, speed="optimum")
    simulator.advance(6)
    simulator.switch(refunds_fail=True)
    merchant.post(f"/payments/{payment}/refund", amount=20000)
    simulator.advance(6)
    simulator.settle()
    assert types(inbox)[3:] == [
        "refund.created",
        "refund.speed_changed",
        "refund.processed",
        "refund.created",
        "refund.failed",
    ]


def test_rules_without_sense_are_refused(simulator: Simulator) -> None:
    for rule in ({"on": "payment.captured", "what": "429"}, {"what": "drop"}, {"on": "*"}):
        answer = simulator._control.post("/faults", json=rule)
        assert answer.status_code == 400
    assert simulator.ask("GET", "/faults") == []
