"""Whole checkouts through the API: into the bag, order, payment at the simulator, placed."""

import asyncio
import time
import uuid
from typing import Any

import httpx

from bench.shop import MeasuredShop, a_variant

_SHOPPERS = 8
_ORDERS_EACH = 15
ADDRESS = {
    "name": "Asha Verma",
    "phone": "9000000001",
    "line1": "12 Lake Road",
    "city": "Jaipur",
    "state": "Rajasthan",
    "pincode": "302001",
}


async def measure_checkouts(shop: MeasuredShop) -> None:
    """Orders a second with 8 shoppers, and processor time of web and worker an order."""
    product, variant = a_variant(shop, pieces=10_000)
    limits = httpx.Limits(max_connections=_SHOPPERS * 2)
    async with httpx.AsyncClient(base_url=shop.url, limits=limits, timeout=30) as client:
        people = [await sign_in(shop, client, number) for number in range(_SHOPPERS)]
        web, work = shop.cpu_seconds("web"), shop.cpu_seconds("work")
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for headers in people:
                group.create_task(_shop_on(shop, client, headers, product, variant))
        taken = time.perf_counter() - began
        orders = _SHOPPERS * _ORDERS_EACH
        web_ms = (shop.cpu_seconds("web") - web) / orders * 1000
        work_ms = (shop.cpu_seconds("work") - work) / orders * 1000
    print(f"whole checkouts: {orders / taken:.1f} a second with {_SHOPPERS} shoppers;")
    print(f"  processor time an order: web {web_ms:.1f} ms, worker {work_ms:.1f} ms")


async def sign_in(shop: MeasuredShop, client: httpx.AsyncClient, number: int) -> dict[str, str]:
    """A shopper's headers."""
    phone = f"+9190000{number + 10000:05d}"
    await client.post("/api/v1/auth/otp/send", json={"identifier": phone})
    code = await asyncio.to_thread(shop.living.code_sent_to, phone)
    told = await client.post("/api/v1/auth/otp/verify", json={"identifier": phone, "otp": code})
    token = told.raise_for_status().json()["data"]["tokens"]["accessToken"]
    return {"Authorization": f"Bearer {token}"}


async def place(
    client: httpx.AsyncClient, headers: dict[str, str], variant: tuple[str, str], method: str
) -> httpx.Response:
    """Put one piece into the bag and order it."""
    line = {"productId": variant[0], "variantId": variant[1], "qty": 1}
    choosing = {"pincode": "302001", "shippingMethod": "standard", "paymentMethod": method}
    added = await client.post("/api/v1/cart/items", json=line, params=choosing, headers=headers)
    if added.status_code != 200:
        return added
    bag: dict[str, Any] = added.json()["data"]
    wish = {
        "cartVersion": bag["version"],
        "expectedTotal": bag["totals"]["total"],
        "shippingAddress": ADDRESS,
        "shippingMethod": "standard",
        "paymentMethod": method,
    }
    once = {**headers, "Idempotency-Key": uuid.uuid4().hex}
    return await client.post("/api/v1/orders", json=wish, headers=once)


async def _shop_on(
    shop: MeasuredShop,
    client: httpx.AsyncClient,
    headers: dict[str, str],
    product: str,
    variant: str,
) -> None:
    for _ in range(_ORDERS_EACH):
        placed = await place(client, headers, (product, variant), "razorpay")
        data = placed.raise_for_status().json()["data"]
        gateway_order = data["payment"]["client"]["orderId"]
        paying = f"{shop.living.simulator_url}/__sim/orders/{gateway_order}/pay"
        paid = await client.post(paying, json={"method": "upi", "outcome": "success"})
        paid.raise_for_status()
        while True:
            seen = await client.get(f"/api/v1/orders/{data['order']['id']}", headers=headers)
            if seen.json()["data"]["status"] == "placed":
                break
            await asyncio.sleep(0.3)
