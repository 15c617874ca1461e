"""A bank asks for its money: told, answered, and taken out of a payout."""

import json

import httpx
import pytest

from tests.simulator.conftest import Inbox, Merchant, Simulator
from tests.simulator.test_settlements import DAY, paid_out


@pytest.fixture
def payment(merchant: Merchant, simulator: Simulator) -> str:
    """A captured payment of ₹2,499."""
    return simulator.pay(merchant.order()["id"])["id"]


def test_every_step_is_told_with_its_payment(
    merchant: Merchant, simulator: Simulator, inbox: Inbox, payment: str
) -> None:
    simulator.listen(inbox.url)
    made = simulator.ask("POST", f"/payments/{payment}/dispute", amount=10000)
    simulator.ask("POST", f"/disputes/{made['id']}/move", status="action_required")
    lost = simulator.ask("POST", f"/disputes/{made['id']}/move", status="lost")
    simulator.settle()
    told = [json.loads(letter["body"]) for letter in simulator.webhooks()]
    named = [event for event in told if event["event"].startswith("payment.dispute")]
    assert [(each["event"], each["contains"]) for each in named] == [
        ("payment.dispute.created", ["payment", "dispute"]),
        ("payment.dispute.action_required", ["payment", "dispute"]),
        ("payment.dispute.lost", ["payment", "dispute"]),
    ]
    assert [each["payload"]["dispute"]["entity"]["status"] for each in named] == [
        "open",
        "open",
        "lost",
    ]
    assert merchant.get(f"/disputes/{made['id']}") == lost
    assert (lost["amount"], lost["amount_deducted"]) == (10000, 10000)
    assert merchant.get("/disputes")["items"] == [lost]


def test_what_is_disputed_is_not_refunded_and_what_is_lost_never(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    made = simulator.ask("POST", f"/payments/{payment}/dispute", amount=10000)
    refused = merchant.post(f"/payments/{payment}/refund", amount=100)
    assert refused["error"]["reason"] == "payment_disputed"
    simulator.ask("POST", f"/disputes/{made['id']}/move", status="lost")
    too_much = merchant.post(f"/payments/{payment}/refund", amount=249900)
    assert too_much["error"]["field"] == "amount"
    assert merchant.post(f"/payments/{payment}/refund")["amount"] == 249900 - 10000


def test_what_is_decided_stays_and_only_captured_money_is_disputed(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    made = simulator.ask("POST", f"/payments/{payment}/dispute")
    simulator.ask("POST", f"/disputes/{made['id']}/move", status="won")
    waiting = simulator.pay(merchant.manual_order()["id"])["id"]
    for path in (f"/disputes/{made['id']}/move", f"/payments/{waiting}/dispute"):
        with pytest.raises(httpx.HTTPStatusError):
            simulator.ask("POST", path, status="lost")
    assert merchant.get(f"/disputes/{made['id']}")["status"] == "won"


def test_what_is_lost_is_taken_out_of_the_payout_of_the_next_day(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    made = simulator.ask("POST", f"/payments/{payment}/dispute", amount=10000)
    simulator.ask("POST", f"/disputes/{made['id']}/move", status="lost")
    simulator.advance(3 * DAY)
    [line] = paid_out(merchant, days=1)
    assert (line["type"], line["dispute_id"]) == ("adjustment", made["id"])
    assert (line["debit"], line["credit"]) == (10000, 0)
