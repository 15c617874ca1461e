"""Roles and closed accounts: from the next request on, by another, and never the last owner."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.people import ASHA, Door
from tests.world.staff import OPERATOR, clerk, owner
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import Forbidden, NotFound, StepUpRequired, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import Role, SessionKind
from zahra.shop.identity.people.store import accounts

pytestmark = pytest.mark.anyio
SAM, RAVI = "sam@zahra.example", "ravi@zahra.example"


def id_of(actor: Actor) -> UUID:
    assert actor.user_id is not None
    return actor.user_id


async def change(door: Door, actor: Actor, whom: Actor, roles: Collection[Role]) -> None:
    async with door.database.transaction() as tx:
        await identity.change_roles(tx, actor, id_of(whom), roles=roles)


async def disable(door: Door, actor: Actor, whom: Actor) -> None:
    async with door.database.transaction() as tx:
        await identity.disable_person(tx, actor, id_of(whom))


async def standing(door: Door, whom: Actor) -> tuple[str, list[str]]:
    async with door.database.snapshot() as snapshot:
        found = await snapshot.values(
            "SELECT status || ' ' || array_to_string(roles, ',') FROM users WHERE id = %(id)s",
            id=whom.user_id,
        )
    status, _, roles = found[0].partition(" ")
    return status, roles.split(",") if roles else []


async def test_a_changed_role_works_at_the_next_request(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.SUPPORT, email=SAM)
    await change(door, meera.actor, sam.actor, [Role.VIEWER])
    now = await door.actor(sam.enrolled.signed_in.secret, identity.SessionKind.ADMIN)
    assert now.permissions == {Permission.ORDERS_READ}


async def test_staff_whose_roles_were_taken_are_shoppers_in_the_same_session(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.MANAGER, email=SAM)
    await change(door, meera.actor, sam.actor, [])
    now = await door.actor(sam.enrolled.signed_in.secret, identity.SessionKind.ADMIN)
    assert (now.kind, now.permissions) == (Kind.SHOPPER, frozenset())
    async with door.database.snapshot() as snapshot:
        with pytest.raises(Forbidden):
            await identity.people_list(snapshot, now)


async def test_who_is_no_staff_any_more_gets_no_session_of_the_admin(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.MANAGER, email=SAM)
    await change(door, meera.actor, sam.actor, [])
    account = await account_of(door, sam.actor)
    async with door.database.transaction() as tx:
        waiting = await identity.begin_second_factor(tx, account)
    door.database.ahead += timedelta(minutes=1)
    asked = identity.FinishingSecondFactor(waiting.token, sam.app.code, SessionKind.ADMIN)
    with pytest.raises(identity.NotStaff):
        await identity.finish_second_factor(door.database, door.keys, asked)


async def account_of(door: Door, whom: Actor) -> identity.Account:
    async with door.database.snapshot() as snapshot:
        found = await accounts.account(snapshot, id_of(whom))
    assert found is not None
    return found


async def test_taking_a_role_takes_it_from_their_api_keys(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.FINANCE, email=SAM)
    scopes = [Permission.REFUNDS_CREATE, Permission.ORDERS_READ]
    async with door.database.transaction() as tx:
        key = await identity.make_api_key(tx, OPERATOR, SAM, scopes)
    await change(door, meera.actor, sam.actor, [Role.VIEWER])
    async with door.database.snapshot() as snapshot:
        program = await identity.actor_of_api_key(snapshot, key)
    assert program.permissions == {Permission.ORDERS_READ}


async def test_nobody_changes_their_own_roles_or_closes_their_own_account(door: Door):
    meera = await owner(door)
    await clerk(door, meera.actor, Role.OWNER, email=SAM)
    with pytest.raises(identity.OwnAccount):
        await change(door, meera.actor, meera.actor, [Role.VIEWER])
    with pytest.raises(identity.OwnAccount):
        await disable(door, meera.actor, meera.actor)
    assert await standing(door, meera.actor) == ("active", ["owner"])


async def test_the_last_owner_stays(door: Door):
    """Even when an API key of somebody else's may manage staff."""
    meera = await owner(door)
    robot = Actor(Kind.STAFF, None, None, "robot", frozenset({Permission.STAFF_WRITE}))
    with pytest.raises(identity.LastOwner):
        await change(door, robot, meera.actor, [Role.MANAGER])
    with pytest.raises(identity.LastOwner):
        await disable(door, robot, meera.actor)
    assert await standing(door, meera.actor) == ("active", ["owner"])


async def test_nobody_gives_what_they_may_not_do_themselves(door: Door):
    """A key that was made to manage staff makes no owner, nor anybody who may more than it."""
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.VIEWER, email=SAM)
    may = frozenset({Permission.STAFF_WRITE, Permission.ORDERS_READ})
    robot = Actor(Kind.STAFF, None, None, "robot", may)
    with pytest.raises(Forbidden):
        await change(door, robot, sam.actor, [Role.OWNER])
    with pytest.raises(Forbidden):
        await clerk(door, robot, Role.SUPPORT, email=RAVI)
    assert await standing(door, sam.actor) == ("active", ["viewer"])
    await clerk(door, robot, Role.VIEWER, email=RAVI)


