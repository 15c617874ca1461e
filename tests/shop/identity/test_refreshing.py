"""Refresh tokens rotate; honest repeats get the same answer, stolen ones end the session."""

from datetime import timedelta

import pytest

from tests.world.people import ASHA, KEYS, LAPTOP, PHONE_APP, Door, tables_with
from zahra.base import ids
from zahra.base.db import Database
from zahra.base.errors import TooMany, Unauthenticated
from zahra.base.keys import Keys
from zahra.shop import identity
from zahra.shop.identity import Refreshing, SessionKind, Tokens
from zahra.shop.identity.sessions.refresh_tokens import (
    RefreshToken,
    first_refresh_token,
    refresh_token_of,
)
from zahra.shop.identity.sessions.refreshing import _classify
from zahra.shop.identity.sessions.token_pairs import Issuing

pytestmark = pytest.mark.anyio
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


async def signed_in(door: Door) -> Tokens:
    tokens = (await door.sign_in(ASHA, kind=SessionKind.API)).tokens
    assert tokens is not None
    return tokens


async def refresh(
    door: Door,
    tokens: Tokens | str,
    *,
    key: str | None = None,
    device: identity.Device = PHONE_APP,
) -> Tokens:
    token = tokens if isinstance(tokens, str) else tokens.refresh_token
    asked = Refreshing(token, rotation_key=key, device=device)
    return await identity.refresh_session(door.database, door.keys, asked, policy=door.policy)


async def ending(database: Database) -> str | None:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT revoke_reason FROM sessions ORDER BY id LIMIT 1")


async def is_alive(door: Door, tokens: Tokens) -> bool:
    async with door.database.snapshot() as snapshot:
        try:
            await identity.actor_of_bearer(snapshot, door.keys, tokens.access_token)
        except Unauthenticated:
            return False
        return True


async def test_a_refresh_gives_the_next_pair_of_the_same_session(door: Door):
    first = await signed_in(door)
    second = await refresh(door, first)
    third = await refresh(door, second)
    assert len({first.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert first.session_id == second.session_id == third.session_id
    assert not second.is_replay
    assert await is_alive(door, third)


async def test_a_refresh_token_has_a_prefix_that_scanners_know(door: Door):
    prefix, session, secret = (await signed_in(door)).refresh_token.split(".")
    assert (prefix, len(session), len(secret)) == ("zrt1", 22, 43)


async def test_no_token_stands_anywhere(busy_door: Door):
    first = await signed_in(busy_door)
    second = await refresh(busy_door, first)
    for tokens in (first, second):
        for secret in (tokens.access_token, tokens.refresh_token.split(".")[2]):
            assert await tables_with(busy_door.database, secret) == []


async def test_a_lost_answer_is_given_again_within_thirty_seconds(door: Door):
    first = await signed_in(door)
    second = await refresh(door, first)
    door.database.ahead += 29 * SECOND
    again = await refresh(door, first)
    assert (again.refresh_token, again.is_replay) == (second.refresh_token, True)
    assert (await refresh(door, second)).refresh_token != second.refresh_token


async def test_without_the_grace_a_lost_answer_would_log_its_owner_out(door: Door):
    """The control: the same repeat where none is allowed."""
    door.policy = identity.Policy(grace=-SECOND)
    first = await signed_in(door)
    await refresh(door, first)
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first)


async def test_after_thirty_seconds_the_old_token_ends_the_session(door: Door):
    first = await signed_in(door)
    second = await refresh(door, first)
    door.database.ahead += 31 * SECOND
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first)
    assert await ending(door.database) == "refresh_reuse"
    assert not await is_alive(door, second)
    with pytest.raises(identity.SessionRevoked):
        await refresh(door, second)


async def test_with_the_same_rotation_key_the_answer_is_given_again_for_a_day(door: Door):
    first = await signed_in(door)
    second = await refresh(door, first, key="a key kept by the phone")
    door.database.ahead += DAY - MINUTE
    again = await refresh(door, first, key="a key kept by the phone", device=LAPTOP)
    assert again.refresh_token == second.refresh_token
    door.database.ahead += 2 * MINUTE
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first, key="a key kept by the phone")


