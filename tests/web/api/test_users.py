"""Profiles and address books over the API."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.people import Door
from zahra.base import ids
from zahra.base.actors import Permission, program
from zahra.base.db import Database
from zahra.shop import identity
from zahra.web.api import users

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient
HOME: dict[str, Any] = {
    "name": "Asha Rao",
    "phone": "098765 43210",
    "line1": "12, 3rd Cross, Indiranagar",
    "city": "Bengaluru",
    "state": "karnataka",
    "pincode": "560038",
}


async def somebody(database: Database) -> tuple[str, dict[str, str]]:
    """Somebody new: their id, and the header that proves it."""
    door = Door(database)
    email = f"{ids.new()}@example.com"
    signed_in = await door.sign_in(email, kind=identity.SessionKind.API)
    assert signed_in.tokens is not None
    token = signed_in.tokens.access_token
    return str(signed_in.person.id), {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def client(pooled: Database) -> AsyncGenerator[Client, None]:
    """Somebody new, who is signed in."""
    _, headers = await somebody(pooled)
    async with at(a_counter(pooled, users.router)) as client:
        client.headers.update(headers)
        yield client


async def add(client: Client, **more: Any) -> dict[str, Any]:
    answer = await client.post("/users/me/addresses", json={**HOME, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


async def book(client: Client) -> list[dict[str, Any]]:
    return (await client.get("/users/me/addresses")).json()["data"]


async def test_one_reads_oneself(client: Client):
    me = (await client.get("/users/me")).json()["data"]
    known = {"id", "name", "phone", "email", "marketingConsent", "createdAt"}
    assert set(me) == known | {"dateOfBirth", "pending"}
    assert me["createdAt"].endswith("Z")
    assert (me["name"], me["phone"], me["marketingConsent"]) == (None, None, False)


async def test_a_patch_changes_what_it_sends_and_nothing_else(client: Client):
    first = (await client.patch("/users/me", json={"name": "Asha"})).json()["data"]
    second = (await client.patch("/users/me", json={"marketingConsent": True})).json()["data"]
    assert (first["name"], first["marketingConsent"]) == ("Asha", False)
    assert (second["name"], second["marketingConsent"]) == ("Asha", True)
    assert (await client.patch("/users/me", json={})).json()["data"] == second


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x" * 101},
        {"name": None},
        {"marketingConsent": "yes"},
        {"email": "not an address"},
        {"phone": "022 2778 2183"},
        {"phone": "new@example.com"},
        {"dateOfBirth": "30/04/1992"},
        {"dateOfBirth": "2020-01-01"},
        {"permissions": ["refunds:create"]},
    ],
)
async def test_what_cannot_be_changed_is_named(client: Client, body: dict[str, Any]):
    answer = await client.patch("/users/me", json=body)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, list(body))


async def test_an_address_comes_back_in_its_usual_spelling(client: Client):
    added = await add(client)
    assert added == {
        "id": added["id"],
        "name": "Asha Rao",
        "phone": "+919876543210",
        "line1": "12, 3rd Cross, Indiranagar",
        "line2": None,
        "landmark": None,
        "city": "Bengaluru",
        "state": "Karnataka",
        "stateCode": "29",
        "pincode": "560038",
        "country": "IN",
        "kind": "home",
        "isDefault": True,
    }
    assert await book(client) == [added]


@pytest.mark.parametrize(
    "state",
    [{"stateCode": "29"}, {"state": "Karnataka", "stateCode": "29"}, {"state": "KA"}],
)
async def test_a_state_may_be_said_by_name_or_by_code(client: Client, state: dict[str, str]):
    body = {**{k: v for k, v in HOME.items() if k != "state"}, **state}
    answer = await client.post("/users/me/addresses", json=body)
    assert (answer.status_code, answer.json()["data"]["state"]) == (201, "Karnataka")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "Oz"}, "state"),
        ({"state": "Kerala", "stateCode": "29"}, "stateCode"),
        ({"pincode": "05600"}, "pincode"),
        ({"phone": "12345"}, "phone"),
        ({"name": " "}, "name"),
        ({"line1": "a\nb"}, "line1"),
        ({"country": "US"}, "country"),
        ({"kind": "castle"}, "kind"),
        ({"city": "x" * 101}, "city"),
        ({"userId": "x"}, "userId"),
    ],
)
async def test_a_wrong_address_is_422_in_its_field(
    client: Client, change: dict[str, Any], field: str
):
    answer = await client.post("/users/me/addresses", json={**HOME, **change})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, [field])
    assert await book(client) == []


async def test_a_patched_address_keeps_what_was_not_sent(client: Client):
    added = await add(client, line2="Flat 4")
    path = f"/users/me/addresses/{added['id']}"
    changed = (await client.patch(path, json={"line2": None, "kind": "work"})).json()["data"]
    assert changed == {**added, "line2": None, "kind": "work"}
    moved = (await client.patch(path, json={"stateCode": "32"})).json()["data"]
    assert (moved["state"], moved["stateCode"]) == ("Kerala", "32")
    refused = await client.patch(path, json={"name": None})
    assert refused.status_code == 422


async def test_choosing_and_removing_the_default(client: Client):
    first, second = await add(client), await add(client)
    chosen = await client.post(f"/users/me/set-default-address/{second['id']}")
    assert chosen.json()["data"]["isDefault"]
    removed = await client.delete(f"/users/me/addresses/{second['id']}")
    assert removed.json()["data"] == {"id": second["id"], "removed": True}
    assert await book(client) == [first]
    assert (await client.delete(f"/users/me/addresses/{second['id']}")).status_code == 404


async def test_anothers_addresses_do_not_exist(client: Client, pooled: Database):
    other_id, other = await somebody(pooled)
    me = (await client.get("/users/me")).json()["data"]
    mine = await add(client)
    async with at(a_counter(pooled, users.router)) as stranger:
        stranger.headers.update(other)
        path = f"/users/me/addresses/{mine['id']}"
        answers = [
            await stranger.get(f"/users/{me['id']}/addresses"),
            await stranger.patch(path, json={"city": "Pune"}),
            await stranger.delete(path),
            await stranger.post(f"/users/me/set-default-address/{mine['id']}"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
        own = await stranger.get(f"/users/{other_id}/addresses")
        assert (own.status_code, own.json()["data"]) == (200, [])
    assert await book(client) == [mine]


async def test_staff_with_the_permission_read_them(client: Client, pooled: Database):
    me, mine = (await client.get("/users/me")).json()["data"], await add(client)
    async with pooled.transaction() as tx:
        keys = [
            await identity.make_api_key(tx, program("tests"), "sam@example.com", [scope])
            for scope in (Permission.CUSTOMERS_READ, Permission.ORDERS_READ)
        ]
    answers = [
        await client.get(f"/users/{me['id']}/addresses", headers={"Authorization": f"Bearer {key}"})
        for key in keys
    ]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].json()["data"] == [mine]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users/me"),
        ("PATCH", "/users/me"),
        ("GET", "/users/me/addresses"),
        ("POST", "/users/me/addresses"),
    ],
)
async def test_nobody_is_401(pooled: Database, method: str, path: str):
    async with at(a_counter(pooled, users.router)) as nobody:
        body = HOME if method == "POST" else {}
        answer = await nobody.request(method, path, json=None if method == "GET" else body)
    assert answer.status_code == 401


async def test_an_ill_formed_id_is_404(client: Client):
    for path in ("/users/nonsense/addresses", "/users/me/addresses/nonsense"):
        method = "GET" if path.startswith("/users/nonsense") else "DELETE"
        assert (await client.request(method, path)).status_code == 404


async def test_a_repeated_post_with_its_key_adds_one_address(client: Client):
    headers = {"Idempotency-Key": str(ids.new())}
    for _ in range(2):
        answer = await client.post("/users/me/addresses", json=HOME, headers=headers)
        assert answer.status_code == 201
    assert len(await book(client)) == 1
