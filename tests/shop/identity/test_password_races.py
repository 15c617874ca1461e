"""A new password and an old one at the same moment. Each race has its twin without the guard."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.shop.identity.test_races import all_at_once
from tests.world.passwords import ANOTHER, SECRET, Locksmith
from tests.world.people import BINA, PHONE_APP, Door
from tests.world.waiting import until_waiting
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop import identity
from zahra.shop.identity import (
    InvalidCredentials,
    PasswordsBusy,
    ResetInvalid,
    SessionKind,
    SignedIn,
)
from zahra.shop.identity.identifiers import identifier_of
from zahra.shop.identity.model import Account, RevokeReason
from zahra.shop.identity.passwords import hashing, store
from zahra.shop.identity.passwords.proving import TypedPassword, prove_password_of
from zahra.shop.identity.passwords.setting import set_password
from zahra.shop.identity.sessions.store.others import end_others
from zahra.shop.identity.sessions.store.sessions import NewSession, add_session

pytestmark = pytest.mark.anyio


@pytest.fixture
async def smith(busy_door: Door) -> Locksmith:
    smith = Locksmith.at(busy_door)
    await smith.give(BINA)
    return smith


async def alive(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT count(*) FROM sessions WHERE revoked_at IS NULL")


async def reset_under_way(smith: Locksmith, coming: Any) -> Any:
    """Start `coming` while a reset's transaction is open, and let that commit; what came of it."""
    new = await hashing.stretch(ANOTHER)
    database = smith.database
    async with database.transaction() as tx:
        found = await store.credentials_of(tx, identifier_of(BINA))
        assert found is not None
        await set_password(tx, found.id, new)
        await end_others(tx, found.id, keep=None, reason=RevokeReason.PASSWORD_RESET)
        waiting = asyncio.create_task(coming)
        await until_waiting(database)
    return await waiting


async def test_a_login_that_compared_the_old_password_waits_for_the_reset_and_gets_nothing(
    smith: Locksmith,
):
    with pytest.raises(InvalidCredentials):
        await reset_under_way(smith, smith.log_in(SECRET))
    assert await alive(smith.database) == 0


async def test_a_login_that_asks_no_more_once_it_has_compared_survives_the_reset(
    smith: Locksmith,
):
    """The control: the same wait, and a session of whoever it was, as they are after it."""
    typed = TypedPassword(SECRET, identifier_of(BINA), PHONE_APP)
    proven = await prove_password_of(smith.database, typed, policy=smith.door.policy)
    survivor = await reset_under_way(smith, enter_regardless(smith.database, proven.account))
    assert await alive(smith.database) == 1
    assert (await smith.door.actor(survivor)).user_id == proven.account.id


async def enter_regardless(database: Database, account: Account) -> str:
    """A session's secret, without asking whether the password or the epoch still is the same."""
    secret, day = ids.token(), timedelta(days=1)
    async with database.transaction() as tx:
        epoch = await tx.value(
            "UPDATE users SET last_login_at = %(now)s RETURNING auth_epoch", now=tx.now
        )
        new = NewSession(
            ids.new(),
            SessionKind.WEB,
            ("pwd",),
            tx.now + day,
            tx.now + day,
            secret_hash=ids.token_hash(secret),
        )
        await add_session(tx, new, replace(account, auth_epoch=epoch), device=PHONE_APP)
    return secret


async def test_a_second_factor_is_not_asked_for_with_a_password_that_was_reset_meanwhile(
    smith: Locksmith,
):
    async with smith.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{viewer}'")
    with pytest.raises(InvalidCredentials):
        await reset_under_way(smith, smith.log_in(SECRET))
    async with smith.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT count(*) FROM ceremonies") == 0


async def test_of_twenty_who_use_one_link_one_sets_the_password(smith: Locksmith):
    await smith.ask_reset()
    await smith.work()
    token = smith.token
    words = iter(f"river lamp number {n:03}" for n in range(20))
    outcomes = await all_at_once(20, lambda: smith.reset(next(words), token=token))
    assert outcomes.count(None) == 1
    refused = [each for each in outcomes if each is not None]
    assert all(isinstance(each, ResetInvalid | PasswordsBusy) for each in refused)
    async with smith.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT auth_epoch FROM users") == 1


async def failures_after(smith: Locksmith, guesses: int) -> int:
    """How many of so many wrong passwords at once were compared. On a machine that has more to do
    some are told to come back."""
    outcomes = await all_at_once(guesses, lambda: smith.log_in(ANOTHER))
    assert all(isinstance(each, InvalidCredentials | PasswordsBusy) for each in outcomes)
    async with smith.database.snapshot() as snapshot:
        return await snapshot.value("SELECT failed_in_a_row FROM passwords")


async def test_of_fifty_guesses_at_once_five_at_most_are_compared(smith: Locksmith):
    smith.door.policy = identity.Policy()
    assert 0 < await failures_after(smith, 50) <= 5


async def test_more_guesses_at_once_are_compared_where_none_is_counted(smith: Locksmith):
    """The control: the same crowd with the limits off."""
    assert await failures_after(smith, 50) > 5


async def test_right_logins_at_once_are_a_session_each(smith: Locksmith):
    outcomes = await all_at_once(20, smith.log_in)
    signed_in = [each for each in outcomes if isinstance(each, SignedIn)]
    assert len(signed_in) == await alive(smith.database) > 5
