"""A POST with an Idempotency-Key has one effect and one answer."""

import asyncio

import httpx
import pytest

from tests.world.waiting import until_waiting
from zahra.base.db import Database

pytestmark = pytest.mark.anyio
PATH = "/api/v1/things"


async def count(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT count(*) FROM rate_gcra")


async def test_a_repeat_gets_the_first_answer_word_for_word(
    client: httpx.AsyncClient, made: list[str]
):
    first = await client.post(PATH, json={"name": "a"}, headers={"Idempotency-Key": "k1"})
    again = await client.post(PATH, json={"name": "a"}, headers={"Idempotency-Key": "k1"})
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert made == ["a"]


async def test_without_a_key_a_repeat_is_a_second_request(
    client: httpx.AsyncClient, made: list[str]
):
    await client.post(PATH, json={"name": "a"})
    await client.post(PATH, json={"name": "b"})
    assert made == ["a", "b"]


async def test_another_body_under_the_same_key_is_refused(
    client: httpx.AsyncClient, made: list[str]
):
    await client.post(PATH, json={"name": "a"}, headers={"Idempotency-Key": "k1"})
    other = await client.post(PATH, json={"name": "b"}, headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert made == ["a"]


async def test_a_refusal_by_the_rule_is_an_answer_and_changes_nothing(
    client: httpx.AsyncClient, made: list[str], pooled: Database
):
    headers = {"Idempotency-Key": "k1"}
    first = await client.post(PATH, json={"name": "full"}, headers=headers)
    again = await client.post(PATH, json={"name": "full"}, headers=headers)
    assert (first.status_code, again.status_code) == (409, 409)
    assert first.content == again.content
    assert made == ["full"]
    assert await count(pooled) == 0


async def test_a_malformed_request_lets_the_key_go(client: httpx.AsyncClient, made: list[str]):
    headers = {"Idempotency-Key": "k1"}
    wrong = await client.post(PATH, json={"name": "a", "odd": 1}, headers=headers)
    right = await client.post(PATH, json={"name": "a"}, headers=headers)
    assert (wrong.status_code, right.status_code) == (422, 201)
    assert made == ["a"]


async def test_our_own_mistake_lets_the_key_go(
    client: httpx.AsyncClient, made: list[str], pooled: Database
):
    headers = {"Idempotency-Key": "k1"}
    for _ in range(2):
        answer = await client.post(PATH, json={"name": "broke"}, headers=headers)
        assert answer.status_code == 500
    assert made == ["broke", "broke"]
    assert await count(pooled) == 0


async def test_of_two_at_once_one_works_and_the_other_is_told_to_wait(
    client: httpx.AsyncClient, made: list[str], pooled: Database
):
    """The first holds its claim, committed, while its handler waits for a row we hold."""
    headers = {"Idempotency-Key": "k1"}
    async with pooled.transaction() as tx:
        await tx.run("INSERT INTO rate_gcra VALUES ('a', %(now)s)", now=tx.now)
        first = asyncio.create_task(client.post(PATH, json={"name": "a"}, headers=headers))
        await until_waiting(pooled)
        second = await client.post(PATH, json={"name": "a"}, headers=headers)
        assert (second.status_code, second.json()["error"]["code"]) == (409, "request_in_progress")
        assert second.headers["retry-after"] == "1"
        await tx.run("DELETE FROM rate_gcra WHERE key = 'a'")
    assert (await first).status_code == 201
    assert made == ["a"]


async def test_where_money_moves_the_key_is_required(client: httpx.AsyncClient):
    answer = await client.post("/api/v1/money", json={})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "idempotency_key_required")
    answer = await client.post("/api/v1/money", headers={b"Idempotency-Key": "ключ".encode()})
    assert answer.status_code == 422
    answer = await client.post("/api/v1/money", headers={"Idempotency-Key": "k" * 256})
    assert answer.status_code == 422


async def test_callers_do_not_share_keys(client: httpx.AsyncClient, made: list[str]):
    for cart in ("one", "two"):
        headers = {"Idempotency-Key": "k1", "X-Cart-Token": cart}
        answer = await client.post(PATH, json={"name": cart}, headers=headers)
        assert answer.status_code == 201
    assert made == ["one", "two"]
