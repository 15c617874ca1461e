"""Each cell of the table of limits: exactly so many pass, and the next when its time has come."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from tests.web.http.conftest import KEYS
from tests.world.clock import StandingClock
from zahra.base.db import Database
from zahra.base.errors import TooMany
from zahra.base.limits import Limit, spend
from zahra.shop import identity
from zahra.web.http import limits
from zahra.web.http.challenges import new_question
from zahra.web.http.limits import Guard, spend_for
from zahra.web.http.problems import ChallengeRequired

pytestmark = pytest.mark.anyio
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BY_ADDRESS = {
    "OTP_SEND": (10, 10 * MINUTE),
    "OTP_VERIFY": (30, 10 * MINUTE),
    "LOGIN": (20, 10 * MINUTE),
    "FORGOT": (10, HOUR),
    "REGISTER": (5, HOUR),
    "REFRESH": (60, MINUTE),
    "PLACE_ORDER": (20, 10 * MINUTE),
    "GATEWAY_RETURN": (60, 10 * MINUTE),
    "UNSIGNED_HINT": (120, 10 * MINUTE),
    "COUPON": (30, 10 * MINUTE),
    "PAPER": (60, 10 * MINUTE),
    "PICTURE": (20, HOUR),
    "CHALLENGE": (60, 10 * MINUTE),
}
BY_NEIGHBOURHOOD = {
    "OTP_SEND": (60, 10 * MINUTE),
    "OTP_VERIFY": (200, 10 * MINUTE),
    "LOGIN": (150, 10 * MINUTE),
    "FORGOT": (60, HOUR),
    "REGISTER": (30, HOUR),
    "COUPON": (300, 10 * MINUTE),
}
BY_EVERYBODY = {"FORGOT": (1000, HOUR), "REGISTER": (500, HOUR)}
ANSWERABLE = ("OTP_SEND", "OTP_VERIFY", "LOGIN", "FORGOT", "REGISTER")
GUARDS = {name: each for name, each in vars(limits).items() if isinstance(each, Guard)}
Refused = (TooMany, ChallengeRequired)


class Door:
    """Spends at the limits as somebody at an address would."""

    def __init__(self, database: Database) -> None:
        shop = SimpleNamespace(database=database, keys=KEYS, policy=identity.Policy())
        state = SimpleNamespace(shop=shop, limits_off=False, secure_cookies=True)
        self.app = SimpleNamespace(state=state)
        self.database = database

    async def knock(self, guard: Guard, address: str, answered: str = "") -> Request:
        """One hit. Raises what `spend_for` raises."""
        headers = [(b"x-challenge", answered.encode())] if answered else []
        scope = {"type": "http", "client": (address, 1), "headers": headers, "app": self.app}
        request = Request(scope)
        await spend_for(request, guard)
        return request

    async def passed(self, guard: Guard, addresses: Iterator[str], *, times: int) -> int:
        """How many of so many hits pass, each from the next address."""
        count = 0
        for _, address in zip(range(times), addresses, strict=False):
            try:
                await self.knock(guard, address)
            except Refused:
                break
            count += 1
        return count

    async def answer(self) -> str:
        """A right answer that was not typed too fast."""
        async with self.database.snapshot() as snapshot:
            question = new_question(KEYS, snapshot.now - timedelta(seconds=3))
        return question.answered


@pytest.fixture
def door(pooled: Database) -> Door:
    return Door(StandingClock(pooled.connections))


def always(address: str) -> Iterator[str]:
    while True:
        yield address


def test_every_guard_is_in_the_tables_of_these_tests():
    assert set(GUARDS) == set(BY_ADDRESS)
    assert {name for name, guard in GUARDS.items() if guard.network} == set(BY_NEIGHBOURHOOD)
    assert {name for name, guard in GUARDS.items() if guard.everyone} == set(BY_EVERYBODY)
    assert tuple(name for name, guard in GUARDS.items() if guard.may_answer) == ANSWERABLE


@pytest.mark.parametrize("name", BY_ADDRESS)
async def test_an_address_has_its_share_and_one_more_when_its_time_has_come(door: Door, name: str):
    times, window = BY_ADDRESS[name]
    guard = GUARDS[name]
    assert await door.passed(guard, always("203.0.113.7"), times=times + 5) == times
    assert await door.passed(guard, always("203.0.113.8"), times=1) == 1
    door.database.ahead += window / times - timedelta(seconds=1)
    assert await door.passed(guard, always("203.0.113.7"), times=1) == 0
    door.database.ahead += timedelta(seconds=1)
    assert await door.passed(guard, always("203.0.113.7"), times=2) == 1


@pytest.mark.parametrize("name", BY_NEIGHBOURHOOD)
@pytest.mark.parametrize("kind", ["203.0.113.{}", "2001:db8:7:{:x}::1"])
async def test_neighbours_share_a_larger_one(door: Door, name: str, kind: str):
    times, window = BY_NEIGHBOURHOOD[name]
    guard = GUARDS[name]
    neighbours = (kind.format(number) for number in (*range(1, 255), *range(1, 255)))
    assert await door.passed(guard, neighbours, times=times + 1) == times
    elsewhere = "198.51.100.1" if "." in kind else "2001:db8:8::1"
    assert await door.passed(guard, always(elsewhere), times=1) == 1
    door.database.ahead += window / times
    assert await door.passed(guard, always(kind.format(254)), times=2) == 1


@pytest.mark.parametrize("name", BY_EVERYBODY)
async def test_everybody_together_has_a_share_that_no_answer_helps_with(door: Door, name: str):
    times, window = BY_EVERYBODY[name]
    guard = GUARDS[name]
    assert guard.everyone is not None
    async with door.database.transaction() as tx:
        for _ in range(times - 1):
            assert (await spend(tx, guard.everyone, "all")).passed
    await door.knock(guard, "203.0.113.7")
    for answered in ("", await door.answer()):
        with pytest.raises(TooMany):
            await door.knock(guard, "198.51.100.7", answered)
    door.database.ahead += window / times
    await door.knock(guard, "198.51.100.7")


async def test_a_day_has_forty_codes_however_slowly_they_are_asked_for(door: Door):
    sent = 0
    for _ in range(6):
        sent += await door.passed(GUARDS["OTP_SEND"], always("203.0.113.7"), times=10)
        door.database.ahead += 10 * MINUTE
    assert sent in (40, 41)  # the bucket of the day has begun to fill again after an hour


@pytest.mark.parametrize("name", ANSWERABLE)
async def test_with_answers_an_address_has_five_times_its_share_and_then_nothing_helps(
    door: Door, name: str
):
    times, _ = BY_ADDRESS[name]
    guard = GUARDS[name]
    assert await door.passed(guard, always("203.0.113.7"), times=times) == times
    for _ in range(4 * times):
        with pytest.raises(ChallengeRequired):
            await door.knock(guard, "203.0.113.7")
        await door.knock(guard, "203.0.113.7", await door.answer())
    with pytest.raises(TooMany):
        await door.knock(guard, "203.0.113.7", await door.answer())


async def test_a_refused_hit_costs_nothing(door: Door):
    """Else somebody who hammers would lock the whole address out for ever."""
    guard = GUARDS["REGISTER"]
    assert await door.passed(guard, always("203.0.113.7"), times=5) == 5
    for _ in range(60):
        with pytest.raises(ChallengeRequired):
            await door.knock(guard, "203.0.113.7")
    assert await door.passed(guard, always("203.0.113.8"), times=5) == 5
    door.database.ahead += HOUR
    assert await door.passed(guard, always("203.0.113.7"), times=6) == 5


async def test_one_customers_many_ipv6_addresses_are_one(door: Door):
    guard = GUARDS["REGISTER"]
    own = (f"2001:db8:1:2::{number:x}" for number in range(1, 100))
    assert await door.passed(guard, own, times=20) == 5
    assert await door.passed(guard, always("2001:db8:1:3::1"), times=1) == 1


async def test_ipv4_told_as_ipv6_is_the_same_address(door: Door):
    guard = GUARDS["REGISTER"]
    assert await door.passed(guard, always("203.0.113.7"), times=5) == 5
    assert await door.passed(guard, always("::ffff:203.0.113.7"), times=1) == 0


@pytest.mark.parametrize("emptied", ["address", "day", "near"])
async def test_no_answer_tells_which_bucket_is_empty(door: Door, emptied: str):
    guard = GUARDS["OTP_SEND"]
    assert guard.network is not None
    bucket = {"address": guard.address[0], "day": guard.address[1], "near": guard.network}[emptied]
    await drain(door, bucket, "203.0.113.0/24" if emptied == "near" else "203.0.113.7")
    with pytest.raises(ChallengeRequired) as refused:
        await door.knock(guard, "203.0.113.7")
    assert set(refused.value.details) == {"challenge", "word"}
    assert refused.value.retry_after % 5 == 0
    assert "near" not in str(refused.value)


async def drain(door: Door, bucket: Limit, key: str) -> None:
    async with door.database.transaction() as tx:
        while (await spend(tx, bucket, key)).passed:
            pass


async def test_the_headers_tell_the_policy_what_is_left_and_when_to_come_back(
    client: httpx.AsyncClient,
):
    answers = [await client.get("/api/v1/limited") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[0].headers["ratelimit-policy"] == '"otp_send";q=10;w=600'
    assert answers[0].headers["ratelimit"] == '"otp_send";r=9;t=600'
    assert answers[10].headers["ratelimit"] == '"otp_send";r=0;t=60'
    assert answers[10].headers["retry-after"] == "60"
    error: dict[str, Any] = answers[10].json()["error"]
    assert error["code"] == "challenge_required"
    assert set(error["details"]) == {"challenge", "word"}
