"""An older shop's refresh tokens: taken over as hashes, good once, and nothing of them left."""

import asyncio
from datetime import timedelta

import pytest

from tests.world.people import ASHA, BINA, LAPTOP, PHONE_APP, Door, a_person, tables_with
from zahra.base import ids
from zahra.base.db import Database
from zahra.base.errors import StepUpRequired, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import MovedIn, Refreshing, Tokens

pytestmark = pytest.mark.anyio
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
OLD = "an-older-shops-token-with-enough-in-it"


async def arrive(door: Door, *tokens: str, of: str = ASHA, life: timedelta = 60 * DAY) -> None:
    """Put tokens where an older shop would, for somebody who has moved in already."""
    async with door.database.transaction() as tx:
        await a_person(tx, of)
        for token in tokens:
            await tx.run(
                """
                INSERT INTO legacy_refresh_tokens (token, identifier, created_at, expires_at)
                VALUES (%(token)s, %(of)s, %(begun)s, %(until)s)
                """,
                token=token,
                of=of,
                begun=tx.now - 9 * DAY,
                until=tx.now + life,
            )


async def move(door: Door, batch: int = 5000) -> MovedIn:
    return await identity.move_in_tokens(door.database, batch=batch)


async def refresh(door: Door, token: str, device: identity.Device = PHONE_APP) -> Tokens:
    asked = Refreshing(token, device=device)
    return await identity.refresh_session(door.database, door.keys, asked, policy=door.policy)


async def count(database: Database, table: str) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value(f"SELECT count(*) FROM {table}")


async def test_an_old_token_is_good_and_comes_back_new(door: Door):
    await arrive(door, OLD)
    assert await move(door) == MovedIn(1, 0)
    tokens = await refresh(door, OLD)
    assert tokens.refresh_token.startswith("zrt1.")
    async with door.database.snapshot() as snapshot:
        actor = await identity.actor_of_bearer(snapshot, door.keys, tokens.access_token)
        assert (await identity.person(snapshot, actor)).phone == ASHA
    assert (await refresh(door, tokens.refresh_token)).session_id == tokens.session_id


async def test_an_old_token_is_good_once(door: Door):
    await arrive(door, OLD)
    await move(door)
    tokens = await refresh(door, OLD)
    door.database.ahead += 31 * SECOND
    with pytest.raises(identity.RefreshReused):
        await refresh(door, OLD)
    with pytest.raises(identity.SessionRevoked):
        await refresh(door, tokens.refresh_token)


async def test_a_lost_answer_to_an_old_token_is_given_again(door: Door):
    await arrive(door, OLD)
    await move(door)
    first = await refresh(door, OLD)
    assert (await refresh(door, OLD)).refresh_token == first.refresh_token
    with pytest.raises(identity.RefreshReused):
        await refresh(door, OLD, device=LAPTOP)


async def test_an_old_token_has_a_week_to_be_used(door: Door):
    """After that the older shop's backups are worth nothing."""
    await arrive(door, OLD, OLD + "2")
    await move(door)
    door.database.ahead += 7 * DAY - SECOND
    tokens = await refresh(door, OLD)
    door.database.ahead += 2 * SECOND
    with pytest.raises(identity.SessionExpired):
        await refresh(door, OLD + "2")
    door.database.ahead += 20 * DAY
    assert (await refresh(door, tokens.refresh_token)).session_id == tokens.session_id


async def test_an_old_token_is_no_fresh_proof(door: Door):
    await arrive(door, OLD)
    await move(door)
    tokens = await refresh(door, OLD)
    async with door.database.snapshot() as snapshot:
        actor = await identity.actor_of_bearer(snapshot, door.keys, tokens.access_token)
        with pytest.raises(StepUpRequired):
            actor.must_be_fresh(snapshot.now)


async def test_what_cannot_live_on_is_refused_and_gone_too(door: Door):
    await arrive(door, OLD, OLD, "x" * 21)
    await arrive(door, OLD + " of yesterday", life=-DAY)
    await arrive(door, OLD + " of Bina", of=BINA)
    async with door.database.transaction() as tx:
        await tx.run("UPDATE legacy_refresh_tokens SET identifier = '+919999999999'"
                     " WHERE identifier = %(of)s", of=BINA)  # fmt: skip
    assert await move(door) == MovedIn(1, 4)
    for token in ("x" * 21, OLD + " of yesterday", OLD + " of Bina"):
        with pytest.raises(identity.RefreshInvalid):
            await refresh(door, token)
    assert await count(door.database, "legacy_refresh_tokens") == 0


async def test_a_closed_accounts_tokens_are_refused(door: Door):
    await arrive(door, OLD)
    async with door.database.transaction() as tx:
        await tx.run("UPDATE users SET status = 'disabled'")
    assert await move(door) == MovedIn(0, 1)


async def test_no_token_stands_anywhere_afterwards(busy_door: Door):
    tokens = [f"{OLD}-{n}" for n in range(5)]
    await arrive(busy_door, *tokens)
    await move(busy_door)
    assert [await tables_with(busy_door.database, token) for token in tokens] == [[]] * 5


async def test_a_session_id_that_is_not_the_tokens_is_refused(door: Door):
    await arrive(door, OLD)
    await move(door)
    asked = Refreshing(OLD, session_id=ids.new())
    with pytest.raises(identity.RefreshInvalid):
        await identity.refresh_session(door.database, door.keys, asked, policy=door.policy)
    assert await refresh(door, OLD)


async def test_a_run_that_broke_off_goes_on_where_it_was(
    busy_door: Door, monkeypatch: pytest.MonkeyPatch
):
    """What a killed run had not committed is still there; what it had is not done twice."""
    await arrive(busy_door, *(f"{OLD}-{n}" for n in range(7)))

    class Killed(BaseException):
        pass

    def killed(taken: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        await identity.move_in_tokens(busy_door.database, batch=3, told=killed)
    assert await count(busy_door.database, "legacy_refresh_tokens") == 4
    assert await move(busy_door, batch=3) == MovedIn(4, 0)
    assert await count(busy_door.database, "sessions") == 7


async def test_two_runs_at_once_share_the_work(busy_door: Door):
    await arrive(busy_door, *(f"{OLD}-{n}" for n in range(40)))
    done = await asyncio.gather(*(move(busy_door, batch=5) for _ in range(2)))
    assert sum(each.moved for each in done) == 40
    assert await count(busy_door.database, "sessions") == 40
    assert await count(busy_door.database, "legacy_refresh_tokens") == 0


async def test_an_invented_token_is_still_nobodys(door: Door):
    await arrive(door, OLD)
    await move(door)
    with pytest.raises(Unauthenticated):
        await refresh(door, OLD + "!")
