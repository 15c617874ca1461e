"""The cart's endpoints: whole carts, exact refusals, one token for each guest."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.world.bags import NEAR, a_directory
from tests.world.counter import a_counter, at
from tests.world.goods import Goods, an_indigo_kurta
from tests.world.people import Door
from zahra.base import ids
from zahra.base.db import Database
from zahra.web.api.cart import router

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient


@pytest.fixture
def title() -> str:
    """Of this test's own kurta."""
    return f"Kurta No. {ids.new().hex[-8:]}"


@pytest.fixture
async def kurta(pooled: Database, title: str) -> Goods:
    async with pooled.transaction() as tx:
        await a_directory(tx)
        return await an_indigo_kurta(tx, {"S": 2, "M": 20}, title=title)


@pytest.fixture
async def client(pooled: Database, kurta: Goods) -> AsyncGenerator[Client, None]:
    async with at(a_counter(pooled, router)) as client:
        yield client


async def put_in(client: Client, kurta: Goods, *, size: str = "M", qty: Any = 2) -> httpx.Response:
    body = {"productId": str(kurta.product_id), "variantId": str(kurta[size]), "qty": qty}
    return await client.post("/cart/items", json=body)


async def filled(client: Client, kurta: Goods) -> dict[str, Any]:
    """A guest's cart with two of M, whose token the client shows from now on."""
    answer = await put_in(client, kurta)
    client.headers["X-Cart-Token"] = answer.headers["X-Cart-Token"]
    return answer.json()["data"]


async def now(client: Client) -> dict[str, Any]:
    return (await client.get("/cart")).json()["data"]


def line_of(item: dict[str, Any], kurta: Goods, title: str) -> dict[str, Any]:
    """Two kurtas in M as the API tells them; `item` lends what is made up anew each time."""
    return {
        "id": item["id"],
        "productId": str(kurta.product_id),
        "variantId": str(kurta["M"]),
        "slug": kurta.slug,
        "sku": item["sku"],
        "title": title,
        "size": "M",
        "colour": "Indigo",
        "image": {
            "url": "/media/indigo-480.webp",
            "width": 480,
            "height": 640,
            "alt": "Indigo kurta with white butas, from the front",
            "srcset": "/media/indigo-480.webp 480w",
        },
        "qty": 2,
        "maxQty": 10,
        "unitPrice": 159900,
        "mrp": 199900,
        "discount": 0,
        "lineTotal": 319800,
        "warnings": [],
    }


async def test_a_guests_first_write_answers_with_a_token_and_the_whole_cart(
    client: Client, kurta: Goods, title: str
):
    answer = await put_in(client, kurta)
    assert answer.status_code == 200
    assert len(answer.headers["X-Cart-Token"]) == 43
    assert "set-cookie" not in answer.headers
    data = answer.json()["data"]
    (item,) = data["items"]
    assert item == line_of(item, kurta, title)
    assert data["totals"] == {
        "mrpTotal": 399800,
        "discount": 80000,
        "couponDiscount": 0,
        "shipping": None,
        "codFee": None,
        "tax": 15228,
        "total": 319800,
        "currency": "INR",
    }
    assert (data["version"], data["coupon"], data["notices"]) == (1, None, [])
    assert data["requirements"][0] == {
        "step": "contact",
        "field": "identifier",
        "code": "required",
        "message": "Tell us your phone or e-mail, and confirm it with the code we send.",
    }


async def test_the_token_opens_the_cart_and_is_told_only_once(client: Client, kurta: Goods):
    made = await filled(client, kurta)
    again = await put_in(client, kurta, size="S", qty=1)
    assert "X-Cart-Token" not in again.headers
    assert (await now(client))["id"] == made["id"]
    client.headers["X-Cart-Token"] = "somebody-elses"
    assert (await now(client))["items"] == []


async def test_quantities_change_and_zero_removes(client: Client, kurta: Goods):
    line = (await filled(client, kurta))["items"][0]["id"]
    changed = await client.patch(f"/cart/items/{line}", json={"qty": 3})
    assert (changed.status_code, changed.json()["data"]["items"][0]["qty"]) == (200, 3)
    emptied = await client.patch(f"/cart/items/{line}", json={"qty": 0})
    assert (emptied.json()["data"]["items"], emptied.json()["data"]["version"]) == ([], 3)
    assert (await client.delete(f"/cart/items/{line}")).status_code == 404


async def test_lines_are_removed_and_the_cart_is_cleared(client: Client, kurta: Goods):
    line = (await filled(client, kurta))["items"][0]["id"]
    await put_in(client, kurta, size="S", qty=1)
    left = (await client.delete(f"/cart/items/{line}")).json()["data"]
    assert [item["size"] for item in left["items"]] == ["S"]
    assert (await client.post("/cart/clear")).json()["data"]["items"] == []


@pytest.mark.parametrize("qty", [0, -1, 11, 10**30, 1.5, "2", True, None, [1]])
async def test_rubbish_quantities_are_422_on_qty_and_change_nothing(
    client: Client, kurta: Goods, qty: Any
):
    before = await filled(client, kurta)
    refused = await put_in(client, kurta, qty=qty)
    assert refused.status_code == 422
    assert list(refused.json()["error"]["fields"]) == ["qty"]
    line = before["items"][0]["id"]
    if qty != 0:
        changed = await client.patch(f"/cart/items/{line}", json={"qty": qty})
        assert changed.status_code == 422
    assert await now(client) == before


