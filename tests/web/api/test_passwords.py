"""Passwords over the API: shapes programs rely on, and nothing that tells who has an account."""

import re
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.passwords import ANOTHER, SECRET, Locksmith
from tests.world.people import Door, a_person
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop.identity.passwords import hashing
from zahra.shop.identity.passwords.threads import Threads
from zahra.web.api import auth, passwords

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient


@pytest.fixture
def smith(pooled: Database) -> Locksmith:
    return Locksmith.at(Door(pooled))


@pytest.fixture
async def client(smith: Locksmith) -> AsyncGenerator[Client, None]:
    site = a_counter(smith.database, auth.router, passwords.router)
    site.state.limits_off = True
    async with at(site) as client:
        yield client


@pytest.fixture
def email() -> str:
    """Somebody nobody has seen before: these tests share a database."""
    return f"{ids.new().hex[-8:]}@example.com"


async def post(client: Client, path: str, **body: Any) -> httpx.Response:
    return await client.post(f"/auth/{path}", json=body)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def bearer(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['data']['tokens']['accessToken']}"}


def told(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], str]:
    """An answer to the byte, without what differs between any two."""
    fresh = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16}")
    headers = sorted((name, fresh.sub("", value)) for name, value in answer.headers.items())
    return answer.status_code, headers, fresh.sub("", answer.text)


async def kinds_of_people(smith: Locksmith) -> dict[str, str]:
    """Somebody of each kind, with addresses of one length."""
    names = {
        kind: f"{ids.new().hex[-8:]}@example.com" for kind in ("known", "bare", "closed", "none")
    }
    await smith.give(names["known"])
    await smith.give(names["closed"])
    async with smith.database.transaction() as tx:
        await a_person(tx, names["bare"])
        closed = await a_person(tx, names["closed"])
        await tx.run("UPDATE users SET status = 'disabled' WHERE id = %(id)s", id=closed.user_id)
    return names


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("otp/send", {}),
        ("register", {"email": None, "password": SECRET}),
        ("login", {"password": ANOTHER}),
        ("password/forgot", {}),
    ],
)
async def test_the_answer_is_the_same_to_the_byte_whoever_it_is(
    client: Client, smith: Locksmith, path: str, body: dict[str, str]
):
    """Known, without a password, closed, unknown."""
    answers: set[str] = set()
    for email in (await kinds_of_people(smith)).values():
        field = "email" if "email" in body else "identifier"
        answer = await post(client, path, **{**body, field: email})
        answers.add(repr(told(answer)).replace(email, ""))
    assert len(answers) == 1


async def test_signing_up_and_in(client: Client, smith: Locksmith, email: str):
    answer = await post(client, "register", email=email, password=SECRET, name="Bina")
    assert answer.status_code == 202
    sent = answer.json()["data"]
    assert set(sent) == {"sent", "challengeId", "resendAfter", "expiresIn"}
    await smith.work()
    code = {"otp": smith.door.code, "challengeId": sent["challengeId"]}
    found = await post(client, "otp/verify", identifier=email, **code)
    assert (found.json()["data"]["isNew"], found.json()["data"]["user"]["name"]) == (True, "Bina")
    again = await post(client, "login", identifier=email.upper(), password=SECRET)
    assert again.status_code == 200
    assert set(again.json()["data"]) == {"user", "isNew", "tokens"}
    assert again.json()["data"]["user"]["email"] == email
    sessions = await client.get("/auth/sessions", headers=bearer(again))
    assert len(sessions.json()["data"]) == 2


async def test_a_wrong_password_is_401_with_a_challenge(
    client: Client, smith: Locksmith, email: str
):
    await smith.give(email)
    answer = await post(client, "login", identifier=email, password=ANOTHER)
    assert refusal(answer) == (401, "invalid_credentials")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "fields" not in answer.json()["error"]


async def test_when_too_many_are_checked_the_next_is_told_when_to_come_back(
    client: Client, smith: Locksmith, email: str, monkeypatch: pytest.MonkeyPatch
):
    await smith.give(email)
    no_room = Threads("full", threads=1, queue=-1)
    monkeypatch.setattr(hashing, "_threads", lambda: no_room)
    for _ in range(6):
        answer = await post(client, "login", identifier=email, password=SECRET)
        assert refusal(answer) == (503, "busy")
        assert answer.headers["retry-after"] == "2"
    monkeypatch.undo()
    again = await post(client, "login", identifier=email, password=SECRET)
    assert again.status_code == 200  # no try was spent


