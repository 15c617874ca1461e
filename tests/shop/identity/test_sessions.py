"""Web sessions: an opaque secret, read on every request, over at once when it is over."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from tests.world.people import ASHA, BINA, KEYS, LAPTOP, PHONE_APP, Door, tables_with
from zahra.base import ids
from zahra.base.actors import GUEST, Kind, Permission
from zahra.base.db import Database, Snapshot
from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity.sessions.opening import Opening, open_session

pytestmark = pytest.mark.anyio
T = TypeVar("T")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def reasons(database: Database) -> list[str]:
    async with database.snapshot() as snapshot:
        return await snapshot.values(
            "SELECT coalesce(revoke_reason, 'alive') FROM sessions ORDER BY created_at, id"
        )


async def test_a_cookie_is_its_owner(door: Door):
    signed_in = await door.sign_in()
    actor = await door.actor(signed_in.secret)
    assert actor.kind is Kind.SHOPPER
    assert (actor.user_id, actor.session_id) == (signed_in.person.id, signed_in.session_id)


async def test_the_secret_stands_nowhere(busy_door: Door):
    signed_in = await busy_door.sign_in()
    assert signed_in.secret is not None
    assert len(signed_in.secret) == 43
    assert await tables_with(busy_door.database, signed_in.secret) == []


@pytest.mark.parametrize("secret", ["", "x", "x" * 100_000, "\ud800", "\x00"])
async def test_a_secret_nobody_was_given_is_nobodys(door: Door, secret: str):
    with pytest.raises(Unauthenticated):
        await door.actor(secret)


class Counting(Snapshot):
    """A snapshot that counts what it is asked."""

    asked = 0

    async def row(self, model: type[T], sql: str, **params: Any) -> T | None:
        self.asked += 1
        return await super().row(model, sql, **params)


async def test_a_request_reads_its_session_in_one_statement(door: Door):
    signed_in = await door.sign_in()
    async with door.database.snapshot() as snapshot:
        counting = Counting(snapshot.connection, snapshot.now)
        await identity.actor_of_cookie(counting, signed_in.secret or "")
    assert counting.asked == 1


async def test_an_idle_session_is_over_after_thirty_days(door: Door):
    signed_in = await door.sign_in()
    door.database.ahead += 30 * DAY - HOUR
    await door.actor(signed_in.secret)
    door.database.ahead += HOUR
    with pytest.raises(Unauthenticated):
        await door.actor(signed_in.secret)


async def test_a_session_in_use_lives_on_but_no_longer_than_ninety_days(door: Door):
    signed_in = await door.sign_in()
    for _ in range(3):
        door.database.ahead += 29 * DAY
        actor = await door.actor(signed_in.secret)
        async with door.database.transaction() as tx:
            await identity.touch_session(tx, actor, device=LAPTOP)
    door.database.ahead += 3 * DAY
    with pytest.raises(Unauthenticated):
        await door.actor(signed_in.secret)


async def test_use_is_noted_at_most_once_a_minute(door: Door):
    signed_in = await door.sign_in()
    noted: list[bool] = []
    for _ in range(5):
        door.database.ahead += timedelta(seconds=25)
        async with door.database.transaction() as tx:
            seen = await identity.recognise_cookie(tx, signed_in.secret or "")
            noted.append(seen.chores.note_use)
            before = await last_seen(tx)
            await identity.touch_session(tx, seen.actor, device=LAPTOP)
            assert (await last_seen(tx) != before) is seen.chores.note_use
    assert noted == [False, False, True, False, False]


async def last_seen(snapshot: Snapshot) -> datetime:
    return await snapshot.value("SELECT last_seen_at FROM sessions")


@pytest.mark.parametrize("status", ["disabled", "erased"])
async def test_closing_an_account_ends_its_sessions_at_once(door: Door, status: str):
    signed_in = await door.sign_in()
    async with door.database.transaction() as tx:
        await tx.run("UPDATE users SET status = %(status)s", status=status)
    with pytest.raises(Unauthenticated):
        await door.actor(signed_in.secret)


async def test_a_code_never_makes_staff(door: Door):
    signed_in = await door.sign_in()
    async with door.database.transaction() as tx:
        await tx.run("UPDATE users SET permissions = '{refunds:create}'")
    actor = await door.actor(signed_in.secret)
    assert actor.kind is Kind.SHOPPER
    with pytest.raises(Forbidden):
        actor.must(Permission.REFUNDS_CREATE)


async def test_a_logout_works_at_once_and_is_harmless_twice(door: Door):
    signed_in = await door.sign_in()
    actor = await door.actor(signed_in.secret)
    async with door.database.transaction() as tx:
        assert await identity.log_out(tx, actor) == 1
        assert await identity.log_out(tx, actor) == 0
        assert await identity.log_out(tx, GUEST) == 0
    with pytest.raises(Unauthenticated):
        await door.actor(signed_in.secret)
    assert await reasons(door.database) == ["logout"]


async def test_when_and_why_a_session_ended_is_written_down_once(door: Door):
    signed_in = await door.sign_in()
    actor = await door.actor(signed_in.secret)
    async with door.database.transaction() as tx:
        await identity.log_out(tx, actor)
        before = await tx.value("SELECT revoked_at FROM sessions")
    door.database.ahead += HOUR
    async with door.database.transaction() as tx:
        assert await identity.log_out_everywhere(tx, actor) == 0
        with pytest.raises(NotFound):
            await identity.revoke_session(tx, actor, signed_in.session_id)
        assert await tx.value("SELECT revoked_at FROM sessions") == before
    assert await reasons(door.database) == ["logout"]


async def test_a_logout_everywhere_ends_all_of_mine_and_none_of_others(door: Door):
    door.policy = identity.Policy(limits_off=True)
    mine = [await door.sign_in(ASHA) for _ in range(3)]
    others = await door.sign_in(BINA)
    async with door.database.transaction() as tx:
        assert await identity.log_out_everywhere(tx, await door.actor(mine[0].secret)) == 3
    assert await reasons(door.database) == ["logout_all"] * 3 + ["alive"]
    assert (await door.actor(others.secret)).user_id == others.person.id


async def test_what_was_proved_before_a_logout_everywhere_opens_nothing_after_it(door: Door):
    signed_in = await door.sign_in()
    async with door.database.transaction() as tx:
        before, _ = await identity.find_or_create_user(tx, identity.identifier_of(ASHA))
        await identity.log_out_everywhere(tx, await door.actor(signed_in.secret))
        opening = Opening(identity.SessionKind.WEB, ("sms",))
        with pytest.raises(identity.SessionRevoked):
            await open_session(tx, KEYS, before, opening, policy=door.policy)
    assert await reasons(door.database) == ["logout_all"]


async def test_a_login_does_not_pass_by_a_closing_of_the_account(door: Door):
    async with door.database.transaction() as tx:
        before, _ = await identity.find_or_create_user(tx, identity.identifier_of(ASHA))
        await tx.run("UPDATE users SET status = 'disabled'")
        opening = Opening(identity.SessionKind.WEB, ("sms",))
        with pytest.raises(identity.SessionRevoked):
            await open_session(tx, KEYS, before, opening, policy=door.policy)
    assert await reasons(door.database) == []


async def test_one_sees_ones_living_sessions_without_secrets(door: Door):
    door.policy = identity.Policy(limits_off=True)
    await door.sign_in(BINA)
    phone = await door.sign_in(ASHA, device=PHONE_APP)
    door.database.ahead += HOUR
    laptop = await door.sign_in(ASHA, device=LAPTOP)
    async with door.database.snapshot() as snapshot:
        seen = await identity.sessions_of(snapshot, await door.actor(laptop.secret))
    assert [each.id for each in seen] == [laptop.session_id, phone.session_id]
    assert [each.is_current for each in seen] == [True, False]
    assert [each.ip_area for each in seen] == ["198.51.100.0/24", "203.0.113.0/24"]
    assert [each.device for each in seen] == ["Firefox", "Asha's phone"]


async def test_an_ipv6_address_is_shown_by_its_48(door: Door):
    device = identity.Device.seen("2001:db8:1234:5678::9")
    signed_in = await door.sign_in(device=device)
    async with door.database.snapshot() as snapshot:
        [seen] = await identity.sessions_of(snapshot, await door.actor(signed_in.secret))
    assert seen.ip_area == "2001:db8:1234::/48"


async def test_one_ends_a_session_of_ones_own_and_nobody_elses(door: Door):
    door.policy = identity.Policy(limits_off=True)
    mine, left_open = await door.sign_in(ASHA), await door.sign_in(ASHA)
    binas = await door.sign_in(BINA)
    actor = await door.actor(mine.secret)
    async with door.database.transaction() as tx:
        await identity.revoke_session(tx, actor, left_open.session_id)
        for session_id in (binas.session_id, left_open.session_id, ids.new()):
            with pytest.raises(NotFound):
                await identity.revoke_session(tx, actor, session_id)
    assert await reasons(door.database) == ["alive", "revoked_by_user", "alive"]


async def test_the_twenty_first_session_ends_the_least_recently_used(door: Door):
    door.policy = identity.Policy(limits_off=True)
    opened: list[identity.SignedIn] = []
    for _ in range(20):
        opened.append(await door.sign_in())
        door.database.ahead += timedelta(minutes=2)
    async with door.database.transaction() as tx:
        await identity.touch_session(tx, await door.actor(opened[0].secret), device=LAPTOP)
    door.database.ahead += timedelta(minutes=2)
    await door.sign_in()
    assert await reasons(door.database) == ["alive", "session_limit"] + ["alive"] * 19
