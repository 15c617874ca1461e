"""`/cart/explain`: the trail over the API, as the interface describes it."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from tests.world.bags import FAR, NEAR, a_directory
from tests.world.counter import a_counter, at
from tests.world.goods import an_indigo_kurta
from zahra.base import ids
from zahra.base.db import Database
from zahra.web.api import cart, explaining

pytestmark = pytest.mark.anyio


@pytest.fixture
async def guest(pooled: Database) -> AsyncGenerator[httpx.AsyncClient, None]:
    """Somebody with two kurtas in their bag."""
    async with pooled.transaction() as tx:
        await a_directory(tx)
        goods = await an_indigo_kurta(tx, {"M": 9}, title=ids.new().hex)
    async with at(a_counter(pooled, cart.router, explaining.router)) as client:
        added = await client.post("/cart/items", json={"variantId": str(goods["M"]), "qty": 2})
        assert added.status_code == 200, added.text
        client.headers["X-Cart-Token"] = added.headers["X-Cart-Token"]
        yield client


async def test_the_trail_is_told_as_it_is_described(guest: httpx.AsyncClient):
    choosing = {"pincode": NEAR, "shippingMethod": "standard", "paymentMethod": "cod"}
    told = (await guest.get("/cart/explain", params=choosing)).json()["data"]
    assert told["placeOfSupply"] == {"stateCode": "08", "state": "Rajasthan"}
    assert told["intraState"] is True
    (line,) = told["lines"]
    assert set(line) == {"itemId", "sku", "hsn", "qty", "pieces"}
    assert (
        line["pieces"]
        == [
            {
                "mrp": 199900,
                "price": 159900,
                "discounts": [],
                "net": 159900,
                "rule": "Woven apparel",
                "rate": 5,
                "taxable": 152286,
                "cgst": 3807,
                "sgst": 3807,
                "utgst": 0,
                "igst": 0,
            }
        ]
        * 2
    )
    assert told["shipping"] == {"charge": 0, "parts": []}
    parts = {"taxable": 4666, "cgst": 117, "sgst": 117, "utgst": 0, "igst": 0}
    assert told["fees"] == [
        {"kind": "cod_fee", "charge": 4900, "parts": [{"net": 4900, "rate": 5, **parts}]}
    ]
    assert told["totals"] == {
        "discount": 80000,
        "taxable": 309238,
        "cgst": 7731,
        "sgst": 7731,
        "utgst": 0,
        "igst": 0,
        "total": 324700,
    }


async def test_what_is_asked_with_is_not_remembered(guest: httpx.AsyncClient):
    far = (await guest.get("/cart/explain", params={"pincode": FAR})).json()["data"]
    assert (far["placeOfSupply"]["stateCode"], far["intraState"]) == ("27", False)
    again = (await guest.get("/cart/explain")).json()["data"]
    assert again["placeOfSupply"]["stateCode"] == "08"
    assert again["shipping"] == {"charge": None, "parts": []}


async def test_a_choice_that_cannot_be_is_refused(guest: httpx.AsyncClient):
    answer = await guest.get("/cart/explain", params={"pincode": "12"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


async def test_nobodys_bag_has_an_empty_trail(guest: httpx.AsyncClient):
    del guest.headers["X-Cart-Token"]
    guest.cookies.clear()
    told = (await guest.get("/cart/explain")).json()["data"]
    assert (told["lines"], told["totals"]["total"]) == ([], 0)
