"""What is over is let go of in time: not a day sooner, and never what is still needed."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import psycopg
import pytest

from tests.world.people import ASHA, BINA, PHONE_APP, Door
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.shop import identity
from zahra.shop.identity import Refreshing, SessionKind, Tokens
from zahra.shop.identity.forgetting import jobs, store

pytestmark = pytest.mark.anyio
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def count(database: Database, table: str) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value(f"SELECT count(*) FROM {table}")


async def ends(database: Database) -> list[str]:
    """Why each session ended, and how long after it began."""
    async with database.snapshot() as snapshot:
        return await snapshot.values(
            "SELECT concat_ws(' after ', coalesce(revoke_reason, 'alive'), revoked_at - created_at)"
            " FROM sessions ORDER BY id"
        )


async def a_program(door: Door) -> Tokens:
    tokens = (await door.sign_in(ASHA, kind=SessionKind.API)).tokens
    assert tokens is not None
    return tokens


async def refresh(door: Door, tokens: Tokens) -> Tokens:
    asked = Refreshing(tokens.refresh_token, device=PHONE_APP)
    return await identity.refresh_session(door.database, door.keys, asked, policy=door.policy)


async def test_a_session_that_lay_unused_is_ended_at_the_moment_it_ran_out(door: Door):
    await door.sign_in()
    door.database.ahead += 30 * DAY - MINUTE
    await jobs.forget_what_is_over(door.database)
    assert await ends(door.database) == ["alive"]
    door.database.ahead += 2 * DAY
    await jobs.forget_what_is_over(door.database)
    assert await ends(door.database) == ["idle after 30 days"]


async def test_a_session_in_use_is_ended_as_expired_at_its_greatest_age(door: Door):
    tokens = await a_program(door)
    for _ in range(3):
        door.database.ahead += 29 * DAY
        tokens = await refresh(door, tokens)
    door.database.ahead += 4 * DAY
    await jobs.forget_what_is_over(door.database)
    assert await ends(door.database) == ["expired after 90 days"]


async def test_a_refresh_is_answered_alike_before_and_after_the_end_is_written_down(door: Door):
    tokens = await a_program(door)
    door.database.ahead += 31 * DAY
    for _ in range(2):
        with pytest.raises(identity.SessionExpired):
            await refresh(door, tokens)
        await jobs.forget_what_is_over(door.database)


async def test_why_a_session_was_ended_is_not_written_over(door: Door):
    signed_in = await door.sign_in()
    async with door.database.transaction() as tx:
        await identity.log_out(tx, await door.actor(signed_in.secret))
    before = await ends(door.database)
    assert before[0].startswith("logout after")
    door.database.ahead += 100 * DAY
    await jobs.forget_what_is_over(door.database)
    assert await ends(door.database) == before


async def test_refresh_tokens_are_kept_for_a_month_after_their_session(door: Door):
    tokens = await a_program(door)
    await refresh(door, tokens)
    async with door.database.transaction() as tx:
        actor = await identity.actor_of_bearer(tx, door.keys, tokens.access_token)
        await identity.log_out(tx, actor)
    for ahead, left in ((29 * DAY, 2), (2 * DAY, 0)):
        door.database.ahead += ahead
        await jobs.forget_what_is_over(door.database)
        assert await count(door.database, "refresh_tokens") == left
    with pytest.raises(identity.RefreshInvalid):
        await refresh(door, tokens)


async def test_a_living_sessions_tokens_are_kept_however_old(door: Door):
    """They are what tells a thief's token from an invented one."""
    tokens = await a_program(door)
    for _ in range(2):
        door.database.ahead += 29 * DAY
        tokens = await refresh(door, tokens)
    await jobs.forget_what_is_over(door.database)
    assert await count(door.database, "refresh_tokens") == 3


async def test_codes_are_kept_for_a_month(door: Door):
    await door.ask(ASHA)
    for ahead, left in ((29 * DAY, 1), (2 * DAY, 0)):
        door.database.ahead += ahead
        await jobs.forget_what_is_over(door.database)
        assert await count(door.database, "otp_challenges") == left


async def test_who_was_sent_a_code_is_forgotten_after_two_days_but_not_within_the_day(door: Door):
    await door.ask(BINA)
    for ahead, left in ((DAY, 1), (2 * DAY, 0)):
        door.database.ahead += ahead
        await jobs.forget_what_is_over(door.database)
        assert await count(door.database, "otp_throttle") == left


async def test_a_device_is_forgotten_when_its_cookie_has_run_out(door: Door):
    browser = identity.Device.seen("203.0.113.9", token="a browser's own")
    await door.sign_in(device=browser)
    for ahead, left in ((399 * DAY, 1), (2 * DAY, 0)):
        door.database.ahead += ahead
        await jobs.forget_what_is_over(door.database)
        assert await count(door.database, "user_devices") == left


async def test_the_diary_is_kept_for_400_days_before_its_newest_line(door: Door):
    await door.ask(ASHA)
    door.database.ahead += 399 * DAY
    await door.ask(ASHA)
    await jobs.forget_what_is_over(door.database)
    assert await count(door.database, "auth_events") == 2
    door.database.ahead += 2 * DAY
    await door.ask(ASHA)
    await jobs.forget_what_is_over(door.database)
    assert await count(door.database, "auth_events") == 2


async def test_nobody_can_shorten_the_diary(busy_door: Door):
    await busy_door.ask(ASHA)
    with pytest.raises(psycopg.errors.RaiseException):
        async with busy_door.database.transaction() as tx:
            await tx.run("DELETE FROM auth_events")
    assert await count(busy_door.database, "auth_events") == 1


async def test_much_is_forgotten_a_few_at_a_time(door: Door, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "_BATCH", 2)
    door.policy = identity.Policy(limits_off=True)
    for _ in range(5):
        await door.ask(ASHA)
    door.database.ahead += 31 * DAY
    await jobs.forget_what_is_over(door.database)
    assert await count(door.database, "otp_challenges") == 0


@pytest.mark.parametrize(
    ("table", "sql", "forget"),
    [
        (
            "pending_signups",
            """
            INSERT INTO pending_signups (challenge_id, password_hash, is_contested, expires_at)
            SELECT id, '$argon2id$', false, %(at)s FROM otp_challenges
            """,
            store.forget_signups,
        ),
        (
            "password_resets",
            """
            INSERT INTO password_resets (id, user_id, created_at, expires_at)
            SELECT %(id)s, id, %(at)s, %(at)s FROM users
            """,
            store.forget_resets,
        ),
        (
            "ceremonies",
            """
            INSERT INTO ceremonies (token_hash, kind, challenge, created_at, expires_at)
            VALUES ('x', 'passkey_sign_in', 'x', %(at)s, %(at)s)
            """,
            store.forget_ceremonies,
        ),
        (
            "enrolments",
            """
            INSERT INTO enrolments (token_hash, user_id, roles, salt, kid, created_at, expires_at)
            SELECT 'x', id, '{viewer}', 'x', 'x', %(at)s, %(at)s FROM users
            """,
            store.forget_enrolments,
        ),
    ],
)
async def test_what_was_begun_and_never_ended_is_forgotten(
    door: Door,
    table: str,
    sql: str,
    forget: Callable[[Transaction, datetime, int], Awaitable[int]],
):
    await door.sign_in()
    async with door.database.transaction() as tx:
        await tx.run(sql, at=tx.now, id=ids.new())
        assert await forget(tx, tx.now, 10) == 0
        assert await forget(tx, tx.now + MINUTE, 10) == 1
    assert await count(door.database, table) == 0
