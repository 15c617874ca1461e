"""Orders as Razorpay documents them."""

from typing import Any

import httpx
import pytest

from tests.simulator.conftest import Merchant, Simulator


def test_a_new_order_has_every_documented_field(merchant: Merchant) -> None:
    order = merchant.order(859500, receipt="ZAH-10042-1", notes={"order": "ZAH-10042"})
    id, made_at = order.pop("id"), order.pop("created_at")
    assert id.startswith("order_")
    assert len(id) == len("order_") + 14
    assert isinstance(made_at, int)
    assert order == {
        "entity": "order",
        "amount": 859500,
        "amount_paid": 0,
        "amount_due": 859500,
        "currency": "INR",
        "receipt": "ZAH-10042-1",
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": {"order": "ZAH-10042"},
    }


@pytest.mark.parametrize("none", [{}, {"notes": {}}, {"notes": []}])
def test_no_notes_are_an_empty_list(merchant: Merchant, none: dict[str, Any]) -> None:
    assert merchant.order(**none)["notes"] == []


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"amount": None}, "amount", "input_validation_failed"),
        ({"amount": 99}, "amount", "input_validation_failed"),
        ({"amount": 249.5}, "amount", "input_validation_failed"),
        ({"amount": True}, "amount", "input_validation_failed"),
        ({"amount": "249900"}, "amount", "input_validation_failed"),
        ({"currency": "USD"}, "currency", "input_validation_failed"),
        ({"receipt": "x" * 41}, "receipt", "input_validation_failed"),
        ({"notes": {str(n): "x" for n in range(16)}}, "notes", "input_validation_failed"),
        ({"notes": {"a": "x" * 257}}, "notes", "input_validation_failed"),
        ({"surprise": 1}, "surprise", "extra_field_sent"),
        ({"payment": 1}, "payment", "input_validation_failed"),
        ({"payment": {"capture_options": "x"}}, "capture_options", "input_validation_failed"),
        ({"payment": {"capture": []}}, "capture", "input_validation_failed"),
        ({"partial_payment": True}, "partial_payment", "input_validation_failed"),
        (
            {"payment": {"capture": "automatic", "capture_options": {}}},
            "automatic_expiry_period",
            "input_validation_failed",
        ),
        (
            {"payment": {"capture_options": {"automatic_expiry_period": 11}}},
            "automatic_expiry_period",
            "input_validation_failed",
        ),
        (
            {
                "payment": {
                    "capture_options": {"automatic_expiry_period": 30, "manual_expiry_period": 20}
                }
            },
            "manual_expiry_period",
            "input_validation_failed",
        ),
    ],
)
def test_an_order_that_breaks_a_rule_is_refused_by_field(
    merchant: Merchant, simulator: Simulator, change: dict[str, Any], field: str, reason: str
) -> None:
    answer = merchant.http.post("/orders", json={"amount": 249900, "currency": "INR"} | change)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "BAD_REQUEST_ERROR")
    assert (error["field"], error["reason"]) == (field, reason)
    assert set(error) == {
        "code", "description", "field", "source", "step", "reason", "metadata",
    }  # fmt: skip
    assert simulator.ask("GET", "/orders") == []


def test_a_unique_receipt_answers_the_order_it_opened(merchant: Merchant) -> None:
    first = merchant.order(receipt="ZAH-1-1", unique_receipt=True)
    again = merchant.order(receipt="ZAH-1-1", unique_receipt=True)
    other = merchant.order(receipt="ZAH-1-2", unique_receipt=True)
    assert again == first
    assert other["id"] != first["id"]
    assert merchant.order(receipt="ZAH-1-1")["id"] != first["id"]


def test_an_account_without_unique_receipts_refuses_the_field(
    merchant: Merchant, simulator: Simulator
) -> None:
    simulator.switch(unique_receipts=False)
    refused = merchant.order(receipt="ZAH-1-1", unique_receipt=True)
    assert refused["error"]["reason"] == "extra_field_sent"


def test_an_unknown_order_is_a_bad_request(merchant: Merchant) -> None:
    answer = merchant.http.get("/orders/order_00000000000000")
    assert answer.status_code == 400
    assert answer.json()["error"]["description"] == "The id provided does not exist"
    wrong = merchant.get("/orders/pay_00000000000000")
    assert wrong["error"]["description"] == "pay_00000000000000 is not a valid id"


def test_lists_are_newest_first_and_in_pages(merchant: Merchant) -> None:
    made = [merchant.order(receipt=f"R{n}")["id"] for n in range(12)]
    first, rest = merchant.get("/orders"), merchant.get("/orders?skip=10&count=100")
    assert (first["entity"], first["count"]) == ("collection", 10)
    assert [order["id"] for order in first["items"] + rest["items"]] == made[::-1]
    assert [order["id"] for order in merchant.get("/orders?receipt=R3")["items"]] == [made[3]]
    assert merchant.get("/orders?count=101")["error"]["field"] == "count"
    assert merchant.get(f"/orders?from={10**30}")["items"] == []


def test_lists_tell_orders_a_bank_said_yes_to(merchant: Merchant, simulator: Simulator) -> None:
    paid, unpaid = merchant.order()["id"], merchant.order()["id"]
    simulator.pay(paid)
    simulator.pay(unpaid, outcome="failure")
    authorized, not_authorized = (merchant.get(f"/orders?authorized={flag}") for flag in "10")
    assert [order["id"] for order in authorized["items"]] == [paid]
    assert [order["id"] for order in not_authorized["items"]] == [unpaid]


def test_orders_unfold_their_payments(merchant: Merchant, simulator: Simulator) -> None:
    order = merchant.order()["id"]
    simulator.pay(order, method="card")
    unfolded = merchant.get(f"/orders/{order}?expand[]=payments&expand[]=payments.card")
    (payment,) = unfolded["payments"]["items"]
    assert payment["card"]["last4"] == "1007"
    assert "card" not in merchant.get(f"/orders/{order}/payments")["items"][0]


def test_nothing_but_the_notes_of_an_order_changes(merchant: Merchant) -> None:
    order = merchant.order()
    changed = merchant.http.patch(f"/orders/{order['id']}", json={"notes": {"seen": "yes"}}).json()
    assert changed == order | {"notes": {"seen": "yes"}}
    refused = merchant.http.patch(f"/orders/{order['id']}", json={"amount": 100})
    assert refused.json()["error"]["reason"] == "extra_field_sent"


@pytest.mark.parametrize("auth", [None, ("rzp_test_ZahraTests0001", "wrong"), ("", "")])
def test_without_the_right_keys_nothing_is_said(
    simulator: Simulator, auth: tuple[str, str] | None
) -> None:
    answer = httpx.get(f"{simulator.url}/v1/orders", auth=auth)
    assert (answer.status_code, answer.json()["error"]["description"]) == (
        401,
        "Authentication failed",
    )


@pytest.mark.parametrize("body", [b"{", b"[]", b"nonsense", b'"text"'])
def test_a_body_that_is_not_an_object_is_a_bad_request(merchant: Merchant, body: bytes) -> None:
    answer = merchant.http.post("/orders", content=body)
    assert (answer.status_code, answer.json()["error"]["reason"]) == (400, "malformed_request")
