"""Everybody at once. Each race has its twin with the guard taken away, which must fail."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from tests.world.people import ASHA, KEYS, PHONE_APP, Door, a_person
from tests.world.waiting import until_waiting
from zahra.base.db import Database, Transaction
from zahra.base.errors import TooMany, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import Refreshing, SessionKind, SigningIn, Tokens, VerifyingCode
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.sessions.refresh_tokens import (
    RefreshToken,
    first_refresh_token,
    refresh_token_of,
)
from zahra.shop.identity.sessions.store import refreshing
from zahra.shop.identity.sessions.store.refreshing import Rotation

pytestmark = pytest.mark.anyio


async def all_at_once(times: int, work: Callable[[], Awaitable[Any]]) -> list[Any]:
    return await asyncio.gather(*(work() for _ in range(times)), return_exceptions=True)


def good(outcomes: Sequence[Any], kind: type) -> int:
    """How many came out well; whatever else came out must be a refusal."""
    strange = [o for o in outcomes if not isinstance(o, kind | Unauthenticated | TooMany)]
    assert strange == []
    return sum(isinstance(o, kind) for o in outcomes)


async def value(database: Database, sql: str) -> Any:
    async with database.snapshot() as snapshot:
        return await snapshot.value(sql)


def typed(code: str, *, kind: SessionKind = SessionKind.WEB) -> VerifyingCode:
    return VerifyingCode(ASHA, code, kind)


async def test_of_300_guesses_at_once_five_are_compared(busy_door: Door):
    await busy_door.ask(ASHA)
    wrong = typed(busy_door.wrong_code)
    outcomes = await all_at_once(300, lambda: busy_door.answer(wrong))
    assert good(outcomes, identity.SignedIn) == 0
    assert await value(busy_door.database, "SELECT sum(failed) FROM otp_failures") == 5
    with pytest.raises(identity.WrongCode):
        await busy_door.answer(typed(busy_door.code))


async def test_comparing_before_counting_compares_more_than_five(busy_door: Door):
    """The control: what a count after the comparison would have let through."""
    await busy_door.ask(ASHA)
    compared: list[str] = []

    async def guess() -> None:
        async with busy_door.database.transaction() as tx:
            tried = await tx.value("SELECT attempts FROM otp_challenges")
            if tried < 5:
                compared.append("a guess")
                await asyncio.sleep(0.02)
                await tx.run("UPDATE otp_challenges SET attempts = least(attempts + 1, 5)")

    await all_at_once(300, guess)
    assert len(compared) > 5


async def test_of_200_requests_at_once_one_sends(pooled: Database):
    door = Door(pooled, identity.Policy())
    outcomes = await all_at_once(200, lambda: ask(door))
    assert good(outcomes, identity.SentCode) == 1
    assert await value(pooled, "SELECT count(*) FROM procrastinate_jobs") == 1
    assert await value(pooled, "SELECT count(*) FROM otp_challenges") == 1


async def test_without_the_cooldown_all_send(busy_door: Door):
    """The control: the same requests with the guard off. Still only the last code is live."""
    outcomes = await all_at_once(200, lambda: ask(busy_door))
    assert good(outcomes, identity.SentCode) == 200
    live = "SELECT count(*) FROM otp_challenges WHERE superseded_at IS NULL"
    assert await value(busy_door.database, live) == 1


async def ask(door: Door) -> identity.SentCode:
    async with door.database.transaction() as tx:
        return await identity.send_code(tx, KEYS, ASHA, binding=None, policy=door.policy)


async def test_of_50_right_codes_at_once_one_signs_in(busy_door: Door):
    await busy_door.ask(ASHA)
    outcomes = await all_at_once(50, lambda: busy_door.answer(typed(busy_door.code)))
    assert good(outcomes, identity.SignedIn) == 1
    assert await value(busy_door.database, "SELECT count(*) FROM sessions") == 1


async def test_a_code_is_used_up_by_one_of_two_who_hold_it(busy_door: Door):
    """One transaction stays open while the other is seen waiting for it."""
    sent = await busy_door.ask(ASHA)
    database = busy_door.database

    async def consume() -> bool:
        async with database.transaction() as tx:
            return await challenges.consume(tx, sent.challenge_id)

    async with database.transaction() as tx:
        assert await challenges.consume(tx, sent.challenge_id)
        other = asyncio.create_task(consume())
        await until_waiting(database)
    assert await other is False


async def test_looking_before_using_lets_both_in(busy_door: Door):
    """The control: whether it is used up, read first and written later."""
    await busy_door.ask(ASHA)
    both_have_looked = asyncio.Barrier(2)

    async def consume() -> bool:
        async with busy_door.database.transaction() as tx:
            used = await tx.value("SELECT consumed_at FROM otp_challenges")
            await both_have_looked.wait()
            await tx.run("UPDATE otp_challenges SET consumed_at = %(now)s", now=tx.now)
            return used is None

    assert await asyncio.gather(consume(), consume()) == [True, True]


async def test_50_first_sign_ins_at_once_make_one_user(pooled: Database):
    outcomes = await all_at_once(50, lambda: first_sign_in(pooled))
    assert len({account.id for account, _ in outcomes}) == 1
    assert [is_new for _, is_new in outcomes].count(True) == 1
    assert await value(pooled, "SELECT count(*) FROM users") == 1


async def test_without_the_constraint_they_make_many(pooled: Database):
    """The control: the same verb where identifiers may belong to several."""
    async with pooled.transaction() as tx:
        await tx.run("DROP INDEX identities_one_owner")
    await all_at_once(50, lambda: first_sign_in(pooled))
    assert await value(pooled, "SELECT count(*) FROM users") > 1


async def first_sign_in(database: Database) -> tuple[identity.Account, bool]:
    async with database.transaction() as tx:
        return await identity.find_or_create_user(tx, identity.identifier_of(ASHA))


async def signed_in(door: Door) -> Tokens:
    tokens = (await door.sign_in(ASHA, kind=SessionKind.API)).tokens
    assert tokens is not None
    return tokens


async def refresh(door: Door, tokens: Tokens) -> Tokens:
    asked = Refreshing(tokens.refresh_token)
    return await identity.refresh_session(door.database, KEYS, asked, policy=door.policy)


async def log_out(database: Database, tokens: Tokens) -> int:
    async with database.transaction() as tx:
        actor = await identity.actor_of_bearer(tx, KEYS, tokens.access_token)
        return await identity.log_out(tx, actor)


async def test_of_200_refreshes_at_once_one_rotates_and_all_get_one_successor(busy_door: Door):
    busy_door.policy = identity.Policy(limits_off=True, grace_replays=200)
    tokens = await signed_in(busy_door)
    outcomes = await all_at_once(200, lambda: refresh(busy_door, tokens))
    assert good(outcomes, Tokens) == 200
    assert len({each.refresh_token for each in outcomes}) == 1
    assert [each.is_replay for each in outcomes].count(False) == 1
    assert await value(busy_door.database, "SELECT rt_gen FROM sessions") == 1


async def test_without_comparing_the_token_each_of_them_rotates(busy_door: Door):
    """The control: the same statement, looking at the session alone. All but the last are out."""
    tokens = await signed_in(busy_door)

    async def rotate_regardless() -> RefreshToken:
        token = refresh_token_of(tokens.refresh_token)
        assert token is not None
        successor = first_refresh_token(token.session_id)
        async with busy_door.database.transaction() as tx:
            await tx.run(
                "UPDATE sessions SET rt_hash = %(hash)s, rt_gen = rt_gen + 1 WHERE id = %(id)s",
                hash=successor.hash,
                id=token.session_id,
            )
        return successor

    outcomes = await all_at_once(20, rotate_regardless)
    assert len({each.secret for each in outcomes}) == 20
    assert await value(busy_door.database, "SELECT rt_gen FROM sessions") == 20


async def test_after_300_logouts_that_race_with_refreshes_nothing_lives(busy_door: Door):
    policy = identity.Policy(sessions_per_person=1000)
    account, _ = await first_sign_in(busy_door.database)

    async def race() -> None:
        async with busy_door.database.transaction() as tx:
            signing = SigningIn(SessionKind.API, ("sms",))
            tokens = (await identity.sign_in(tx, KEYS, account, signing, policy=policy)).tokens
        assert tokens is not None
        outcomes = await asyncio.gather(
            refresh(busy_door, tokens),
            log_out(busy_door.database, tokens),
            refresh(busy_door, tokens),
            return_exceptions=True,
        )
        for successor in (each for each in outcomes if isinstance(each, Tokens)):
            with pytest.raises(Unauthenticated):
                await refresh(busy_door, successor)

    for _ in range(15):
        await asyncio.gather(*(race() for _ in range(20)))
    alive = "SELECT count(*) FROM sessions WHERE revoked_at IS NULL"
    assert await value(busy_door.database, alive) == 0
    assert await value(busy_door.database, "SELECT count(*) FROM sessions") == 300


async def test_a_logout_waits_for_a_refresh_under_way_and_ends_what_it_made(busy_door: Door):
    tokens = await signed_in(busy_door)
    database = busy_door.database
    async with database.transaction() as tx:
        successor = await rotate(tx, tokens)
        leaving = asyncio.create_task(log_out(database, tokens))
        await until_waiting(database)
    assert await leaving == 1
    with pytest.raises(identity.SessionRevoked):
        await identity.refresh_session(database, KEYS, Refreshing(successor.text))


async def test_a_refresh_waits_for_a_logout_under_way_and_gets_nothing(busy_door: Door):
    tokens = await signed_in(busy_door)
    database = busy_door.database
    async with database.transaction() as tx:
        actor = await identity.actor_of_bearer(tx, KEYS, tokens.access_token)
        await identity.log_out(tx, actor)
        coming = asyncio.create_task(refresh(busy_door, tokens))
        await until_waiting(database)
    with pytest.raises(identity.SessionRevoked):
        await coming


async def test_a_refresh_that_does_not_ask_for_the_logout_succeeds_after_it(busy_door: Door):
    """The control: the same wait, and a rotation that looks at the token alone."""
    tokens = await signed_in(busy_door)
    database = busy_door.database

    async def rotate_regardless() -> int:
        async with database.transaction() as tx:
            return await tx.run(
                "UPDATE sessions SET rt_gen = rt_gen + 1 WHERE id = %(id)s AND rt_gen = 0",
                id=tokens.session_id,
            )

    async with database.transaction() as tx:
        actor = await identity.actor_of_bearer(tx, KEYS, tokens.access_token)
        await identity.log_out(tx, actor)
        coming = asyncio.create_task(rotate_regardless())
        await until_waiting(database)
    assert await coming == 1


async def test_a_login_waits_for_a_logout_everywhere_and_survives_it_as_a_new_one(
    busy_door: Door,
):
    first = await busy_door.sign_in()
    await busy_door.ask(ASHA)
    database = busy_door.database
    async with database.transaction() as tx:
        await identity.log_out_everywhere(tx, await busy_door.actor(first.secret))
        coming = asyncio.create_task(busy_door.answer(typed(busy_door.code)))
        await until_waiting(database)
    with pytest.raises(identity.SessionRevoked):
        await coming
    again = await busy_door.answer(typed(busy_door.code))
    assert (await busy_door.actor(again.secret)).user_id == first.person.id


async def test_two_first_addresses_at_once_leave_one_default(pooled: Database):
    async with pooled.transaction() as tx:
        asha = await a_person(tx)
    draft = identity.AddressDraft(
        name="Asha Rao",
        phone=ASHA,
        line1="12, 3rd Cross",
        city="Bengaluru",
        state="Karnataka",
        pincode="560038",
    )

    async def add() -> identity.Address:
        async with pooled.transaction() as tx:
            return await identity.add_address(tx, asha, draft)

    added = await all_at_once(20, add)
    assert [each.is_default for each in added].count(True) == 1


async def rotate(tx: Transaction, tokens: Tokens) -> RefreshToken:
    """A refresh's own statement, in a transaction that stays open; the successor."""
    token = refresh_token_of(tokens.refresh_token)
    assert token is not None
    successor = token.successor(KEYS, KEYS.newest)
    rotation = Rotation(
        session_id=token.session_id,
        presented=token.hash,
        successor=successor.hash,
        kid=KEYS.newest,
        rotation_key=None,
        device=PHONE_APP,
        idle=timedelta(days=30),
        staff_idle=timedelta(minutes=30),
    )
    assert await refreshing.rotate(tx, rotation) is not None
    return successor
