"""The courier's simulator and our real client, for what only shows at both ends."""

from collections.abc import AsyncGenerator

import pytest

from tests.world.gateway import Simulator, running_simulator, simulator
from zahra.providers.couriers import ManualCourier
from zahra.providers.couriers.shiprocket import Shiprocket
from zahra.shop.shipping import Couriers

__all__ = ["running_simulator", "simulator"]


@pytest.fixture
async def couriers(simulator: Simulator) -> AsyncGenerator[Couriers, None]:
    opened = Couriers([Shiprocket(simulator.shiprocket), ManualCourier()])
    yield opened
    await opened.close()
