"""How payments live at the gateway."""

import httpx
import pytest

from tests.simulator.conftest import Merchant, Simulator

MINUTE, DAY = 60, 24 * 3600


def test_a_payment_is_captured_and_its_order_paid(merchant: Merchant, simulator: Simulator) -> None:
    order = merchant.order()
    paid = simulator.pay(order["id"])
    assert (paid["status"], paid["captured"], paid["amount"]) == ("captured", True, 249900)
    assert (paid["fee"], paid["tax"]) == (5898, 900)  # 2 % and 18 % GST of it
    after = merchant.get(f"/orders/{order['id']}")
    changed = {"status": "paid", "amount_paid": 249900, "amount_due": 0, "attempts": 1}
    assert after == order | changed
    assert merchant.get(f"/payments/{paid['id']}") == paid


def test_fee_and_tax_are_unknown_until_captured(merchant: Merchant, simulator: Simulator) -> None:
    paid = simulator.pay(merchant.manual_order()["id"])
    assert (paid["status"], paid["fee"], paid["tax"]) == ("authorized", None, None)


def test_a_failed_payment_leaves_the_order_open(merchant: Merchant, simulator: Simulator) -> None:
    order = merchant.order()["id"]
    failed = simulator.pay(order, outcome="failure", reason="insufficient_funds")
    assert (failed["status"], failed["error_reason"]) == ("failed", "insufficient_funds")
    assert merchant.get(f"/orders/{order}")["status"] == "attempted"
    assert simulator.pay(order)["status"] == "captured"
    assert merchant.get(f"/orders/{order}")["attempts"] == 2


def test_a_failed_payment_may_still_be_authorized_and_captured(
    merchant: Merchant, simulator: Simulator
) -> None:
    order = merchant.order()["id"]
    failed = simulator.pay(order, outcome="failure")
    late = simulator.ask("POST", f"/payments/{failed['id']}/authorize")
    assert (late["id"], late["status"]) == (failed["id"], "captured")
    assert (late["late_authorized"], late["error_code"]) == (True, None)
    assert merchant.get(f"/orders/{order}")["status"] == "paid"


def test_no_answer_for_ten_minutes_is_a_failure(merchant: Merchant, simulator: Simulator) -> None:
    waiting = simulator.pay(merchant.order()["id"], outcome="no_answer")
    simulator.advance(10 * MINUTE - 10)
    assert merchant.get(f"/payments/{waiting['id']}")["status"] == "created"
    simulator.advance(11)
    after = merchant.get(f"/payments/{waiting['id']}")
    assert (after["status"], after["error_reason"]) == ("failed", "payment_timed_out")


def test_a_late_yes_outside_the_automatic_window_waits_for_the_merchant(
    merchant: Merchant, simulator: Simulator
) -> None:
    options = {"automatic_expiry_period": 30, "manual_expiry_period": 4320}
    order = merchant.order(payment={"capture": "automatic", "capture_options": options})["id"]
    payment = simulator.pay(order, outcome="no_answer")["id"]
    simulator.advance(31 * MINUTE)
    late = simulator.ask("POST", f"/payments/{payment}/authorize")
    assert (late["status"], late["captured"]) == ("authorized", False)
    captured = merchant.post(f"/payments/{payment}/capture", amount=249900, currency="INR")
    assert captured["status"] == "captured"
    assert merchant.get(f"/orders/{order}")["status"] == "paid"


def test_money_nobody_captures_goes_back(merchant: Merchant, simulator: Simulator) -> None:
    payment = simulator.pay(merchant.manual_order(minutes=60)["id"])["id"]
    simulator.advance(59 * MINUTE)
    assert merchant.get(f"/payments/{payment}")["status"] == "authorized"
    simulator.advance(2 * MINUTE)
    after = merchant.get(f"/payments/{payment}")
    assert (after["status"], after["captured"]) == ("refunded", False)
    assert (after["refund_status"], after["amount_refunded"]) == ("full", 249900)
    refused = merchant.post(f"/payments/{payment}/capture", amount=249900, currency="INR")
    assert refused["error"]["code"] == "BAD_REQUEST_ERROR"


def test_a_paid_order_takes_no_second_payment(merchant: Merchant, simulator: Simulator) -> None:
    order = merchant.order()["id"]
    simulator.pay(order)
    with pytest.raises(httpx.HTTPStatusError) as refused:
        simulator.pay(order)
    assert refused.value.response.json()["error"]["reason"] == "order_already_paid"
    assert merchant.get(f"/orders/{order}/payments")["count"] == 1


def test_a_second_payment_that_succeeds_late_is_refunded_at_once(
    merchant: Merchant, simulator: Simulator
) -> None:
    order = merchant.order()["id"]
    first, second = (simulator.pay(order, outcome="no_answer")["id"] for _ in range(2))
    simulator.ask("POST", f"/payments/{first}/authorize")
    late = simulator.ask("POST", f"/payments/{second}/authorize")
    assert (late["status"], late["captured"], late["amount_refunded"]) == (
        "refunded",
        False,
        249900,
    )
    after = merchant.get(f"/orders/{order}")
    assert (after["status"], after["amount_paid"]) == ("paid", 249900)


def test_nobody_pays_while_a_payment_is_authorized(
    merchant: Merchant, simulator: Simulator
) -> None:
    order = merchant.manual_order()["id"]
    simulator.pay(order)
    with pytest.raises(httpx.HTTPStatusError) as refused:
        simulator.pay(order)
    assert refused.value.response.json()["error"]["reason"] == "payment_in_progress"


def test_a_forced_second_payment_is_captured_too(merchant: Merchant, simulator: Simulator) -> None:
    order = merchant.order()["id"]
    simulator.pay(order)
    assert simulator.pay(order, force=True)["status"] == "captured"
    after = merchant.get(f"/orders/{order}")
    assert (after["amount_paid"], after["attempts"]) == (499800, 2)


def test_capture_takes_the_whole_amount_once(merchant: Merchant, simulator: Simulator) -> None:
    payment = simulator.pay(merchant.manual_order()["id"])["id"]
    path = f"/payments/{payment}/capture"
    partly = merchant.post(path, amount=249800, currency="INR")
    assert partly["error"]["step"] == "payment_capture"
    assert merchant.get(f"/payments/{payment}")["status"] == "authorized"
    assert merchant.post(path, amount=249900, currency="INR")["status"] == "captured"
    again = merchant.post(path, amount=249900, currency="INR")
    assert again["error"]["reason"] == "payment_already_captured"


def test_a_card_payment_shows_its_card_when_unfolded(
    merchant: Merchant, simulator: Simulator
) -> None:
    payment = simulator.pay(merchant.order()["id"], method="card")
    card = merchant.get(f"/payments/{payment['id']}?expand[]=card")["card"]
    assert (card["id"], card["last4"], card["network"]) == (payment["card_id"], "1007", "Visa")
    assert merchant.get(f"/payments/{payment['id']}/card") == card
    assert "card" not in merchant.get(f"/payments/{payment['id']}")


def test_a_doomed_card_fails_for_its_reason(merchant: Merchant, simulator: Simulator) -> None:
    order = merchant.order()["id"]
    failed = simulator.pay(order, method="card", number="5305 6200 0003 0003")
    assert (failed["status"], failed["error_reason"]) == ("failed", "card_declined")
