"""What Razorpay tells of its own books, through our client."""

from datetime import UTC, datetime, timedelta

from tests.providers.conftest import OPENING
from tests.world.gateway import Simulator
from zahra.base.clock import ist_day
from zahra.providers.razorpay import RazorpayGateway
from zahra.shop.payments import Statements
from zahra.shop.payments.provider import GatewayOrder

DAY = 24 * 3600


async def test_every_payment_of_a_stretch_of_time_is_told_over_many_pages(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    failed = [simulator.pay(order.id, outcome="failure")["id"] for _ in range(101)]
    now = datetime.now(UTC)
    told = await gateway.payments_between(now - timedelta(hours=2), now + timedelta(seconds=5))
    assert {fact.id for fact in told} == set(failed)
    assert await gateway.payments_between(now - timedelta(hours=3), now - timedelta(hours=2)) == ()


async def test_a_payout_is_told_line_by_line(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    assert isinstance(gateway, Statements)
    paid = simulator.pay(order.id)["id"]
    simulator.advance(3 * DAY)
    [line] = await gateway.settlement_items(ist_day(datetime.now(UTC)) + timedelta(days=2))
    assert (line.kind, line.entity_id, line.amount) == ("payment", paid, OPENING.amount)
    assert line.credit == line.amount - line.fee == 859500 - 17190 - 3094
    assert line.tax == 3094
    assert line.utr


async def test_what_is_held_back_is_told_once_it_is_paid_out(
    gateway: RazorpayGateway, simulator: Simulator, order: GatewayOrder
) -> None:
    paid = simulator.pay(order.id)["id"]
    simulator.ask("POST", f"/payments/{paid}/hold", held=True)
    simulator.advance(3 * DAY)
    day = ist_day(datetime.now(UTC)) + timedelta(days=2)
    assert await gateway.settlement_items(day) == ()
    simulator.ask("POST", f"/payments/{paid}/hold", held=False)
    assert [line.entity_id for line in await gateway.settlement_items(day)] == [paid]


async def test_money_taken_for_other_reasons_is_an_adjustment_whatever_its_name(
    gateway: RazorpayGateway, simulator: Simulator
) -> None:
    plain = simulator.ask("POST", "/adjustments", amount=50000)["id"]
    odd = simulator.ask("POST", "/adjustments", amount=700, type="reserve.withheld")["id"]
    simulator.advance(2 * DAY)
    told = await gateway.settlement_items(ist_day(datetime.now(UTC)) + timedelta(days=1))
    assert {(line.kind, line.entity_id, line.debit, line.credit) for line in told} == {
        ("adjustment", plain, 50000, 0),
        ("adjustment", odd, 700, 0),
    }
