"""What the plain question takes for an answer, and how far one answer goes."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.http.conftest import KEYS
from tests.web.http.test_limits import GUARDS, Door
from zahra.base.db import Database
from zahra.base.keys import Keys
from zahra.web.http.challenges import Question, is_answered, new_question
from zahra.web.http.problems import ChallengeRequired

pytestmark = pytest.mark.anyio
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=5)
ASKED = new_question(KEYS, NOON)


@pytest.mark.parametrize(
    ("seconds", "is_right"),
    [(-1, False), (0, False), (1.9, False), (2, True), (600, True), (600.1, False), (1e8, False)],
)
def test_an_answer_is_good_from_two_seconds_to_ten_minutes(seconds: float, is_right: bool):
    moment = NOON + timedelta(seconds=seconds)
    assert is_answered(KEYS, ASKED.answered, moment) is is_right


def altered() -> dict[str, str]:
    at, nonce, signature = ASKED.token.split(".")
    return {
        "nothing": "",
        "another word": f"{ASKED.token}.wrong",
        "no word": f"{ASKED.token}.",
        "a later time": f"{int(at) + 300}.{nonce}.{signature}.{ASKED.word}",
        "another nonce": Question(f"{at}.{nonce[::-1]}.{signature}", ASKED.word).answered,
        "another signature": f"{at}.{nonce}.{'0' * 64}.{ASKED.word}",
        "no signature": f"{at}.{nonce}..{ASKED.word}",
        "an endless number": f"{'9' * 5000}.{nonce}.{signature}.{ASKED.word}",
        "a number in another script": f"١٢.{nonce}.{signature}.{ASKED.word}",
        "a part too many": f"{ASKED.answered}.x",
    }


@pytest.mark.parametrize("what", altered())
def test_an_answer_that_was_altered_is_none(what: str):
    assert not is_answered(KEYS, altered()[what], LATER)
    assert is_answered(KEYS, ASKED.answered, LATER)


def test_another_shops_question_is_none_and_a_rotated_key_still_knows_its_own():
    assert not is_answered(Keys(["x" * 32]), ASKED.answered, LATER)
    assert is_answered(Keys(["n" * 32, "k" * 32]), ASKED.answered, LATER)


def test_questions_differ():
    asked = [new_question(KEYS, NOON) for _ in range(100)]
    assert len({each.token for each in asked}) == 100
    assert len({each.word for each in asked}) > 20
    assert all(each.word.isalpha() and each.word.islower() for each in asked)


async def test_one_answer_is_worth_three_requests_whoever_sends_it(pooled: Database):
    door, guard = Door(pooled), GUARDS["REGISTER"]
    for address in ("203.0.113.7", "198.51.100.7"):
        assert await door.passed(guard, iter([address] * 6), times=6) == 5
    answered = await door.answer()
    await door.knock(guard, "203.0.113.7", answered)
    await door.knock(guard, "198.51.100.7", answered)
    await door.knock(guard, "203.0.113.7", answered)
    with pytest.raises(ChallengeRequired) as refused:
        await door.knock(guard, "203.0.113.7", answered)
    assert refused.value.details["challenge"] not in answered


async def test_an_answer_that_is_not_needed_is_not_used(pooled: Database):
    door, guard = Door(pooled), GUARDS["REGISTER"]
    answered = await door.answer()
    for _ in range(5):
        await door.knock(guard, "203.0.113.7", answered)
    for _ in range(3):
        await door.knock(guard, "203.0.113.7", answered)
    with pytest.raises(ChallengeRequired):
        await door.knock(guard, "203.0.113.7", answered)