async def test_an_owner_who_cannot_log_in_does_not_count(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.OWNER, email=SAM)
    ravi = await clerk(door, meera.actor, Role.OWNER, email=RAVI)
    await disable(door, ravi.actor, sam.actor)
    await change(door, ravi.actor, meera.actor, [Role.VIEWER])
    with pytest.raises(identity.LastOwner):
        await disable(door, OPERATOR, ravi.actor)


async def test_only_owners_change_roles_and_only_freshly(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.MANAGER, email=SAM)
    ravi = await clerk(door, meera.actor, Role.VIEWER, email=RAVI)
    with pytest.raises(Forbidden):
        await change(door, sam.actor, ravi.actor, [Role.OWNER])
    door.database.ahead += timedelta(minutes=11)
    with pytest.raises(StepUpRequired):
        await change(door, meera.actor, ravi.actor, [Role.OWNER])
    with pytest.raises(StepUpRequired):
        await disable(door, meera.actor, ravi.actor)
    assert await standing(door, ravi.actor) == ("active", ["viewer"])


async def test_a_shopper_is_given_no_role_without_a_link(door: Door):
    meera, asha = await owner(door), await door.sign_in(ASHA)
    shopper = await door.actor(asha.secret)
    with pytest.raises(NotFound):
        await change(door, meera.actor, shopper, [Role.OWNER])
    assert await standing(door, shopper) == ("active", [])


async def test_changing_the_roles_of_an_invitation_changes_what_it_gives(door: Door):
    meera = await owner(door)
    async with door.database.transaction() as tx:
        invited = await identity.invite_staff(tx, door.keys, meera.actor, SAM, roles=[Role.OWNER])
        await identity.change_roles(tx, meera.actor, invited, roles=[Role.VIEWER])
        before = await identity.staff_list(tx, meera.actor)
        await identity.change_roles(tx, meera.actor, invited, roles=[])
        after = await identity.staff_list(tx, meera.actor)
    assert [(m.email, m.roles, m.invited_as) for m in before] == [
        ("meera@zahra.example", ("owner",), ()),
        (SAM, (), ("viewer",)),
    ]
    assert [m.email for m in after] == ["meera@zahra.example"]


async def test_a_closed_account_is_out_at_once_and_opens_by_nothing(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.SUPPORT, email=SAM)
    account = await account_of(door, sam.actor)
    async with door.database.transaction() as tx:
        waiting = await identity.begin_second_factor(tx, account)
    await disable(door, meera.actor, sam.actor)
    with pytest.raises(Unauthenticated):
        await door.actor(sam.enrolled.signed_in.secret)
    door.database.ahead += timedelta(minutes=1)
    asked = identity.FinishingSecondFactor(waiting.token, sam.app.code, SessionKind.ADMIN)
    with pytest.raises(identity.AccountDisabled):
        await identity.finish_second_factor(door.database, door.keys, asked)


async def test_an_opened_account_signs_in_anew(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.SUPPORT, email=SAM)
    await disable(door, meera.actor, sam.actor)
    async with door.database.transaction() as tx:
        await identity.enable_person(tx, meera.actor, id_of(sam.actor))
    with pytest.raises(Unauthenticated):
        await door.actor(sam.enrolled.signed_in.secret)
    assert await standing(door, sam.actor) == ("active", ["support"])


async def test_support_closes_shoppers_never_staff(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.SUPPORT, email=SAM)
    shopper = await door.actor((await door.sign_in(ASHA)).secret)
    await disable(door, sam.actor, shopper)
    assert await standing(door, shopper) == ("disabled", [])
    with pytest.raises(Forbidden):
        await disable(door, sam.actor, meera.actor)
    viewer = await clerk(door, meera.actor, Role.VIEWER, email=RAVI)
    with pytest.raises(Forbidden):
        await disable(door, viewer.actor, shopper)


async def test_of_two_owners_who_close_each_other_one_stays(busy_door: Door):
    """Each holds its transaction open until the other has begun."""
    meera = await owner(busy_door)
    sam = await clerk(busy_door, meera.actor, Role.OWNER, email=SAM)
    outcomes = await close_each_other(busy_door.database, meera.actor, sam.actor)
    assert sorted(type(each).__name__ for each in outcomes) == ["LastOwner", "NoneType"]
    assert await owners(busy_door.database) == 1


async def test_without_the_lock_both_would_go(busy_door: Door, monkeypatch: pytest.MonkeyPatch):
    """The control: what counting owners without holding them would have let through."""
    meera = await owner(busy_door)
    sam = await clerk(busy_door, meera.actor, Role.OWNER, email=SAM)
    both_counted = asyncio.Barrier(2)

    async def unlocked(tx: Transaction) -> list[UUID]:
        found = await tx.values("SELECT id FROM users WHERE 'owner' = ANY(roles)")
        await both_counted.wait()
        return found

    monkeypatch.setattr(accounts, "owners_to_change", unlocked)
    await close_each_other(busy_door.database, meera.actor, sam.actor)
    assert await owners(busy_door.database) == 0


async def close_each_other(database: Database, one: Actor, other: Actor) -> list[object]:
    async def close(actor: Actor, whom: Actor) -> None:
        async with database.transaction() as tx:
            await identity.disable_person(tx, actor, id_of(whom))
            await asyncio.sleep(0.1)

    return list(await asyncio.gather(close(one, other), close(other, one), return_exceptions=True))


async def owners(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT count(*) FROM users WHERE 'owner' = ANY(roles) AND status = 'active'"
        )
