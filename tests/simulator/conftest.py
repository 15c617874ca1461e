"""The merchant's side of the simulator's API, with its keys."""

from collections.abc import Generator
from typing import Any

import httpx
import pytest

from tests.world.gateway import KEY_ID, KEY_SECRET, Simulator, running_simulator, simulator
from tests.world.inbox import Inbox, inbox

__all__ = ["Inbox", "inbox", "running_simulator", "simulator"]


class Merchant:
    """Calls the API as a shop's server would; answers status and JSON."""

    def __init__(self, simulator: Simulator) -> None:
        self.http = httpx.Client(
            base_url=f"{simulator.url}/v1", auth=(KEY_ID, KEY_SECRET), timeout=5, trust_env=False
        )

    def get(self, path: str) -> Any:
        return self.http.get(path).json()

    def post(self, path: str, /, headers: dict[str, str] | None = None, **body: Any) -> Any:
        return self.http.post(path, json=body, headers=headers).json()

    def order(self, amount: int = 249900, **more: Any) -> dict[str, Any]:
        return self.post("/orders", amount=amount, currency="INR", **more)

    def manual_order(self, minutes: int = 4320) -> dict[str, Any]:
        options = {"manual_expiry_period": minutes}
        return self.order(payment={"capture": "manual", "capture_options": options})


@pytest.fixture
def merchant(simulator: Simulator) -> Generator[Merchant, None, None]:
    calling = Merchant(simulator)
    yield calling
    calling.http.close()
