"""A cookie's secret changes every day, and at once with a proof. A lost answer logs nobody out; of
two who hold one secret only one goes on."""

import asyncio
from datetime import timedelta

import pytest

from tests.world.people import ASHA, BINA, LAPTOP, Door, tables_with
from zahra.base.actors import GUEST, Actor
from zahra.base.db import Database, Transaction
from zahra.base.errors import Unauthenticated
from zahra.shop import identity
from zahra.shop.identity.sessions.store import secrets

pytestmark = pytest.mark.anyio
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def come(door: Door, secret: str | None) -> str | None:
    """A request with this cookie, as the web makes it: the new secret it is answered with, if any.

    Raises Unauthenticated.
    """
    assert secret is not None
    async with door.database.transaction() as tx:
        found = await identity.recognise_cookie(tx, secret, policy=door.policy)
        return await identity.tend_session(
            tx, found.actor, found.chores, secret=secret, device=LAPTOP, policy=door.policy
        )


async def is_good(door: Door, secret: str | None) -> bool:
    try:
        await door.actor(secret)
    except Unauthenticated:
        return False
    return True


async def a_renewed_session(door: Door) -> tuple[str, str]:
    """The secret of yesterday's login, and the one that has just taken its place."""
    first = (await door.sign_in()).secret
    door.database.ahead += DAY
    second = await come(door, first)
    assert first is not None
    assert second is not None
    return first, second


async def test_a_secret_stays_for_a_day(door: Door):
    first = (await door.sign_in()).secret
    door.database.ahead += DAY - MINUTE
    assert await come(door, first) is None


async def test_after_a_day_the_browser_is_given_another(door: Door):
    first, second = await a_renewed_session(door)
    assert len(second) == 43
    assert first != second
    before, after = await door.actor(first), await door.actor(second)
    assert before.session_id == after.session_id
    assert await come(door, second) is None


async def test_a_new_secret_stands_nowhere(busy_door: Door):
    _, second = await a_renewed_session(busy_door)
    assert await tables_with(busy_door.database, second) == []


async def test_requests_at_once_are_all_answered_and_one_hands_over_the_new_secret(
    busy_door: Door,
):
    first = (await busy_door.sign_in()).secret
    busy_door.database.ahead += DAY
    answers = await asyncio.gather(*(come(busy_door, first) for _ in range(50)))
    assert len([secret for secret in answers if secret is not None]) == 1


async def test_without_the_comparison_each_hands_over_another(
    busy_door: Door, monkeypatch: pytest.MonkeyPatch
):
    """The control: the same requests, each renewing whatever stands there by then."""

    async def regardless(tx: Transaction, session_id: object, change: secrets.Change) -> bool:
        sql = "UPDATE sessions SET secret_hash = %(fresh)s WHERE id = %(id)s"
        return bool(await tx.run(sql, fresh=change.fresh, id=session_id))

    monkeypatch.setattr(secrets, "renew_if_old", regardless)
    first = (await busy_door.sign_in()).secret
    busy_door.database.ahead += DAY
    both_have_looked = asyncio.Barrier(2)

    async def come_together() -> str | None:
        async with busy_door.database.snapshot() as snapshot:
            found = await identity.recognise_cookie(snapshot, first or "")
        await both_have_looked.wait()
        async with busy_door.database.transaction() as tx:
            return await identity.tend_session(
                tx, found.actor, found.chores, secret=first, device=LAPTOP
            )

    assert None not in await asyncio.gather(come_together(), come_together())


async def test_once_the_new_secret_is_seen_the_old_one_has_a_minute(door: Door):
    first, second = await a_renewed_session(door)
    await come(door, second)
    door.database.ahead += 59 * SECOND
    assert await come(door, first) is None
    door.database.ahead += 2 * SECOND
    assert not await is_good(door, first)
    assert await is_good(door, second)


async def test_using_the_new_secret_again_gives_the_old_one_no_longer_life(door: Door):
    first, second = await a_renewed_session(door)
    for _ in range(3):
        await come(door, second)
        door.database.ahead += 25 * SECOND
    assert not await is_good(door, first)


