"""GST rules and prices over the API, by who keeps the books."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.goods import an_indigo_kurta
from zahra.base import ids
from zahra.base.actors import Permission, program
from zahra.base.clock import ist_day
from zahra.base.db import Database
from zahra.shop import identity
from zahra.web.api import admin_tax

pytestmark = pytest.mark.anyio
RULES = "/admin/tax-rules"


@pytest.fixture
async def keeper(pooled: Database) -> AsyncGenerator[httpx.AsyncClient, None]:
    scopes = {Permission.FINANCE_READ, Permission.FINANCE_WRITE}
    async with pooled.transaction() as tx:
        key = await identity.make_api_key(tx, program("tests"), f"{ids.new()}@example.com", scopes)
    async with at(a_counter(pooled, admin_tax.router)) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        yield client


async def test_a_rule_is_added_listed_and_withdrawn(keeper: httpx.AsyncClient, pooled: Database):
    begins = (ist_day(pooled.now) + timedelta(days=400)).isoformat()
    rule = {
        "name": "Umbrellas",
        "hsnPrefix": "6203",
        "validFrom": begins,
        "threshold": 250000,
        "rateLow": 5,
        "rateHigh": 18,
    }
    answer = await keeper.post(RULES, json=rule)
    assert answer.status_code == 201, answer.text
    rule_id = answer.json()["data"]["id"]
    listed = {each["id"]: each for each in (await keeper.get(RULES)).json()["data"]}
    assert listed[rule_id] == {"id": rule_id, "validUntil": None, **rule}
    taken = await keeper.post(RULES, json={**rule, "rateHigh": 12})
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "tax_rule_taken")
    ended = await keeper.post(f"{RULES}/{rule_id}/end", json={"until": begins})
    assert (ended.status_code, ended.json()["data"]["validUntil"]) == (200, begins)


async def test_prices_that_fit_no_rate_are_listed(keeper: httpx.AsyncClient, pooled: Database):
    async with pooled.transaction() as tx:
        goods = await an_indigo_kurta(tx, {"M": 1}, title=ids.new().hex, price=279900, mrp=299900)
    answer = await keeper.get(f"{RULES}/lint")
    assert answer.status_code == 200, answer.text
    sku = f"{str(goods.product_id)[-12:]}-M".upper()
    assert [each for each in answer.json()["data"] if each["sku"] == sku] == [
        {
            "sku": sku,
            "hsn": "621142",
            "price": 279900,
            "deadZone": {"first": 262501, "last": 295000},
            "lowerTo": 262500,
            "advice": {
                "before": {"price": 279900, "rate": 18, "net": 237203, "isDeadZone": True},
                "after": {"price": 262500, "rate": 5, "net": 250000, "isDeadZone": False},
                "customerSaves": 17400,
                "costsShop": -12797,
            },
            "sentence": f"{sku}: ₹2,799 fits no GST rate. At ₹2,625 customers pay ₹174 less and "
            "you keep ₹127.97 more.",
        }
    ]


async def test_what_a_discount_costs_is_told(keeper: httpx.AsyncClient):
    asked = {"hsn": "621142", "price": 299900, "to": 262500}
    told = (await keeper.get(f"{RULES}/advice", params=asked)).json()["data"]
    assert told["before"] == {"price": 299900, "rate": 18, "net": 254153, "isDeadZone": False}
    assert told["after"] == {"price": 262500, "rate": 5, "net": 250000, "isDeadZone": False}
    assert (told["customerSaves"], told["costsShop"]) == (37400, 4153)


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"hsn": "99", "price": 1, "to": 1}, "hsn"), ({"hsn": "62", "price": 1}, "to")],
)
async def test_advice_on_nothing_is_refused(
    keeper: httpx.AsyncClient, asked: dict[str, str | int], field: str
):
    answer = await keeper.get(f"{RULES}/advice", params=asked)
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == [field]
