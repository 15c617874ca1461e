"""Answering a code: five tries, one answer for every kind of wrong, one account per identifier."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from tests.world.people import ASHA, BINA, KEYS, LAPTOP, Door, a_person
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.base.errors import Conflict, TooMany, Unauthenticated
from zahra.base.keys import Keys
from zahra.shop import identity
from zahra.shop.identity import SessionKind, VerifyingCode

pytestmark = pytest.mark.anyio


def typed(door: Door, code: str | None = None, *, identifier: str = ASHA) -> VerifyingCode:
    return VerifyingCode(identifier, code or door.code, SessionKind.WEB)


async def numbers(database: Database) -> tuple[int, int, int]:
    """How many users, identities and sessions there are."""
    async with database.snapshot() as snapshot:
        users = await snapshot.value("SELECT count(*) FROM users")
        identities = await snapshot.value("SELECT count(*) FROM identities")
        sessions = await snapshot.value("SELECT count(*) FROM sessions")
    return users, identities, sessions


async def tries(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT attempts FROM otp_challenges WHERE superseded_at IS NULL"
        )


async def test_the_first_right_code_makes_the_account(door: Door):
    signed_in = await door.sign_in(ASHA)
    assert signed_in.is_new
    assert (signed_in.person.phone, signed_in.person.email) == (ASHA, None)
    assert await numbers(door.database) == (1, 1, 1)


async def test_the_second_time_the_account_is_found(door: Door):
    first = await door.sign_in(BINA)
    door.database.ahead += timedelta(hours=1)
    second = await door.sign_in("Bina@Example.com")
    assert (first.is_new, second.is_new) == (True, False)
    assert first.person.id == second.person.id
    assert await numbers(door.database) == (1, 1, 2)


async def test_a_wrong_code_opens_nothing(door: Door):
    await door.ask(ASHA)
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door, door.wrong_code))
    assert await numbers(door.database) == (0, 0, 0)
    assert await tries(door.database) == 1


async def test_after_five_wrong_tries_the_right_code_is_wrong_too(door: Door):
    await door.ask(ASHA)
    for _ in range(5):
        with pytest.raises(identity.WrongCode):
            await door.answer(typed(door, door.wrong_code))
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door))
    assert await tries(door.database) == 5
    assert await numbers(door.database) == (0, 0, 0)


async def test_the_fifth_try_may_be_right(door: Door):
    await door.ask(ASHA)
    for _ in range(4):
        with pytest.raises(identity.WrongCode):
            await door.answer(typed(door, door.wrong_code))
    assert (await door.answer(typed(door))).is_new


async def test_a_code_is_good_for_five_minutes_and_not_a_second_more(door: Door):
    await door.ask(ASHA)
    door.database.ahead += timedelta(minutes=5)
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door))
    door.database.ahead -= timedelta(seconds=5)
    assert (await door.answer(typed(door))).is_new


async def test_a_code_is_good_once(door: Door):
    await door.ask(ASHA)
    await door.answer(typed(door))
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door))
    assert await numbers(door.database) == (1, 1, 1)


async def test_a_code_for_one_identifier_is_wrong_for_another(door: Door):
    await door.ask(ASHA)
    code = door.code
    await door.ask(BINA)
    if code != door.code:
        with pytest.raises(identity.WrongCode):
            await door.answer(typed(door, code, identifier=BINA))


async def test_a_browsers_code_is_answered_by_that_browser_only(door: Door):
    """So strangers cannot burn its tries: theirs are not counted."""
    sent = await door.ask(ASHA, binding="the browser")
    right = replace(typed(door), binding="the browser")
    for wrong in (
        replace(right, binding=None),
        replace(right, binding="another"),
        replace(right, binding=None, challenge_id=sent.challenge_id),
    ):
        with pytest.raises(identity.WrongCode):
            await door.answer(wrong)
    assert await tries(door.database) == 0
    assert (await door.answer(right)).is_new


async def test_a_programs_wrong_challenge_id_is_refused_and_counts_nothing(door: Door):
    sent = await door.ask(ASHA)
    with pytest.raises(identity.WrongCode):
        await door.answer(replace(typed(door), challenge_id=ids.new()))
    assert await tries(door.database) == 0
    assert (await door.answer(replace(typed(door), challenge_id=sent.challenge_id))).is_new


async def test_fifteen_failures_an_hour_and_then_too_many_code_or_no_code(door: Door):
    """The answers to a stranger are the same whether a code lives or not."""

    async def answers(identifier: str) -> list[str]:
        said: list[str] = []
        for _ in range(17):
            try:
                await door.answer(typed(door, door.wrong_code, identifier=identifier))
            except (Unauthenticated, TooMany) as refused:
                said.append(refused.code)
        return said

    await door.ask(ASHA)
    expected = ["invalid_otp"] * 15 + ["rate_limited"] * 2
    assert await answers(ASHA) == expected
    assert await answers(BINA) == expected


async def test_a_strangers_failures_do_not_lock_the_owner_out(door: Door):
    await door.ask(ASHA, binding="the browser")
    for _ in range(20):
        with pytest.raises((identity.WrongCode, TooMany)):
            await door.answer(typed(door, door.wrong_code))
    assert (await door.answer(replace(typed(door), binding="the browser"))).is_new


async def test_when_somebody_guesses_everywhere_codes_are_closed_for_all(door: Door):
    door.policy = identity.Policy(failed_by_everyone_per_hour=2)
    for identifier in (ASHA, BINA):
        await door.ask(identifier)
        with pytest.raises(identity.WrongCode):
            await door.answer(typed(door, door.wrong_code, identifier=identifier))
    with pytest.raises(identity.CodesUnavailable):
        await door.answer(typed(door, identifier=BINA))
    assert await tries(door.database) == 1
    door.database.ahead += timedelta(hours=1)
    await door.ask(BINA)
    assert (await door.answer(typed(door, identifier=BINA))).is_new


async def test_limits_off_never_lifts_the_five_tries(door: Door):
    door.policy = identity.Policy(limits_off=True, failed_by_everyone_per_hour=0)
    await door.ask(ASHA)
    for _ in range(30):
        with pytest.raises(identity.WrongCode):
            await door.answer(typed(door, door.wrong_code))
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door))


async def test_a_closed_account_is_told_so_only_after_the_right_code(door: Door):
    async with door.database.transaction() as tx:
        owner = await a_person(tx, ASHA)
        await tx.run("UPDATE users SET status = 'disabled' WHERE id = %(id)s", id=owner.user_id)
    await door.ask(ASHA)
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door, door.wrong_code))
    with pytest.raises(identity.AccountDisabled):
        await door.answer(typed(door))
    assert await numbers(door.database) == (1, 1, 0)


async def test_a_code_whose_key_is_gone_is_wrong(door: Door):
    await door.ask(ASHA)
    door.keys = Keys(["another key for tests, long enough too"])
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door))


async def test_a_code_outlives_the_coming_of_a_newer_key(door: Door):
    await door.ask(ASHA)
    door.keys = Keys(["another key for tests, long enough too", KEYS._masters[0]])
    assert (await door.answer(typed(door))).is_new


@dataclass(slots=True)
class Listener:
    refuses: bool = False
    heard: list[identity.LoggedIn] = field(default_factory=list[identity.LoggedIn])

    async def on_logged_in(self, tx: Transaction, event: identity.LoggedIn) -> None:
        self.heard.append(event)
        if self.refuses:
            raise Conflict


async def test_signing_in_is_announced_with_the_guests_bag(door: Door):
    listener = Listener()
    door.database.listeners = {identity.LoggedIn: [listener.on_logged_in]}
    await door.ask(ASHA)
    signed_in = await door.answer(replace(typed(door), cart_token="bag"))
    assert listener.heard == [identity.LoggedIn(signed_in.person.id, "bag")]


async def test_when_a_listener_refuses_nothing_happened_and_the_code_is_still_good(door: Door):
    listener = Listener(refuses=True)
    door.database.listeners = {identity.LoggedIn: [listener.on_logged_in]}
    await door.ask(ASHA)
    with pytest.raises(Conflict):
        await door.answer(typed(door))
    assert await numbers(door.database) == (0, 0, 0)
    listener.refuses = False
    assert (await door.answer(typed(door))).is_new


async def test_a_named_session_is_proved_anew_instead_of_opening_another(door: Door):
    first = await door.sign_in(ASHA)
    door.database.ahead += timedelta(hours=1)
    await door.ask(ASHA)
    again = await door.answer(replace(typed(door), session_id=first.session_id))
    assert again.session_id == first.session_id
    assert again.secret != first.secret
    assert await numbers(door.database) == (1, 1, 1)
    with pytest.raises(Unauthenticated):
        await door.actor(first.secret)
    assert (await door.actor(again.secret)).user_id == first.person.id


async def test_anothers_or_an_ended_session_is_never_proved_anew(door: Door):
    binas = await door.sign_in(BINA)
    ended = await door.sign_in(ASHA)
    async with door.database.transaction() as tx:
        await identity.log_out(tx, await door.actor(ended.secret))
    for session_id in (binas.session_id, ended.session_id, ids.new()):
        door.database.ahead += timedelta(hours=2)
        await door.ask(ASHA)
        opened = await door.answer(replace(typed(door), session_id=session_id))
        assert opened.session_id != session_id
    assert (await door.actor(binas.secret)).user_id == binas.person.id
    with pytest.raises(Unauthenticated):
        await door.actor(ended.secret)


async def test_what_happened_is_written_down_masked(door: Door):
    await door.ask(ASHA)
    with pytest.raises(identity.WrongCode):
        await door.answer(typed(door, door.wrong_code))
    signed_in = await door.answer(replace(typed(door), device=LAPTOP))
    async with door.database.snapshot() as snapshot:
        rows = await snapshot.values(
            "SELECT concat_ws(' ', type, outcome, identifier_masked, user_id, host(ip))"
            " FROM auth_events ORDER BY at, id"
        )
        everything = await snapshot.values("SELECT e::text FROM auth_events e")
    assert rows == [
        "otp.sent ok ••••••3210",
        "otp.rejected refused ••••••3210",
        "otp.verified ok ••••••3210",
        f"login.ok ok ••••••3210 {signed_in.person.id} 198.51.100.7",
    ]
    assert not any(ASHA[3:] in row or door.code in row for row in everything)
