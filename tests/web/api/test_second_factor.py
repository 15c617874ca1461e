"""Logging in with two factors over the API: what programs send and are told."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.people import Door
from tests.world.staff import PASSWORD, owner
from zahra.base import ids
from zahra.base.actors import Permission
from zahra.base.db import Database
from zahra.shop import identity
from zahra.web.api import passwords, second_factor

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient


@pytest.fixture
def door(pooled: Database) -> Door:
    return Door(pooled, identity.Policy(limits_off=True))


@pytest.fixture
async def client(pooled: Database) -> AsyncGenerator[Client, None]:
    site = a_counter(pooled, passwords.router, second_factor.router)
    site.state.limits_off = True
    async with at(site) as client:
        yield client


async def test_password_and_app_give_tokens_that_may_what_their_owner_may(
    client: Client, door: Door
):
    meera = await owner(door, f"meera{ids.new().int % 100_000}@zahra.example")
    login = {"identifier": meera.email, "password": PASSWORD}
    door.database.ahead += timedelta(seconds=30)
    needed = (await client.post("/auth/login", json=login)).json()["data"]
    assert (needed["next"], needed["methods"]) == ("totp", ["totp", "recovery_code"])
    typed = {"challengeId": needed["challengeId"], "code": meera.app.wrong_code}
    refused = await client.post("/auth/login/totp", json=typed)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_second_factor")
    told = await client.post("/auth/login/totp", json={**typed, "code": meera.app.code})
    assert told.status_code == 200
    assert "set-cookie" not in told.headers
    token = told.json()["data"]["tokens"]["accessToken"]
    async with door.database.snapshot() as snapshot:
        actor = await identity.actor_of_bearer(snapshot, door.keys, token)
    assert actor.permissions == frozenset(Permission)


async def test_a_made_up_challenge_is_answered_as_a_wrong_code(client: Client):
    typed = {"challengeId": "guessed", "code": "000000"}
    refused = await client.post("/auth/login/totp", json=typed)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_second_factor")
