"""The endpoints of coupons: for shoppers, for guessers, for staff."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from tests.world.bags import a_directory
from tests.world.counter import a_counter, at
from tests.world.goods import Goods, an_indigo_kurta
from tests.world.promoting import for_own_codes, ten_percent
from zahra.base import ids
from zahra.base.actors import Permission, program
from zahra.base.db import Database
from zahra.shop import identity
from zahra.shop.promotions import PaidBy
from zahra.web.api import admin_promotions, cart, coupons

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient
TRIES = 20  # on one cart in ten minutes


@pytest.fixture
def code() -> str:
    """Of this test's own promotion: many tests share a database."""
    return f"TEN{ids.new().hex[-12:].upper()}"


@pytest.fixture
async def kurta(pooled: Database, code: str) -> Goods:
    async with pooled.transaction() as tx:
        await a_directory(tx)
        await ten_percent(tx, code)
        return await an_indigo_kurta(tx, {"M": 20}, title=f"Kurta {code}")


@pytest.fixture
async def client(pooled: Database, kurta: Goods) -> AsyncGenerator[Client, None]:
    """A guest with two of M, at ₹1,599 each, in a cart."""
    async with a_guest(pooled, kurta) as client:
        yield client


@asynccontextmanager
async def a_guest(
    pooled: Database, kurta: Goods, address: str = "127.0.0.1"
) -> AsyncGenerator[Client, None]:
    site = a_counter(pooled, cart.router, coupons.router, admin_promotions.router)
    async with at(site, address) as client:
        answer = await client.post("/cart/items", json={"variantId": str(kurta["M"]), "qty": 2})
        client.headers["X-Cart-Token"] = answer.headers["X-Cart-Token"]
        yield client


@pytest.fixture
async def staff(pooled: Database) -> dict[str, str]:
    async with pooled.transaction() as tx:
        key = await identity.make_api_key(
            tx, program("tests"), f"{ids.new().hex}@example.com", {Permission.PROMOTIONS_WRITE}
        )
    return {"Authorization": f"Bearer {key}"}


def data(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()["data"]


async def test_a_code_is_put_on_and_taken_off(client: Client, code: str):
    bag = data(await client.post("/cart/coupon", json={"code": code.lower()}))
    assert bag["coupon"] == {
        "code": code,
        "label": "Ten per cent off",
        "discount": 31980,
        "reason": None,
        "message": None,
    }
    assert (bag["totals"]["couponDiscount"], bag["totals"]["total"]) == (31980, 287820)
    assert [each["kind"] for each in bag["discounts"]] == ["order"]
    off = data(await client.delete("/cart/coupon"))
    assert (off["coupon"], off["discounts"], off["totals"]["total"]) == (None, [], 319800)


async def test_a_code_is_tried_on_the_cart_or_on_a_sum(client: Client, code: str):
    on_cart = data(await client.get("/coupons/validate", params={"code": code}))
    assert (on_cart["valid"], on_cart["discount"]) == (True, 31980)
    on_sum = data(
        await client.get("/coupons/validate", params={"code": code, "orderTotal": 100000})
    )
    assert (on_sum["valid"], on_sum["discount"]) == (True, 10000)
    none = data(await client.get("/coupons/validate", params={"code": "NOSUCH", "orderTotal": 1}))
    assert (none["valid"], none["discount"], none["reason"]) == (False, 0, "unknown")
    assert (await client.get("/cart")).json()["data"]["coupon"] is None


async def test_a_code_for_a_way_to_pay_is_tried_and_put_on_with_the_way_that_is_asked_with(
    pooled: Database, kurta: Goods
):
    """A guest is not told what a secret code waits for: the choice beside it has to count."""
    code = f"DOOR{ids.new().hex[-12:].upper()}"
    async with pooled.transaction() as tx:
        await ten_percent(tx, code, paid_by=PaidBy.COD, is_public=False)

    async with a_guest(pooled, kurta, "203.0.113.21") as client:

        async def tried(method: str) -> tuple[bool, int]:
            params = {"code": code, "paymentMethod": method}
            told = data(await client.get("/coupons/validate", params=params))
            return told["valid"], told["discount"]

        assert [await tried("cod"), await tried("razorpay")] == [(True, 31980), (False, 0)]
        assert data(await client.get("/cart"))["paymentMethod"] is None
        wrong = await client.get("/coupons/validate", params={"code": code, "pincode": "12"})
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "invalid")
        body = {"code": code}
        online = {"paymentMethod": "razorpay"}
        refused = await client.post("/cart/coupon", json=body, params=online)
        assert refused.json()["error"]["details"]["reason"] == "unknown"
        assert data(await client.get("/cart"))["paymentMethod"] is None, "nothing has changed"
        bag = data(await client.post("/cart/coupon", json=body, params={"paymentMethod": "cod"}))
        assert (bag["paymentMethod"], bag["totals"]["couponDiscount"]) == ("cod", 31980)


