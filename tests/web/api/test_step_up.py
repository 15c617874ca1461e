"""Showing again over the API that it is you: what programs send and are told."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.people import Door
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop import identity
from zahra.web.api import step_up

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient


@pytest.fixture
def door(pooled: Database) -> Door:
    return Door(pooled, identity.Policy(limits_off=True))


@pytest.fixture
async def client(pooled: Database) -> AsyncGenerator[Client, None]:
    site = a_counter(pooled, step_up.router)
    site.state.limits_off = True
    async with at(site) as client:
        yield client


@pytest.fixture
def phone() -> str:
    """Somebody nobody has seen before: these tests share a database."""
    return f"+9198766{ids.new().int % 100_000:05d}"


async def by_tokens(door: Door, identifier: str) -> dict[str, str]:
    signed_in = await door.sign_in(identifier, kind=identity.SessionKind.API)
    assert signed_in.tokens is not None
    return {"Authorization": f"Bearer {signed_in.tokens.access_token}"}


async def ask(client: Client, door: Door, who: dict[str, str], **body: Any) -> httpx.Response:
    answer = await client.post("/auth/step-up/code", json=body, headers=who)
    if answer.is_success:
        await door.deliver(ids.parse(answer.json()["data"]["challengeId"]) or ids.new())
    return answer


def told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_code_to_ones_own_phone_proves_it_for_ten_minutes(
    client: Client, door: Door, phone: str
):
    who = await by_tokens(door, phone)
    asked = await ask(client, door, who)
    assert asked.status_code == 202
    assert set(asked.json()["data"]) == {"sent", "challengeId", "resendAfter", "expiresIn"}
    assert door.postbox.messages[-1].to == phone
    proof = {"method": "otp", "otp": door.code}
    answer = await client.post("/auth/step-up", json=proof, headers=who)
    assert (answer.status_code, answer.json()["data"]) == (200, {"freshFor": 600})
    assert "set-cookie" not in answer.headers


async def test_a_wrong_code_is_refused_as_at_login(client: Client, door: Door, phone: str):
    who = await by_tokens(door, phone)
    await ask(client, door, who)
    wrong = {"method": "otp", "otp": door.wrong_code}
    assert told(await client.post("/auth/step-up", json=wrong, headers=who)) == (401, "invalid_otp")


async def test_nobody_in_particular_cannot_prove_anything(client: Client):
    for path, body in (("/auth/step-up/code", {}), ("/auth/step-up", {"method": "otp"})):
        body = {**body, **({"otp": "123456"} if "method" in body else {})}
        answer = await client.post(path, json=body)
        assert told(answer) == (401, "unauthenticated")


async def test_a_way_one_has_not_is_not_open(client: Client, door: Door, phone: str):
    who = await by_tokens(door, phone)
    for body in (
        {"method": "password", "password": "x" * 20},
        {"method": "totp", "code": "123456"},
    ):
        answer = await client.post("/auth/step-up", json=body, headers=who)
        assert told(answer) == (409, "way_not_open")
    assert told(await ask(client, door, who, channel="email")) == (409, "way_not_open")


async def test_a_method_comes_with_its_proof(client: Client, door: Door, phone: str):
    who = await by_tokens(door, phone)
    answer = await client.post(
        "/auth/step-up", json={"method": "otp", "password": "x" * 20}, headers=who
    )
    assert told(answer) == (422, "invalid")
    assert "`otp`" in answer.text


async def test_a_browsers_secret_changes_with_the_proof(client: Client, door: Door, phone: str):
    signed_in = await door.sign_in(phone)
    who = {"Cookie": f"zsid={signed_in.secret}", "Sec-Fetch-Site": "same-origin"}
    await ask(client, door, who)
    proof = {"method": "otp", "otp": door.code}
    answer = await client.post("/auth/step-up", json=proof, headers=who)
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("zsid=")
    assert cookie.endswith("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax")
    assert str(signed_in.secret) not in cookie
    again = await client.post("/auth/step-up/code", json={}, headers=who)
    assert told(again) == (401, "unauthenticated")
