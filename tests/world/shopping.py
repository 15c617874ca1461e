"""Programs that shop through the JSON API of a living shop, and the bank that pays for them."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from tests.world.living import LivingShop

ADDRESS = {
    "name": "Asha Verma",
    "phone": "+919876543210",
    "line1": "12 Lake Road",
    "city": "Jaipur",
    "state": "Rajasthan",
    "pincode": "302001",
}
CHOOSING = {"pincode": "302001", "shippingMethod": "standard"}


@dataclass(slots=True)
class ApiShopper:
    """Somebody with a phone, signed in through the API."""

    shop: LivingShop
    phone: str
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=f"{self.shop.url}/api/v1", timeout=20)

    def sign_in(self) -> "ApiShopper":
        """Ask for a code, read it from the outbox, send it back."""
        self.client.post("/auth/otp/send", json={"identifier": self.phone}).raise_for_status()
        code = self.shop.code_sent_to(self.phone)
        answer = self.client.post("/auth/otp/verify", json={"identifier": self.phone, "otp": code})
        token = answer.raise_for_status().json()["data"]["tokens"]["accessToken"]
        self.client.headers["Authorization"] = f"Bearer {token}"
        return self

    def add(self, product: UUID, variant: UUID, qty: int = 1, **params: str) -> dict[str, Any]:
        """Put something into the bag; the whole bag."""
        line = {"productId": str(product), "variantId": str(variant), "qty": qty}
        answer = self.client.post("/cart/items", json=line, params={**CHOOSING, **params})
        return answer.raise_for_status().json()["data"]

    def order(
        self, bag: Mapping[str, Any], *, method: str = "razorpay", key: str | None = None
    ) -> httpx.Response:
        """Order the bag as it was seen."""
        wish = {
            "cartVersion": bag["version"],
            "expectedTotal": bag["totals"]["total"],
            "shippingAddress": ADDRESS,
            "shippingMethod": "standard",
            "paymentMethod": method,
        }
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        return self.client.post("/orders", json=wish, headers=headers)

    def seen(self, order_id: str) -> dict[str, Any]:
        """The order as it stands."""
        return self.client.get(f"/orders/{order_id}").raise_for_status().json()["data"]

    def wait_until(self, order_id: str, status: str, *, seconds: float = 60) -> dict[str, Any]:
        """The order once it has this status."""
        deadline = time.monotonic() + seconds
        while (found := self.seen(order_id))["status"] != status:
            assert time.monotonic() < deadline, (found["status"], found["paymentStatus"])
            time.sleep(0.05)
        return found


@dataclass(frozen=True, slots=True)
class Bank:
    """The simulator's control plane of a living shop."""

    shop: LivingShop

    def ask(self, verb: str, path: str, **body: Any) -> Any:
        address = f"{self.shop.simulator_url}/__sim{path}"
        answer = httpx.request(verb, address, json=body or None, timeout=20)
        return answer.raise_for_status().json()

    def pay(self, gateway_order: str, outcome: str = "success", **more: Any) -> dict[str, Any]:
        """Pay as a person would at the gateway."""
        path = f"/orders/{gateway_order}/pay"
        return self.ask("POST", path, method="upi", outcome=outcome, **more)

    def faults(self, *rules: dict[str, Any]) -> None:
        """What goes wrong from now on."""
        self.ask("POST", "/faults", faults=list(rules))

    def clear_faults(self) -> None:
        self.ask("DELETE", "/faults")

    def payments(self) -> list[dict[str, Any]]:
        """Every payment the bank knows."""
        told = self.ask("GET", "/payments")
        return told["items"] if isinstance(told, dict) else told


def gateway_order_of(placed: httpx.Response) -> str:
    """The gateway's order that an answer of `POST /orders` asks to be paid."""
    return placed.raise_for_status().json()["data"]["payment"]["client"]["orderId"]
