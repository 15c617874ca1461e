"""Refunds: the arithmetic, the key, and the bank that may not have it."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.simulator.conftest import Merchant, Simulator

KEY = {"X-Refund-Idempotency": "zah-rf-10042-0001"}


@pytest.fixture
def payment(merchant: Merchant, simulator: Simulator) -> str:
    """A captured payment of ₹2,499."""
    return simulator.pay(merchant.order()["id"])["id"]


def test_part_of_a_payment_goes_back_then_the_rest(merchant: Merchant, payment: str) -> None:
    first = merchant.post(f"/payments/{payment}/refund", amount=141568, receipt="R1")
    assert (first["amount"], first["status"], first["receipt"]) == (141568, "pending", "R1")
    partly = merchant.get(f"/payments/{payment}")
    assert (partly["status"], partly["refund_status"]) == ("captured", "partial")
    rest = merchant.post(f"/payments/{payment}/refund")
    assert rest["amount"] == 249900 - 141568
    whole = merchant.get(f"/payments/{payment}")
    assert (whole["status"], whole["refund_status"]) == ("refunded", "full")
    listed = merchant.get(f"/payments/{payment}/refunds")["items"]
    assert [refund["id"] for refund in listed] == [rest["id"], first["id"]]
    assert merchant.get(f"/payments/{payment}/refunds/{first['id']}") == first
    assert merchant.get(f"/orders/{whole['order_id']}")["status"] == "paid"


@pytest.mark.parametrize("amount", [249901, 99, 0, -100, 1000.5])
def test_a_wrong_amount_refunds_nothing(merchant: Merchant, payment: str, amount: float) -> None:
    refused = merchant.post(f"/payments/{payment}/refund", amount=amount)
    assert refused["error"]["field"] == "amount"
    assert merchant.get(f"/payments/{payment}")["amount_refunded"] == 0


def test_what_is_refunded_or_never_captured_is_not_refunded(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    merchant.post(f"/payments/{payment}/refund")
    again = merchant.post(f"/payments/{payment}/refund", amount=100)
    assert again["error"]["description"] == "The payment has been fully refunded already."
    authorized = simulator.pay(merchant.manual_order()["id"])["id"]
    assert "error" in merchant.post(f"/payments/{authorized}/refund")
    assert merchant.get("/refunds")["count"] == 1


def test_the_same_key_and_body_answer_the_same_refund(merchant: Merchant, payment: str) -> None:
    path = f"/payments/{payment}/refund"
    first = merchant.post(path, headers=KEY, amount=10000)
    again = merchant.post(path, headers=KEY, amount=10000)
    assert again["id"] == first["id"]
    assert merchant.get(f"/payments/{payment}")["amount_refunded"] == 10000


def test_the_same_key_with_another_body_is_refused(merchant: Merchant, payment: str) -> None:
    path = f"/payments/{payment}/refund"
    merchant.post(path, headers=KEY, amount=10000)
    other = merchant.http.post(path, headers=KEY, json={"amount": 10001})
    assert (other.status_code, other.json()["error"]["description"]) == (
        400,
        "Different request with the same idempotency key has already been processed.",
    )
    assert merchant.get(f"/payments/{payment}")["amount_refunded"] == 10000


def test_a_key_shorter_than_ten_characters_is_refused(merchant: Merchant, payment: str) -> None:
    refused = merchant.post(f"/payments/{payment}/refund", headers={"X-Refund-Idempotency": "123"})
    assert "idempotency key" in refused["error"]["description"]


def test_a_key_in_flight_is_a_conflict(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    for seconds in (0.4, 4):  # the second time if the machine stood still during the first
        slow = {"on": "POST /v1/payments/*/refund", "what": "latency", "times": 1}
        simulator.faults({**slow, "seconds": seconds})
        path, body = f"/payments/{payment}/refund", {"amount": 10000}
        key = {"X-Refund-Idempotency": f"zah-rf-flight-{int(seconds)}"}
        with ThreadPoolExecutor() as pool:
            first = pool.submit(merchant.http.post, path, headers=key, json=body)
            while simulator.ask("GET", "/faults"):
                time.sleep(0.01)  # until the first is at work
            second = merchant.http.post(path, headers=key, json=body)
        if second.status_code == 409:
            break
    assert (second.status_code, first.result().status_code) == (409, 200)
    third = merchant.http.post(path, headers=key, json=body)
    assert third.json() == first.result().json()


def test_a_refund_is_processed_after_its_time(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    refund = merchant.post(f"/payments/{payment}/refund", speed="optimum")
    simulator.advance(6)
    after = merchant.get(f"/refunds/{refund['id']}")
    assert (after["status"], after["speed_requested"]) == ("processed", "optimum")
    assert after["speed_processed"] == "normal"
    assert after["acquirer_data"]["arn"]


def test_a_failed_refund_gives_the_money_back_to_the_merchant(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    simulator.switch(refunds_fail=True)
    refund = merchant.post(f"/payments/{payment}/refund")
    simulator.advance(6)
    assert merchant.get(f"/refunds/{refund['id']}")["status"] == "failed"
    after = merchant.get(f"/payments/{payment}")
    assert (after["status"], after["amount_refunded"]) == ("captured", 0)
    assert after["refund_status"] is None


def test_without_a_balance_nothing_is_refunded(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    simulator.switch(low_balance=True)
    refused = merchant.post(f"/payments/{payment}/refund")
    assert refused["error"]["reason"] == "insufficient_balance"
    assert merchant.get(f"/payments/{payment}")["amount_refunded"] == 0


def test_the_dashboard_refunds_without_the_merchants_server(
    merchant: Merchant, simulator: Simulator, payment: str
) -> None:
    refund = simulator.ask("POST", f"/payments/{payment}/refund", amount=5000)
    assert merchant.get(f"/refunds/{refund['id']}")["amount"] == 5000
    simulator.ask("POST", f"/refunds/{refund['id']}/fail")
    assert merchant.get(f"/payments/{payment}")["amount_refunded"] == 0
