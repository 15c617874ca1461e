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
