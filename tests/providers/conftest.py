"""Our real client against the simulator, over a real port."""

from collections.abc import AsyncGenerator

import pytest

from tests.world.gateway import Simulator, running_simulator, simulator
from zahra.providers.razorpay import RazorpayGateway
from zahra.shop.payments.provider import GatewayOrder, OpeningOrder

__all__ = ["running_simulator", "simulator"]

OPENING = OpeningOrder(receipt="ZAH-10042-1", amount=859500, currency="INR", number="ZAH-10042")


@pytest.fixture
async def gateway(simulator: Simulator) -> AsyncGenerator[RazorpayGateway, None]:
    opened = RazorpayGateway(simulator.account)
    yield opened
    await opened.close()


@pytest.fixture
async def order(gateway: RazorpayGateway) -> GatewayOrder:
    return await gateway.open_order(OPENING)
