"""What a PIN code is answered, and how long browsers may keep it."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from tests.world.bags import a_directory
from tests.world.counter import a_counter, at
from zahra.base.clock import ist_day
from zahra.base.db import Database
from zahra.web.api.checkout_help import router

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient


@pytest.fixture
async def client(pooled: Database) -> AsyncGenerator[Client, None]:
    async with pooled.transaction() as tx:
        await a_directory(tx)
    async with at(a_counter(pooled, router)) as client:
        yield client


async def test_a_known_pin_is_served(client: Client):
    answer = await client.get("/serviceability", params={"pincode": "302001"})
    assert (answer.status_code, answer.json()["data"]) == (
        200,
        {
            "serviceable": True,
            "known": True,
            "district": "Jaipur",
            "cities": ["Jaipur"],
            "state": "Rajasthan",
            "stateCode": "08",
            "codAvailable": True,
            "codMax": 500000,
            "estimatedDays": {"min": 2, "max": 4},
            "message": None,
        },
    )


async def test_an_unknown_pin_passes_and_says_so(client: Client):
    answer = await client.get("/serviceability", params={"pincode": "302999"})
    data = answer.json()["data"]
    assert (data["serviceable"], data["known"], data["state"]) == (True, False, None)
    assert data["message"].startswith("We do not know the PIN code 302999 yet.")
    methods = await client.get("/shipping-methods", params={"pincode": "302999"})
    assert [each["estimatedDays"]["max"] for each in methods.json()["data"]] == [7, 3]


async def test_where_we_do_not_deliver_is_an_answer_with_a_reason(client: Client):
    pincode, said = "900056", "We cannot deliver to Army Postal Service addresses yet."
    answer = await client.get("/serviceability", params={"pincode": pincode})
    data = answer.json()["data"]
    assert (answer.status_code, data["serviceable"], data["message"]) == (200, False, said)
    assert (data["codAvailable"], data["estimatedDays"], data["cities"]) == (False, None, [])
    methods = await client.get("/shipping-methods", params={"pincode": pincode})
    assert (methods.status_code, methods.json()["data"]) == (200, [])


async def test_methods_come_with_price_days_and_a_promise(client: Client):
    answer = await client.get("/shipping-methods", params={"pincode": "400001"})
    standard, express = answer.json()["data"]
    promised = date.fromisoformat(standard.pop("promisedBy"))
    assert standard == {
        "id": "standard",
        "name": "Standard delivery",
        "price": 7900,
        "freeFrom": 99900,
        "estimatedDays": {"min": 4, "max": 7},
    }
    assert promised.weekday() != 6
    assert timedelta(days=7) <= promised - ist_day(datetime.now(UTC)) <= timedelta(days=11)
    assert (express["id"], express["price"], express["freeFrom"]) == ("express", 14900, None)


@pytest.mark.parametrize("path", ["/serviceability", "/shipping-methods"])
@pytest.mark.parametrize("query", ["", "?pincode=", "?pincode=abc", "?pincode=0302001", "?pin=1"])
async def test_rubbish_is_422(client: Client, path: str, query: str):
    refused = await client.get(path + query)
    assert refused.status_code == 422
    assert list(refused.json()["error"]["fields"]) in (["pincode"], ["pin"])


@pytest.mark.parametrize("path", ["/serviceability", "/shipping-methods"])
async def test_browsers_may_keep_the_answer_and_ask_whether_it_changed(client: Client, path: str):
    first = await client.get(path, params={"pincode": "302001"})
    assert first.headers["Cache-Control"].startswith("public")
    again = await client.get(
        path, params={"pincode": "302001"}, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