async def test_with_another_rotation_key_it_is_reuse(door: Door):
    first = await signed_in(door)
    await refresh(door, first, key="mine")
    door.database.ahead += 10 * MINUTE
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first, key="another")
    assert await ending(door.database) == "refresh_reuse"


async def test_a_token_from_before_the_last_one_is_reuse_even_at_once(door: Door):
    first = await signed_in(door)
    await refresh(door, await refresh(door, first))
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first)


async def test_a_repeat_from_another_browser_is_reuse_even_at_once(door: Door):
    first = await signed_in(door)
    await refresh(door, first)
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first, device=LAPTOP)


async def test_a_browser_that_was_updated_since_login_is_still_the_same(door: Door):
    first = await signed_in(door)
    await refresh(door, first, device=LAPTOP)
    assert (await refresh(door, first, device=LAPTOP)).is_replay


async def test_after_twenty_repeats_it_is_reuse(door: Door):
    first = await signed_in(door)
    await refresh(door, first)
    for _ in range(20):
        await refresh(door, first)
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first)


async def test_a_session_refreshes_thirty_times_a_minute_and_loses_nothing_by_one_more(door: Door):
    tokens = await signed_in(door)
    for _ in range(30):
        tokens = await refresh(door, tokens, key="mine")
    door.database.ahead += SECOND
    with pytest.raises(TooMany) as refused:
        await refresh(door, tokens, key="mine")
    assert refused.value.retry_after == 5
    assert await is_alive(door, tokens)
    door.database.ahead += 2 * SECOND
    assert not (await refresh(door, tokens)).is_replay


async def test_repeats_are_spent_like_the_first(door: Door):
    first = await signed_in(door)
    second = await refresh(door, first, key="mine")
    for _ in range(29):
        await refresh(door, first, key="mine")
    with pytest.raises(TooMany):
        await refresh(door, first, key="mine")
    assert await is_alive(door, second)


async def test_strangers_spend_nothing_of_a_session(door: Door):
    tokens = await signed_in(door)
    invented = first_refresh_token(tokens.session_id).text
    for _ in range(40):
        with pytest.raises(identity.RefreshInvalid):
            await refresh(door, invented)
    assert not (await refresh(door, tokens)).is_replay


async def test_one_session_spends_nothing_of_another(door: Door):
    door.policy = identity.Policy(refreshes_per_minute=1)
    first = await signed_in(door)
    door.database.ahead += MINUTE
    second = await signed_in(door)
    for tokens in (first, second):
        assert not (await refresh(door, tokens)).is_replay


async def test_a_stolen_token_is_seen_however_busy_its_session_is(door: Door):
    door.policy = identity.Policy(refreshes_per_minute=2)
    first = await signed_in(door)
    third = await refresh(door, await refresh(door, first))
    with pytest.raises(TooMany):
        await refresh(door, third)
    with pytest.raises(identity.RefreshReused):
        await refresh(door, first)
    assert await ending(door.database) == "refresh_reuse"


async def test_with_limits_off_a_session_refreshes_as_often_as_it_likes(door: Door):
    door.policy = identity.Policy(refreshes_per_minute=1, limits_off=True)
    tokens = await signed_in(door)
    for _ in range(3):
        tokens = await refresh(door, tokens)


async def test_a_token_that_was_never_issued_ends_nothing(door: Door):
    """Otherwise whoever learns a session's id could log its owner out."""
    tokens = await signed_in(door)
    invented = first_refresh_token(tokens.session_id).text
    unknown_session = first_refresh_token(ids.new()).text
    shuffled = tokens.refresh_token[:-4] + "AAAA"
    for token in (
        invented,
        unknown_session,
        shuffled,
        "",
        "zrt1..",
        "x" * 100_000,
        "zrt1.\ud800.a",
    ):
        with pytest.raises(identity.RefreshInvalid):
            await refresh(door, token)
    assert await ending(door.database) is None
    assert await is_alive(door, tokens)


async def test_a_session_id_that_is_not_the_tokens_is_refused(door: Door):
    tokens = await signed_in(door)
    asked = Refreshing(tokens.refresh_token, session_id=ids.new())
    with pytest.raises(identity.RefreshInvalid):
        await identity.refresh_session(door.database, door.keys, asked)
    assert not (await refresh(door, tokens)).is_replay


