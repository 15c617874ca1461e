"""Sessions ended by staff, counted, and shorter for staff."""

from datetime import timedelta

import pytest

from tests.world.people import ASHA, BINA, LAPTOP, PHONE_APP, Door, a_person
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Forbidden, NotFound, ShopError, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import Refreshing, SessionKind, SigningIn

pytestmark = pytest.mark.anyio
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def clerk(*permissions: Permission) -> Actor:
    return Actor(Kind.STAFF, ids.new(), name="Sam", permissions=frozenset(permissions))


async def make_staff(tx: Transaction, identifier: str) -> identity.Account:
    """Somebody with a role, without the ceremony of an enrolment."""
    person = await a_person(tx, identifier)
    await tx.run("UPDATE users SET roles = '{support}' WHERE id = %(id)s", id=person.user_id)
    account, _ = await identity.find_or_create_user(tx, identity.identifier_of(identifier))
    return account


async def enter(door: Door, account: identity.Account, kind: SessionKind) -> identity.SignedIn:
    async with door.database.transaction() as tx:
        signing = SigningIn(kind, ("pwd", "otp", "mfa"), device=PHONE_APP)
        return await identity.sign_in(tx, door.keys, account, signing, policy=door.policy)


async def reasons(door: Door) -> list[str]:
    async with door.database.snapshot() as snapshot:
        return await snapshot.values(
            "SELECT coalesce(revoke_reason, 'alive') FROM sessions ORDER BY created_at, id"
        )


async def test_staff_end_every_session_of_a_customer_and_it_is_written_down(door: Door):
    door.policy = identity.Policy(limits_off=True)
    web = await door.sign_in(ASHA)
    program = (await door.sign_in(ASHA, kind=SessionKind.API)).tokens
    assert program is not None
    await door.sign_in(BINA)
    sam = clerk(Permission.CUSTOMERS_WRITE)
    async with door.database.transaction() as tx:
        assert await identity.end_sessions_of(tx, sam, web.person.id) == 2
    assert await reasons(door) == ["revoked_by_admin"] * 2 + ["alive"]
    with pytest.raises(Unauthenticated):
        await door.actor(web.secret)
    with pytest.raises(identity.SessionRevoked):
        await identity.refresh_session(door.database, door.keys, Refreshing(program.refresh_token))
    async with door.database.snapshot() as snapshot:
        noted = await snapshot.values(
            "SELECT concat_ws(' ', actor_name, action, subject, detail) FROM audit_log"
        )
    assert noted == [f'Sam sessions.ended user:{web.person.id} {{"ended": 2}}']


async def test_a_login_that_was_proved_before_opens_nothing_after(door: Door):
    signed_in = await door.sign_in(ASHA)
    async with door.database.transaction() as tx:
        before, _ = await identity.find_or_create_user(tx, identity.identifier_of(ASHA))
        await identity.end_sessions_of(tx, clerk(Permission.CUSTOMERS_WRITE), signed_in.person.id)
        signing = SigningIn(SessionKind.WEB, ("sms",))
        with pytest.raises(identity.SessionRevoked):
            await identity.sign_in(tx, door.keys, before, signing, policy=door.policy)
    assert await reasons(door) == ["revoked_by_admin"]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (clerk(), Forbidden),
        (clerk(Permission.CUSTOMERS_READ), Forbidden),
        (Actor(Kind.SHOPPER, ids.new()), Forbidden),
        (Actor(Kind.GUEST), Unauthenticated),
    ],
)
async def test_nobody_else_ends_them(door: Door, who: Actor, refusal: type[ShopError]):
    signed_in = await door.sign_in(ASHA)
    async with door.database.transaction() as tx:
        with pytest.raises(refusal):
            await identity.end_sessions_of(tx, who, signed_in.person.id)
    assert await reasons(door) == ["alive"]


async def test_nobodys_sessions_are_not_found(door: Door):
    async with door.database.transaction() as tx:
        with pytest.raises(NotFound):
            await identity.end_sessions_of(tx, clerk(Permission.CUSTOMERS_WRITE), ids.new())


async def test_staffs_sessions_are_ended_by_those_who_manage_staff(door: Door):
    async with door.database.transaction() as tx:
        sam = await make_staff(tx, BINA)
    await enter(door, sam, SessionKind.ADMIN)
    support = clerk(Permission.CUSTOMERS_WRITE)
    owner = clerk(Permission.CUSTOMERS_WRITE, Permission.STAFF_WRITE)
    async with door.database.transaction() as tx:
        with pytest.raises(Forbidden):
            await identity.end_sessions_of(tx, support, sam.id)
        assert await identity.end_sessions_of(tx, owner, sam.id) == 1


