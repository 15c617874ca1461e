"""Nobody learns who has an account: the same bytes for everybody, in the same time."""

import re
from collections.abc import Mapping
from statistics import median
from time import perf_counter
from typing import Any

import httpx
import pytest

from tests.world.people import Door
from tests.world.timing import mann_whitney
from tests.world.whole import Visitor, Whole
from zahra.shop import identity

pytestmark = pytest.mark.anyio
PASSWORD = "seven words that nobody would ever guess"
KINDS = ("unknown", "a shopper", "disabled", "erased", "without password", "staff")
ASKED: Mapping[str, Mapping[str, str]] = {
    "/auth/otp/send": {},
    "/auth/register": {"password": PASSWORD},
    "/auth/login": {"password": f"not {PASSWORD}"},
    "/auth/password/forgot": {},
}
_OWN = re.compile(r'"(challengeId|requestId)":"[0-9a-f-]+"')
_OWN_HEADERS = {"x-request-id", "date", "server-timing"}
SAMPLES = 40  # bench/telling.py takes 400


def address_of(kind: str, number: int = 0) -> str:
    """Of one length, whoever it is."""
    return f"{KINDS.index(kind)}-{number:04d}@people.example"


@pytest.fixture(scope="module")
async def people(whole: Whole) -> Whole:
    """One of each kind."""
    for kind in KINDS[1:]:
        await become(whole, kind)
    return whole


async def become(whole: Whole, kind: str, number: int = 0) -> None:
    """An account of this kind."""
    database = whole.shop.database
    door = Door(database, whole.shop.policy, keys=whole.shop.keys)
    signed_in = await door.sign_in(address_of(kind, number))
    actor = await door.actor(signed_in.secret)
    if kind != "without password":
        await identity.change_password(database, actor, None, PASSWORD)
    changes = {"disabled": "status = 'disabled'", "staff": "roles = '{support}'"}
    async with database.transaction() as tx:
        if kind == "erased":
            await identity.close_account(tx, actor)
        if change := changes.get(kind):
            await tx.run(f"UPDATE users SET {change} WHERE id = %(id)s", id=actor.user_id)


async def ask(whole: Whole, path: str, identifier: str) -> httpx.Response:
    name = "email" if path == "/auth/register" else "identifier"
    return await whole.ask("POST", path, Visitor(), json={name: identifier, **ASKED[path]})


def seen(answer: httpx.Response) -> tuple[int, Any, str]:
    """All that a stranger sees of an answer, but for what is random in every answer."""
    headers = [(name, value) for name, value in answer.headers.items() if name not in _OWN_HEADERS]
    return answer.status_code, headers, _OWN.sub(r'"\1":""', answer.text)


@pytest.mark.parametrize("path", ASKED)
async def test_everybody_is_answered_with_the_same_bytes(people: Whole, path: str):
    answers = {kind: seen(await ask(people, path, address_of(kind))) for kind in KINDS}
    expected = answers["unknown"]
    assert expected[0] == (401 if path == "/auth/login" else 202)
    assert {kind: told for kind, told in answers.items() if told != expected} == {}


async def test_a_right_password_is_told_from_a_wrong_one(people: Whole):
    """The control: the comparison above would see a difference."""
    right = {"identifier": address_of("a shopper"), "password": PASSWORD}
    told = await people.ask("POST", "/auth/login", Visitor(), json=right)
    assert seen(told) != seen(await ask(people, "/auth/login", address_of("a shopper")))


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/auth/otp/send", "a shopper"),
        ("/auth/register", "a shopper"),
        ("/auth/login", "a shopper"),
        ("/auth/login", "without password"),
        ("/auth/login", "disabled"),
        ("/auth/password/forgot", "a shopper"),
    ],
)
async def test_known_and_unknown_take_the_same_time(people: Whole, path: str, known: str):
    """Bounds wide enough for a busy machine; a missing dummy hash is off by twenty milliseconds."""
    times = await timed(people, path, (address_of("unknown"), address_of(known)), SAMPLES)
    apart = abs(median(times[0]) - median(times[1]))
    assert apart < 0.005 or mann_whitney(*times) > 0.001, f"{apart * 1000:.1f} ms apart"


async def timed(
    whole: Whole, path: str, identifiers: tuple[str, str], samples: int
) -> tuple[list[float], list[float]]:
    """Seconds per answer, asked in turns so that both meet the same weather."""
    times: tuple[list[float], list[float]] = ([], [])
    for at in range(2 * samples):
        began = perf_counter()
        await ask(whole, path, identifiers[at % 2])
        times[at % 2].append(perf_counter() - began)
    return times
