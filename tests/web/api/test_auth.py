"""Signing in over the API: the shapes programs rely on, and the one answer for every wrong code."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.people import Door
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop import identity
from zahra.web.api import auth

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient
MOBILE = "98765{:05d}"
CLEARED = "zsid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"


@pytest.fixture
def door(pooled: Database) -> Door:
    return Door(pooled)


@pytest.fixture
async def client(pooled: Database) -> AsyncGenerator[Client, None]:
    site = a_counter(pooled, auth.router)
    site.state.limits_off = True
    async with at(site) as client:
        yield client


@pytest.fixture
def phone() -> str:
    """Somebody nobody has seen before: these tests share a database."""
    return MOBILE.format(ids.new().int % 100_000)


async def ask(client: Client, door: Door, identifier: str) -> dict[str, Any]:
    """Ask for a code and have it delivered."""
    answer = await client.post("/auth/otp/send", json={"identifier": identifier})
    assert answer.status_code == 202
    await door.deliver(ids.parse(answer.json()["data"]["challengeId"]) or ids.new())
    return answer.json()["data"]


async def sign_in(client: Client, door: Door, identifier: str, **more: Any) -> dict[str, Any]:
    await ask(client, door, identifier)
    body = {"identifier": identifier, "otp": door.code, **more}
    answer = await client.post("/auth/otp/verify", json=body)
    assert answer.status_code == 200
    return answer.json()["data"]


def bearer(signed_in: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {signed_in['tokens']['accessToken']}"}


async def test_asking_for_a_code_tells_when_to_ask_again(client: Client, door: Door, phone: str):
    sent = await ask(client, door, phone)
    assert set(sent) == {"sent", "challengeId", "resendAfter", "expiresIn"}
    assert (sent["sent"], sent["resendAfter"], sent["expiresIn"]) == (True, 30, 300)
    assert door.postbox.messages[0].to == f"+91{phone}"


async def test_known_and_unknown_are_answered_with_the_same_words(
    client: Client, door: Door, phone: str
):
    async with door.database.transaction() as tx:
        await identity.find_or_create_user(tx, identity.identifier_of(phone))
    known = await client.post("/auth/otp/send", json={"identifier": phone})
    unknown = await client.post("/auth/otp/send", json={"identifier": f"{phone}@example.com"})
    assert known.status_code == unknown.status_code == 202
    same = known.json()["data"]["challengeId"], unknown.json()["data"]["challengeId"]
    assert known.text.replace(same[0], "") == unknown.text.replace(same[1], "")
    assert set(known.headers) == set(unknown.headers)


async def test_too_soon_is_429_with_the_time_to_wait(client: Client, door: Door, phone: str):
    await ask(client, door, phone)
    answer = await client.post("/auth/otp/send", json={"identifier": phone})
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "rate_limited")
    assert answer.headers["retry-after"] == "30"


@pytest.mark.parametrize("identifier", ["", "12345", "a@b", "+14155552671", "x" * 300])
async def test_what_is_no_identifier_is_422_in_its_field(client: Client, identifier: str):
    answer = await client.post("/auth/otp/send", json={"identifier": identifier})
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == ["identifier"]


async def test_the_right_code_gives_user_and_tokens(client: Client, door: Door, phone: str):
    signed_in = await sign_in(client, door, phone)
    assert set(signed_in) == {"user", "isNew", "tokens"}
    assert set(signed_in["tokens"]) == {"accessToken", "refreshToken", "expiresIn", "sessionId"}
    assert signed_in["isNew"]
    user = signed_in["user"]
    assert (user["phone"], user["email"], user["name"]) == (f"+91{phone}", None, None)


async def test_the_older_names_of_the_endpoints_do_the_same(client: Client, door: Door, phone: str):
    sent = await client.post("/auth/request-otp", json={"identifier": phone})
    await door.deliver(ids.parse(sent.json()["data"]["challengeId"]) or ids.new())
    body = {"identifier": phone, "otp": door.code}
    answer = await client.post("/auth/verify-otp", json=body)
    assert (sent.status_code, answer.status_code) == (202, 200)


async def test_every_kind_of_wrong_is_answered_with_the_same_words(
    client: Client, door: Door, phone: str
):
    sent = await ask(client, door, phone)
    other = f"{phone}@example.com"
    wrong = [
        {"identifier": phone, "otp": door.wrong_code},
        {"identifier": phone, "otp": door.code, "challengeId": str(ids.new())},
        {"identifier": other, "otp": door.code, "challengeId": sent["challengeId"]},
        {"identifier": other, "otp": door.code},
    ]
    answers = [await client.post("/auth/otp/verify", json=body) for body in wrong]
    assert {answer.status_code for answer in answers} == {401}
    assert len({str(answer.json()["error"]) for answer in answers}) == 1
    assert answers[0].json()["error"]["code"] == "invalid_otp"


@pytest.mark.parametrize("otp", ["12345", "1234567", "12345a", "१२३४५६", "", 123456, None])
async def test_what_is_no_six_digits_is_422(client: Client, phone: str, otp: Any):
    answer = await client.post("/auth/otp/verify", json={"identifier": phone, "otp": otp})
    assert answer.status_code == 422
    assert list(answer.json()["error"]["fields"]) == ["otp"]


async def test_a_code_asked_for_by_a_browser_is_no_use_here(client: Client, door: Door, phone: str):
    sent = await door.ask(phone, binding="a browser's secret")
    body = {"identifier": phone, "otp": door.code, "challengeId": str(sent.challenge_id)}
    assert (await client.post("/auth/otp/verify", json=body)).status_code == 401


async def test_a_named_session_is_proved_anew(client: Client, door: Door, phone: str):
    door.policy = identity.Policy(limits_off=True)
    first = await sign_in(client, door, phone)
    session_id = first["tokens"]["sessionId"]
    await door.ask(phone)
    body = {"identifier": phone, "otp": door.code, "sessionId": session_id}
    again = (await client.post("/auth/otp/verify", json=body)).json()["data"]
    assert (again["isNew"], again["tokens"]["sessionId"]) == (False, session_id)


async def refresh(client: Client, tokens: dict[str, Any], key: str | None = None) -> httpx.Response:
    body = {"refreshToken": tokens["refreshToken"], "sessionId": tokens["sessionId"]}
    headers = {"Idempotency-Key": key} if key else {}
    return await client.post("/auth/refresh", json=body, headers=headers)


async def test_a_refresh_gives_the_next_pair_and_a_repeat_the_same(
    client: Client, door: Door, phone: str
):
    tokens = (await sign_in(client, door, phone))["tokens"]
    second = (await refresh(client, tokens, "a-key")).json()["data"]
    again = (await refresh(client, tokens, "a-key")).json()["data"]
    assert set(second) == {"accessToken", "refreshToken", "expiresIn", "sessionId"}
    assert second["refreshToken"] == again["refreshToken"] != tokens["refreshToken"]
    assert (await client.get("/auth/sessions", headers=bearer({"tokens": again}))).is_success


async def test_a_stolen_refresh_token_ends_the_session(client: Client, door: Door, phone: str):
    tokens = (await sign_in(client, door, phone))["tokens"]
    second = (await refresh(client, tokens)).json()["data"]
    third = (await refresh(client, second)).json()["data"]
    answer = await refresh(client, tokens)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "refresh_reused")
    answer = await refresh(client, third)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "session_revoked")
    answer = await client.get("/auth/sessions", headers=bearer({"tokens": third}))
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_session_that_refreshes_too_often_is_429_with_the_time_to_wait(
    client: Client, door: Door, phone: str
):
    tokens = (await sign_in(client, door, phone))["tokens"]
    for _ in range(30):
        tokens = (await refresh(client, tokens)).json()["data"]
    answer = await refresh(client, tokens)
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "rate_limited")
    assert answer.headers["retry-after"] == "5"
    assert (await client.get("/auth/sessions", headers=bearer({"tokens": tokens}))).is_success


async def test_an_invented_refresh_token_is_invalid(client: Client, door: Door, phone: str):
    tokens = (await sign_in(client, door, phone))["tokens"]
    for wrong in (
        {**tokens, "refreshToken": "zrt1.invented"},
        {**tokens, "sessionId": str(ids.new())},
    ):
        answer = await refresh(client, wrong)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "refresh_invalid")
    assert (await refresh(client, tokens)).status_code == 200


async def test_a_logout_ends_the_session_and_is_never_refused(
    client: Client, door: Door, phone: str
):
    signed_in = await sign_in(client, door, phone)
    for headers, revoked in (
        (bearer(signed_in), 1),
        (bearer(signed_in), 0),
        ({"Authorization": "Bearer junk"}, 0),
        ({}, 0),
    ):
        answer = await client.post("/auth/logout", headers=headers)
        assert (answer.status_code, answer.json()["data"]) == (200, {"revoked": revoked})
        assert CLEARED in answer.headers.get_list("set-cookie")
        assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert (await refresh(client, signed_in["tokens"])).status_code == 401


async def test_a_logout_everywhere_says_how_many(client: Client, door: Door, phone: str):
    signed_in = await sign_in(client, door, phone)
    door.policy = identity.Policy(limits_off=True)
    await door.sign_in(phone)
    answer = await client.post("/auth/logout-all", headers=bearer(signed_in))
    assert answer.json()["data"] == {"revoked": 2}
    answer = await client.post("/auth/logout-all", headers=bearer(signed_in))
    assert answer.status_code == 401


async def test_one_sees_and_ends_ones_own_sessions(client: Client, door: Door, phone: str):
    mine = await sign_in(client, door, phone)
    others = await sign_in(client, door, f"{phone}@example.com")
    door.policy = identity.Policy(limits_off=True)
    web = await door.sign_in(phone)
    listed = (await client.get("/auth/sessions", headers=bearer(mine))).json()["data"]
    assert [set(each) for each in listed] == [
        {"id", "current", "createdAt", "lastSeenAt", "ipArea", "device", "userAgent"}
    ] * 2
    assert {each["id"]: each["current"] for each in listed} == {
        mine["tokens"]["sessionId"]: True,
        str(web.session_id): False,
    }
    answer = await revoke(client, mine, str(web.session_id))
    assert (answer.status_code, answer.json()["data"]) == (200, {"revoked": 1})
    for session_id in (str(web.session_id), others["tokens"]["sessionId"], str(ids.new())):
        assert (await revoke(client, mine, session_id)).status_code == 404


async def revoke(client: Client, signed_in: dict[str, Any], session_id: str) -> httpx.Response:
    body = {"sessionId": session_id}
    return await client.post("/auth/revoke-session", json=body, headers=bearer(signed_in))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/auth/sessions"),
        ("POST", "/auth/logout-all"),
        ("POST", "/auth/revoke-session"),
    ],
)
async def test_what_needs_a_person_is_401_for_nobody(client: Client, method: str, path: str):
    body = {"sessionId": str(ids.new())} if path.endswith("revoke-session") else None
    answer = await client.request(method, path, json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated")


async def test_no_answer_of_these_may_be_kept_or_sets_a_session(
    client: Client, door: Door, phone: str
):
    await ask(client, door, phone)
    body = {"identifier": phone, "otp": door.code}
    answer = await client.post("/auth/otp/verify", json=body)
    assert "no-store" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers


async def test_unknown_fields_are_named(client: Client, phone: str):
    answer = await client.post("/auth/otp/send", json={"identifier": phone, "isAdmin": True})
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, ["isAdmin"])


async def test_an_address_has_ten_codes_in_ten_minutes(pooled: Database):
    async with at(a_counter(pooled, auth.router)) as client:
        statuses = [
            (await client.post("/auth/otp/send", json={"identifier": "nobody"})).status_code
            for _ in range(12)
        ]
    assert statuses == [422] * 10 + [429] * 2


async def test_the_same_code_comes_again(client: Client, door: Door, phone: str):
    sent = await ask(client, door, phone)
    body = {"challengeId": sent["challengeId"]}
    answer = await client.post("/auth/otp/resend", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "rate_limited")
    async with door.database.transaction() as tx:
        await tx.run("UPDATE otp_throttle SET next_send_at = %(now)s", now=tx.now)
    answer = await client.post("/auth/otp/resend", json=body)
    assert answer.status_code == 202
    again = answer.json()["data"]
    assert (again["challengeId"], again["resendAfter"]) == (sent["challengeId"], 60)
    await door.deliver(ids.parse(again["challengeId"]) or ids.new())
    first, second = (message.code for message in door.postbox.messages)
    assert first == second


@pytest.mark.parametrize("binding", [None, "the browser"])
async def test_what_cannot_be_sent_again_is_not_found(
    client: Client, door: Door, phone: str, binding: str | None
):
    """Unknown ones, and those that a browser asked for: they are its own."""
    asked = await door.ask(phone, binding="the browser") if binding else None
    body = {"challengeId": str(asked.challenge_id if asked else ids.new())}
    answer = await client.post("/auth/otp/resend", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