async def test_codes_can_be_tried_twenty_times_on_a_cart(client: Client, code: str):
    answers = [
        await client.post("/cart/coupon", json={"code": f"GUESS{at}"}) for at in range(TRIES + 1)
    ]
    assert [each.status_code for each in answers] == [422] * TRIES + [429]
    assert {each.json()["error"]["details"]["reason"] for each in answers[:TRIES]} == {"unknown"}
    right = await client.post("/cart/coupon", json={"code": code})
    assert right.status_code == 429


async def test_staff_make_change_and_end_a_promotion(client: Client, staff: dict[str, str]):
    name = f"STAFF{ids.new().hex[-8:].upper()}"
    wish = {"label": "Five off", "kind": "flat", "amount": 500, "code": name, "personLimit": 1}
    made = data(await client.post("/admin/coupons", json=wish, headers=staff))
    assert (made["class"], made["used"], made["status"]) == ("order", 0, "active")
    taken = await client.post("/coupons", json=wish, headers=staff)
    assert (taken.status_code, taken.json()["error"]["code"]) == (422, "code_taken")
    address = f"/admin/coupons/{made['id']}"
    paused = data(await client.patch(address, json={"status": "paused"}, headers=staff))
    assert paused["status"] == "paused"
    listed = data(await client.get("/admin/coupons", headers=staff))
    assert made["id"] in [each["id"] for each in listed]
    assert data(await client.delete(address, headers=staff))["outcome"] == "deleted"
    assert (await client.get(address, headers=staff)).status_code == 404


async def test_codes_of_ones_own_are_made_by_the_hundred(
    client: Client, staff: dict[str, str], pooled: Database
):
    async with pooled.transaction() as tx:
        promotion = await for_own_codes(tx)
    address = f"/admin/coupons/{promotion.id}/codes"
    wish = {"count": 100, "prefix": "SORRY"}
    made = data(await client.post(address, json=wish, headers=staff))["codes"]
    assert len(set(made)) == 100
    assert all(code.startswith("SORRY") and len(code) == 15 for code in made)
    bag = data(await client.post("/cart/coupon", json={"code": made[0]}))
    assert bag["totals"]["couponDiscount"] == 31980


async def test_the_preview_is_what_the_cart_comes_to(
    client: Client, staff: dict[str, str], kurta: Goods, code: str
):
    bag = data(await client.post("/cart/coupon", json={"code": code}))
    wish = {"lines": [{"variantId": str(kurta["M"]), "qty": 2}], "code": code}
    seen = data(await client.post("/admin/coupons/preview", json=wish, headers=staff))
    assert seen["discounts"] == bag["discounts"]
    assert seen["lineDiscounts"] == [item["discount"] for item in bag["items"]]


async def test_the_preview_warns_of_a_coupon_that_leaves_no_rate_to_fit(
    client: Client, staff: dict[str, str], pooled: Database, code: str
):
    """₹2,999 less 10 % is ₹2,699.10: too much for 5 %, too little for 18 %."""
    async with pooled.transaction() as tx:
        title = f"Festive {code}"
        dear = await an_indigo_kurta(tx, {"M": 1}, title=title, price=299900, mrp=299900)
    lines = [{"variantId": str(dear["M"]), "qty": 1}]
    wish = {"lines": lines, "code": code}
    sku = f"{str(dear.product_id)[-12:]}-M".upper()
    assert data(await client.post("/admin/coupons/preview", json=wish, headers=staff))[
        "warnings"
    ] == [
        f"{sku}: ₹2,699.10 fits no GST rate. At ₹2,625 customers pay ₹74.10 less and you keep "
        "₹212.63 more."
    ]
    plain = await client.post("/admin/coupons/preview", json={"lines": lines}, headers=staff)
    assert data(plain)["warnings"] == []


async def test_without_the_permission_nobody_makes_promotions(client: Client):
    wish = {"label": "Mine", "kind": "percent", "percent": 100, "code": "MINEMINE"}
    for address in ("/coupons", "/admin/coupons"):
        assert (await client.post(address, json=wish)).status_code == 401
