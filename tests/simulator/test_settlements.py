"""What the gateway pays out, line by line."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from tests.simulator.conftest import Merchant, Simulator

DAY = 24 * 3600
IST = timezone(timedelta(hours=5, minutes=30))


def paid_out(merchant: Merchant, *, days: int) -> list[dict[str, Any]]:
    """The lines of the payout that many days from today (IST)."""
    day = (datetime.now(UTC).astimezone(IST) + timedelta(days=days)).date()
    asked = f"year={day.year}&month={day.month}&day={day.day}"
    return merchant.get(f"/settlements/recon/combined?{asked}&count=100")["items"]


def test_captured_money_is_paid_out_on_the_second_day_after_less_fee_and_its_gst(
    merchant: Merchant, simulator: Simulator
) -> None:
    paid = simulator.pay(merchant.order()["id"])
    simulator.pay(merchant.manual_order()["id"])  # never captured, never paid out
    assert paid_out(merchant, days=2) == [], "not before its day"
    simulator.advance(3 * DAY)
    [line] = paid_out(merchant, days=2)
    assert (line["type"], line["entity_id"]) == ("payment", paid["id"])
    assert (line["amount"], line["fee"], line["tax"]) == (249900, 5898, 900)
    assert (line["credit"], line["debit"]) == (249900 - 5898, 0)
    assert paid_out(merchant, days=1) == []


def test_a_refund_is_taken_out_of_the_payout_of_the_next_day(
    merchant: Merchant, simulator: Simulator
) -> None:
    paid = simulator.pay(merchant.order()["id"])
    refund = merchant.post(f"/payments/{paid['id']}/refund", amount=100)
    simulator.advance(60)
    simulator.advance(4 * DAY)
    [line] = paid_out(merchant, days=1)
    assert (line["type"], line["entity_id"], line["payment_id"]) == (
        "refund",
        refund["id"],
        paid["id"],
    )
    assert (line["credit"], line["debit"], line["fee"]) == (0, 100, 0)


def test_the_lines_of_one_day_are_one_transfer(merchant: Merchant, simulator: Simulator) -> None:
    for _ in range(3):
        simulator.pay(merchant.order()["id"])
    simulator.advance(3 * DAY)
    lines = paid_out(merchant, days=2)
    assert len(lines) == 3
    assert len({(line["settlement_id"], line["settlement_utr"]) for line in lines}) == 1


def test_a_day_that_is_none_is_refused(merchant: Merchant) -> None:
    refused = merchant.get("/settlements/recon/combined?year=2026&month=13&day=1")
    assert refused["error"]["code"] == "BAD_REQUEST_ERROR"