async def test_an_idle_session_is_refused_as_expired(door: Door):
    tokens = await signed_in(door)
    door.database.ahead += 30 * DAY
    with pytest.raises(identity.SessionExpired):
        await refresh(door, tokens)
    assert await ending(door.database) is None


async def test_refreshing_keeps_a_session_alive_for_ninety_days_at_most(door: Door):
    tokens = await signed_in(door)
    for _ in range(3):
        door.database.ahead += 29 * DAY
        tokens = await refresh(door, tokens)
    door.database.ahead += 3 * DAY
    with pytest.raises(identity.SessionExpired):
        await refresh(door, tokens)


async def test_after_a_logout_nothing_is_refreshed(door: Door):
    tokens = await signed_in(door)
    async with door.database.transaction() as tx:
        actor = await identity.actor_of_bearer(tx, door.keys, tokens.access_token)
        await identity.log_out(tx, actor)
    with pytest.raises(identity.SessionRevoked):
        await refresh(door, tokens)
    assert await ending(door.database) == "logout"


async def test_a_closed_account_refreshes_nothing_and_raises_no_alarm(door: Door):
    tokens = await signed_in(door)
    async with door.database.transaction() as tx:
        await tx.run("UPDATE users SET status = 'disabled'")
    with pytest.raises(identity.SessionRevoked):
        await refresh(door, tokens)
    assert await ending(door.database) is None


async def test_a_second_reuse_within_a_day_ends_all_sessions_of_the_user(door: Door):
    door.policy = identity.Policy(limits_off=True)
    web = await door.sign_in(ASHA)
    for _ in range(2):
        assert (await door.actor(web.secret)).user_id == web.person.id
        stolen = await signed_in(door)
        await refresh(door, await refresh(door, stolen))
        with pytest.raises(identity.RefreshReused):
            await refresh(door, stolen)
    with pytest.raises(Unauthenticated):
        await door.actor(web.secret)


async def test_a_newer_key_between_a_lost_answer_and_its_repeat_changes_nothing(door: Door):
    first = await signed_in(door)
    second = await refresh(door, first)
    door.keys = Keys(["a newer key for tests, long enough to be one", KEYS._masters[0]])
    assert (await refresh(door, first)).refresh_token == second.refresh_token
    third = await refresh(door, second)
    assert (await refresh(door, second)).refresh_token == third.refresh_token


async def test_a_repeat_after_its_key_is_gone_ends_nothing(door: Door):
    first = await signed_in(door)
    await refresh(door, first)
    door.keys = Keys(["a newer key for tests, long enough to be one"])
    with pytest.raises(identity.RefreshInvalid):
        await refresh(door, first)
    assert await ending(door.database) is None


async def test_a_user_let_in_again_just_then_is_not_taken_for_a_thief(door: Door):
    """The token is current: whatever kept it from rotating, it was not used before."""
    tokens = await signed_in(door)
    token = refresh_token_of(tokens.refresh_token)
    assert token is not None
    async with door.database.transaction() as tx:
        issuing = Issuing(KEYS, door.policy, tx.now)
        outcome = await _classify(tx, issuing, token, Refreshing(tokens.refresh_token))
    assert isinstance(outcome, identity.RefreshInvalid)
    assert await ending(door.database) is None


async def test_proving_a_session_anew_begins_a_new_chain(door: Door):
    """A thief of the old chain has nothing, and cannot end the owner's new one either."""
    old = await signed_in(door)
    door.database.ahead += MINUTE
    await door.ask(ASHA)
    asked = identity.VerifyingCode(ASHA, door.code, SessionKind.API, session_id=old.session_id)
    new = (await door.answer(asked)).tokens
    assert new is not None
    assert new.session_id == old.session_id
    with pytest.raises(identity.RefreshInvalid):
        await refresh(door, old)
    assert await is_alive(door, await refresh(door, new))


def test_a_tokens_successor_depends_on_key_session_and_secret():
    token = first_refresh_token(ids.new())
    other_keys = Keys(["another key for tests, long enough too"])
    successors = {
        token.successor(KEYS, KEYS.newest).secret,
        token.successor(other_keys, other_keys.newest).secret,
        RefreshToken(ids.new(), token.secret).successor(KEYS, KEYS.newest).secret,
        first_refresh_token(token.session_id).successor(KEYS, KEYS.newest).secret,
    }
    assert len(successors) == 4