async def test_a_lost_answer_is_made_up_for_and_the_lost_secret_dies(door: Door):
    first, lost = await a_renewed_session(door)
    door.database.ahead += 30 * SECOND
    assert await come(door, first) is None  # as if it were still under way
    door.database.ahead += HOUR
    second = await come(door, first)
    assert second not in (None, lost)
    assert not await is_good(door, lost)
    assert await is_good(door, second)


async def test_what_was_lost_again_and_again_is_made_up_for_a_day_and_no_longer(door: Door):
    first, _ = await a_renewed_session(door)
    for _ in range(11):
        door.database.ahead += 2 * HOUR
        assert await come(door, first) is not None
    door.database.ahead += 2 * HOUR
    assert not await is_good(door, first)


async def test_of_two_who_hold_one_secret_one_is_out_a_minute_after_the_change(door: Door):
    """A thief who copied the cookie and its owner: whoever comes with the new one stays."""
    copied, owners = await a_renewed_session(door)
    await come(door, owners)
    door.database.ahead += 61 * SECOND
    with pytest.raises(Unauthenticated):
        await come(door, copied)
    assert await is_good(door, owners)


async def test_a_thief_who_is_first_is_out_when_the_owner_comes(door: Door):
    """The thief takes the new secret and waits; the owner, still with the old one, is given
    another, and the thief's is worth nothing."""
    owners, thiefs = await a_renewed_session(door)
    door.database.ahead += HOUR
    assert await is_good(door, await come(door, owners))
    assert not await is_good(door, thiefs)


async def test_a_login_begins_without_an_older_secret(door: Door):
    first, second = await a_renewed_session(door)
    session_id = (await door.actor(second)).session_id
    await door.ask(ASHA)
    asked = identity.VerifyingCode(ASHA, door.code, identity.SessionKind.WEB, session_id=session_id)
    third = (await door.answer(asked)).secret
    assert [await is_good(door, each) for each in (first, second, third)] == [False, False, True]


async def test_a_proof_changes_the_secret_at_once_and_ends_the_old_one(door: Door):
    first, second = await a_renewed_session(door)
    actor = await door.actor(second)
    third = await renewed(door.database, actor)
    assert [await is_good(door, each) for each in (first, second, third)] == [False, False, True]
    async with door.database.snapshot() as snapshot:
        (await door.actor(third)).must_be_fresh(snapshot.now)


async def renewed(database: Database, actor: Actor) -> str | None:
    async with database.transaction() as tx:
        return await identity.renew_secret(tx, actor)


async def test_a_programs_proof_leaves_its_tokens_as_they_are(door: Door):
    signed_in = await door.sign_in(kind=identity.SessionKind.API)
    assert signed_in.tokens is not None
    door.database.ahead += timedelta(minutes=8)
    async with door.database.snapshot() as snapshot:
        actor = await identity.actor_of_bearer(snapshot, door.keys, signed_in.tokens.access_token)
    assert await renewed(door.database, actor) is None
    async with door.database.snapshot() as snapshot:
        again = await identity.actor_of_bearer(snapshot, door.keys, signed_in.tokens.access_token)
    assert again.proven_at is not None
    assert actor.proven_at is not None
    assert again.proven_at - actor.proven_at >= timedelta(minutes=8)


async def test_a_session_that_is_over_is_given_no_secret(door: Door):
    actor = await door.actor((await door.sign_in(BINA)).secret)
    async with door.database.transaction() as tx:
        await identity.log_out(tx, actor)
    for nobody in (actor, GUEST):
        with pytest.raises(Unauthenticated):
            await renewed(door.database, nobody)
    async with door.database.snapshot() as snapshot:
        assert await snapshot.value("SELECT step_up_at FROM sessions") is None


async def test_a_session_that_ended_meanwhile_is_given_no_secret_by_the_day_either(door: Door):
    first = (await door.sign_in()).secret
    assert first is not None
    door.database.ahead += DAY
    async with door.database.transaction() as tx:
        found = await identity.recognise_cookie(tx, first)
        await identity.log_out(tx, found.actor)
        assert (
            await identity.tend_session(tx, found.actor, found.chores, secret=first, device=LAPTOP)
            is None
        )