async def test_blanks_of_a_password_count(client: Client, smith: Locksmith, email: str):
    await smith.give(email, f" {SECRET} ")
    assert refusal(await post(client, "login", identifier=email, password=SECRET))[0] == 401
    right = await post(client, "login", identifier=email, password=f" {SECRET} ")
    assert right.status_code == 200


async def test_staff_are_told_what_comes_next(client: Client, smith: Locksmith, email: str):
    sam = await smith.give(email)
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{viewer}' WHERE id = %(id)s", id=sam.user_id)
    answer = await post(client, "login", identifier=email, password=SECRET)
    assert answer.status_code == 200
    told = answer.json()["data"]
    assert set(told) == {"next", "challengeId", "methods", "expiresIn"}
    assert (told["next"], told["methods"], told["expiresIn"]) == ("totp", [], 300)


async def test_a_poor_password_is_422_in_its_field(client: Client, smith: Locksmith, email: str):
    for body in ("short", "passwordpassword", email):
        answer = await post(client, "register", email=email, password=body)
        assert refusal(answer) == (422, "password_rejected")
        assert set(answer.json()["error"]["fields"]) == {"password"}
        assert set(answer.json()["error"]["details"]) == {"reason"}


async def test_a_lost_password_is_replaced_by_the_link(
    client: Client, smith: Locksmith, email: str
):
    await smith.give(email)
    signed_in = bearer(await post(client, "login", identifier=email, password=SECRET))
    asked = await post(client, "password/forgot", identifier=email)
    assert (asked.status_code, asked.json()["data"]) == (202, {"sent": True})
    await smith.work()
    body = {"token": smith.token, "password": ANOTHER}
    assert (await post(client, "password/reset", **body)).json()["data"] == {"changed": True}
    assert (await client.get("/auth/sessions", headers=signed_in)).status_code == 401
    assert refusal(await post(client, "password/reset", **body)) == (401, "reset_invalid")
    assert (await post(client, "login", identifier=email, password=ANOTHER)).status_code == 200


async def test_a_lost_password_is_replaced_by_a_code_to_the_phone(client: Client, smith: Locksmith):
    phone = f"98765{ids.new().int % 100_000:05d}"
    await smith.give(phone)
    assert (await post(client, "password/forgot", identifier=phone)).json()["data"] == {
        "sent": True
    }
    await smith.work()
    body = {"identifier": phone, "password": ANOTHER}
    wrong = await post(client, "password/reset", otp=smith.door.wrong_code, **body)
    assert refusal(wrong) == (401, "reset_invalid")
    right = await post(client, "password/reset", otp=smith.door.code, **body)
    assert right.status_code == 200
    assert (await post(client, "login", identifier=phone, password=ANOTHER)).status_code == 200


@pytest.mark.parametrize(
    "proof",
    [
        {},
        {"identifier": "9876543210"},
        {"otp": "123456"},
        {"token": "A" * 64, "otp": "123456"},
        {"token": "A" * 64, "identifier": "9876543210", "otp": "123456"},
    ],
)
async def test_a_reset_is_proved_in_one_way(client: Client, proof: dict[str, str]):
    answer = await post(client, "password/reset", password=SECRET, **proof)
    assert refusal(answer) == (422, "invalid")


async def test_changing_it_ends_the_access_token_and_the_refresh_token_goes_on(
    client: Client, smith: Locksmith, email: str
):
    await smith.give(email)
    login = await post(client, "login", identifier=email, password=SECRET)
    headers = bearer(login)
    wrong = {"currentPassword": ANOTHER, "password": "one more lamp and a river"}
    answer = await client.post("/auth/password/change", json=wrong, headers=headers)
    assert refusal(answer) == (401, "invalid_credentials")
    body = {"currentPassword": SECRET, "password": ANOTHER}
    answer = await client.post("/auth/password/change", json=body, headers=headers)
    assert (answer.status_code, answer.json()["data"]) == (200, {"changed": True})
    assert (await client.get("/auth/sessions", headers=headers)).status_code == 401
    tokens = login.json()["data"]["tokens"]
    kept = {"refreshToken": tokens["refreshToken"], "sessionId": tokens["sessionId"]}
    fresh = (await client.post("/auth/refresh", json=kept)).json()["data"]["accessToken"]
    sessions = await client.get("/auth/sessions", headers={"Authorization": f"Bearer {fresh}"})
    assert len(sessions.json()["data"]) == 1


async def test_a_guest_changes_no_password(client: Client):
    body = {"currentPassword": SECRET, "password": ANOTHER}
    assert refusal(await post(client, "password/change", **body)) == (401, "unauthenticated")
