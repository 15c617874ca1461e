"""Nobody makes themselves an owner by a field too many.

The fields come from the database's own catalogue: every column there is, in every body there is.
"""

import json
import re
from typing import Any
from uuid import uuid4

import pytest

from tests.architecture.routes import PREFIX
from tests.web.api.whole.test_rubbish import BODIES
from tests.world.whole import Visitor, Whole, a_browsers_secret, asking

pytestmark = pytest.mark.anyio
ALWAYS_WRONG = ("__proto__", "constructor", "$where", "is_admin", "isAdmin", "role", "roles")


async def columns(whole: Whole) -> set[str]:
    """Every column of every table, as the database and as the API would spell it."""
    async with whole.shop.database.snapshot() as snapshot:
        found = await snapshot.values(
            "SELECT DISTINCT column_name::text FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
    camel = {re.sub(r"_(\w)", lambda after: after[1].upper(), name) for name in found}
    return {*found, *camel, *ALWAYS_WRONG}


def address(whole: Whole, path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: whole.asha.ids.get(name[1], str(uuid4())), path)


def visitor(whole: Whole, route: str) -> Visitor:
    return whole.clerk if "refund" in route else whole.asha


def declared(document: dict[str, Any], route: str) -> set[str]:
    """The fields the document offers for this body."""
    method, path = route.split(" ")
    told = document["paths"][PREFIX + path][method.lower()]["requestBody"]
    schema = told["content"]["application/json"]["schema"]
    return set(_fields(document, schema))


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        return _fields(document, document["components"]["schemas"][schema["$ref"].split("/")[-1]])
    found = set(schema.get("properties", {}))
    for part in schema.get("anyOf", []) + schema.get("oneOf", []):
        found |= _fields(document, part)
    return found


@pytest.mark.parametrize("route", BODIES)
async def test_every_column_is_refused_where_it_is_not_offered(whole: Whole, route: str):
    document = (await whole.ask("GET", "/openapi.json", Visitor())).json()
    offered = declared(document, route)
    wrong = sorted(await columns(whole) - offered)
    assert len(wrong) > 200
    before = await whole.fingerprint()
    method, path = route.split(" ")
    body = {**BODIES[route], **dict.fromkeys(wrong, "owner")}
    answer = await whole.ask(
        method,
        address(whole, path),
        visitor(whole, route),
        content=json.dumps(body),
        headers={"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"},
    )
    assert answer.status_code == 422, answer.text[:300]
    refused = set(answer.json()["error"]["fields"])
    assert set(wrong) <= refused, sorted(set(wrong) - refused)[:10]
    assert await whole.fingerprint() == before


async def test_every_body_of_the_api_is_tried(whole: Whole):
    document = (await whole.ask("GET", "/openapi.json", Visitor())).json()
    bodies = {
        f"{method.upper()} {path.removeprefix(PREFIX)}"
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if "application/json" in told.get("requestBody", {}).get("content", {})
    }
    assert {route for route in bodies if "webhook" not in route} - set(BODIES) == set()


async def test_a_forms_field_too_many_sets_nothing(whole: Whole):
    """Pages leave out what they do not know; a column among it changes no row."""
    secret = await a_browsers_secret(whole.shop, "+919876500001")
    async with asking(whole.site) as asha:
        asha.headers.update({"Cookie": f"zsid={secret}", "Sec-Fetch-Site": "same-origin"})
        page = (await asha.get("/account/addresses")).text
        found = re.search(r'name="csrf_token" value="(\w{64})"', page)
        assert found is not None
        before = await whole.fingerprint()
        extra = dict.fromkeys(await columns(whole), "owner")
        form = {**extra, "csrf_token": found[1], "theme": "dark"}
        assert (await asha.post("/theme", data=form)).status_code == 303
    assert await whole.fingerprint() == before