async def is_alive(door: Door, opened: identity.SignedIn) -> bool:
    async with door.database.snapshot() as snapshot:
        try:
            if opened.tokens is None:
                await identity.recognise_cookie(
                    snapshot, opened.secret or "", kind=SessionKind.ADMIN
                )
            else:
                actor = await identity.actor_of_bearer(
                    snapshot, door.keys, opened.tokens.access_token
                )
                assert actor.kind is Kind.STAFF
        except Unauthenticated:
            return False
    return True


async def test_a_staff_session_that_is_not_used_is_over_after_half_an_hour(door: Door):
    async with door.database.transaction() as tx:
        sam = await make_staff(tx, BINA)
    admin = await enter(door, sam, SessionKind.ADMIN)
    door.database.ahead += 29 * MINUTE
    assert await is_alive(door, admin)
    door.database.ahead += MINUTE
    assert not await is_alive(door, admin)


@pytest.mark.parametrize(
    ("made", "came_as"),
    [(SessionKind.ADMIN, SessionKind.WEB), (SessionKind.WEB, SessionKind.ADMIN)],
)
async def test_a_secret_opens_nothing_in_the_cookie_of_another_kind(
    door: Door, made: SessionKind, came_as: SessionKind
):
    async with door.database.transaction() as tx:
        sam = await make_staff(tx, BINA)
    secret = (await enter(door, sam, made)).secret or ""
    async with door.database.snapshot() as snapshot:
        assert (await identity.actor_of_cookie(snapshot, secret, kind=made)).user_id == sam.id
        with pytest.raises(Unauthenticated):
            await identity.actor_of_cookie(snapshot, secret, kind=came_as)


async def test_a_staff_session_in_use_lives_for_twelve_hours(door: Door):
    async with door.database.transaction() as tx:
        sam = await make_staff(tx, BINA)
    admin = await enter(door, sam, SessionKind.ADMIN)
    for _ in range(28):
        door.database.ahead += 25 * MINUTE
        async with door.database.transaction() as tx:
            actor = await identity.actor_of_cookie(tx, admin.secret or "", kind=SessionKind.ADMIN)
            assert actor.kind is Kind.STAFF
            await identity.touch_session(tx, actor, device=LAPTOP)
    door.database.ahead += 21 * MINUTE
    assert not await is_alive(door, admin)


async def test_refreshing_gives_staffs_programs_no_longer_life_than_their_browsers(door: Door):
    async with door.database.transaction() as tx:
        sam = await make_staff(tx, BINA)
    tokens = (await enter(door, sam, SessionKind.API)).tokens
    assert tokens is not None
    for _ in range(2):
        door.database.ahead += 20 * MINUTE
        tokens = await identity.refresh_session(
            door.database, door.keys, Refreshing(tokens.refresh_token, device=PHONE_APP)
        )
    door.database.ahead += 30 * MINUTE
    with pytest.raises(identity.SessionExpired):
        await identity.refresh_session(
            door.database, door.keys, Refreshing(tokens.refresh_token, device=PHONE_APP)
        )


async def test_a_role_that_is_taken_away_is_gone_with_the_next_request(door: Door):
    async with door.database.transaction() as tx:
        sam = await make_staff(tx, BINA)
    admin = await enter(door, sam, SessionKind.ADMIN)
    assert (await door.actor(admin.secret, SessionKind.ADMIN)).may(Permission.CUSTOMERS_WRITE)
    async with door.database.transaction() as tx:
        await tx.run("UPDATE users SET roles = '{viewer}' WHERE id = %(id)s", id=sam.id)
    actor = await door.actor(admin.secret, SessionKind.ADMIN)
    assert not actor.may(Permission.CUSTOMERS_WRITE)
    assert actor.may(Permission.ORDERS_READ)


async def test_a_fourth_session_of_staff_ends_the_least_recently_used(door: Door):
    async with door.database.transaction() as tx:
        sam = await make_staff(tx, BINA)
    for _ in range(4):
        await enter(door, sam, SessionKind.ADMIN)
        door.database.ahead += MINUTE
    assert await reasons(door) == ["session_limit"] + ["alive"] * 3