async def test_more_than_there_is_is_409_and_says_how_many(client: Client, kurta: Goods):
    before = await filled(client, kurta)
    refused = await put_in(client, kurta, size="S", qty=3)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "out_of_stock")
    assert refused.json()["error"]["details"]["available"] == 2
    assert await now(client) == before


async def test_what_does_not_fit_together_is_refused(client: Client, kurta: Goods):
    before = await filled(client, kurta)
    variant = str(kurta["M"])
    for body, status, fields in (
        ({"productId": str(ids.new()), "variantId": variant, "qty": 1}, 422, ["productId"]),
        ({"variantId": "m", "qty": 1}, 422, ["variantId"]),
        ({"variantId": variant}, 422, ["qty"]),
        ({"variantId": variant, "qty": 1, "price": 1}, 422, ["price"]),
        ({"variantId": str(ids.new()), "qty": 1}, 404, []),
    ):
        refused = await client.post("/cart/items", json=body)
        assert refused.status_code == status
        assert list(refused.json()["error"].get("fields", {})) == fields
    assert (await client.patch("/cart/items/one", json={"qty": 1})).status_code == 404
    assert await now(client) == before


async def test_a_stale_version_is_409_with_the_fresh_cart(client: Client, kurta: Goods):
    made = await filled(client, kurta)
    line = f"/cart/items/{made['items'][0]['id']}"
    fine = await client.patch(line, json={"qty": 3}, headers={"If-Match": '"1"'})
    assert fine.status_code == 200
    fresh = fine.json()["data"]
    for refused in (
        await client.patch(line, json={"qty": 4}, headers={"If-Match": "1"}),
        await client.delete(line, headers={"If-Match": 'W/"1"'}),
        await client.post("/cart/clear", headers={"If-Match": "0"}),
    ):
        error = refused.json()["error"]
        assert (refused.status_code, error["code"]) == (409, "stale_cart")
        assert error["details"] == {"version": 2, "cart": fresh}
    assert (await client.delete(line, headers={"If-Match": "new"})).status_code == 422
    assert await now(client) == fresh
    assert (await client.delete(line, headers={"If-Match": "*"})).status_code == 200


async def test_choices_in_the_query_are_remembered_by_every_endpoint(client: Client, kurta: Goods):
    query = {"pincode": NEAR, "shippingMethod": "express", "paymentMethod": "cod"}
    variant = {"variantId": str(kurta["M"]), "qty": 1}
    answer = await client.post("/cart/items", json=variant, params=query)
    client.headers["X-Cart-Token"] = answer.headers["X-Cart-Token"]
    totals = answer.json()["data"]["totals"]
    assert (totals["shipping"], totals["codFee"], totals["total"]) == (14900, 4900, 179700)
    assert (await now(client))["totals"] == totals
    shown = await client.get("/cart", params={"shippingMethod": "standard"})
    assert shown.json()["data"]["totals"]["shipping"] == 0
    assert (await now(client))["shippingMethod"] == "standard"
    assert shown.json()["data"]["version"] == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("pincode=abc", "pincode"),
        ("pincode=", "pincode"),
        ("shippingMethod=drone", "shippingMethod"),
        ("paymentMethod=barter", "paymentMethod"),
        ("pinCode=302001", "pinCode"),
    ],
)
async def test_choices_that_cannot_be_are_422(client: Client, kurta: Goods, query: str, field: str):
    before = await filled(client, kurta)
    refused = await client.get(f"/cart?{query}")
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (422, [field])
    variant = {"variantId": str(kurta["M"]), "qty": 1}
    assert (await client.post(f"/cart/items?{query}", json=variant)).status_code == 422
    assert await now(client) == before


async def test_a_stranger_sees_an_empty_cart_and_makes_none(client: Client, pooled: Database):
    async with pooled.snapshot() as snapshot:
        before = await snapshot.value("SELECT count(*) FROM carts")
    data = await now(client)
    assert (data["id"], data["version"], data["items"]) == (None, 0, [])
    assert (await client.post("/cart/clear")).json()["data"] == data
    async with pooled.snapshot() as snapshot:
        assert await snapshot.value("SELECT count(*) FROM carts") == before


async def test_answers_about_a_cart_are_nobody_elses_to_keep(client: Client, kurta: Goods):
    assert (await put_in(client, kurta)).headers["Cache-Control"] == "private, no-store"
    assert (await client.get("/cart")).headers["Cache-Control"] == "private, no-store"


async def test_a_repeat_with_the_same_key_adds_once(client: Client, kurta: Goods):
    await filled(client, kurta)
    body = {"variantId": str(kurta["M"]), "qty": 1}
    first = await client.post("/cart/items", json=body, headers={"Idempotency-Key": "k-1"})
    again = await client.post("/cart/items", json=body, headers={"Idempotency-Key": "k-1"})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.content == first.content
    assert (await now(client))["items"][0]["qty"] == 3


async def test_a_shoppers_cart_takes_a_guests_over(client: Client, kurta: Goods, pooled: Database):
    await filled(client, kurta)
    assert (await client.post("/cart/merge")).status_code == 401
    signed_in = await Door(pooled).sign_in()
    client.cookies.set("zsid", signed_in.secret or "")
    client.headers["Sec-Fetch-Site"] = "same-origin"
    merged = (await client.post("/cart/merge")).json()["data"]
    assert [item["qty"] for item in merged["items"]] == [2]
    assert merged["requirements"][0]["step"] == "address"
    assert (await client.post("/cart/merge")).json()["data"] == merged
    del client.headers["X-Cart-Token"]
    assert await now(client) == merged
