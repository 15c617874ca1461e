"""API keys open what they were made for, never more than their owner may."""

import pytest

from tests.world.people import BINA, KEYS, Door, a_person, tables_with
from zahra.base.actors import Actor, Kind, Permission, program
from zahra.base.db import Transaction
from zahra.base.errors import Forbidden, Unauthenticated
from zahra.shop import identity

pytestmark = pytest.mark.anyio
OPERATOR = program("zahra user api-key")
SCOPES = [Permission.REFUNDS_CREATE, Permission.ORDERS_READ]


async def actor_of(tx: Transaction, key: str) -> Actor:
    return await identity.actor_of_bearer(tx, KEYS, key)


async def test_a_key_may_what_it_was_made_for(tx: Transaction):
    key = await identity.make_api_key(tx, OPERATOR, BINA, SCOPES)
    actor = await actor_of(tx, key)
    assert key.startswith("zak1.")
    assert (actor.kind, actor.session_id) == (Kind.STAFF, None)
    assert actor.permissions == set(SCOPES)
    with pytest.raises(Forbidden):
        actor.must(Permission.STAFF_WRITE)


async def test_two_keys_of_one_person_may_different_things(tx: Transaction):
    first = await identity.make_api_key(tx, OPERATOR, BINA, [Permission.ORDERS_READ])
    second = await identity.make_api_key(tx, OPERATOR, BINA, [Permission.STOCK_WRITE])
    one, other = await actor_of(tx, first), await actor_of(tx, second)
    assert one.user_id == other.user_id
    assert (one.permissions, other.permissions) == (
        {Permission.ORDERS_READ},
        {Permission.STOCK_WRITE},
    )


async def test_taking_a_permission_from_its_owner_takes_it_from_the_key(tx: Transaction):
    key = await identity.make_api_key(tx, OPERATOR, BINA, SCOPES)
    await tx.run("UPDATE users SET permissions = '{orders:read}'")
    assert (await actor_of(tx, key)).permissions == {Permission.ORDERS_READ}


async def test_a_revoked_key_and_a_closed_accounts_key_are_nobodys(tx: Transaction):
    revoked = await identity.make_api_key(tx, OPERATOR, BINA, SCOPES)
    await tx.run("UPDATE api_keys SET revoked_at = %(now)s", now=tx.now)
    closed = await identity.make_api_key(tx, OPERATOR, "sam@example.com", SCOPES)
    assert (await actor_of(tx, closed)).kind is Kind.STAFF
    await tx.run("UPDATE users SET status = 'disabled'")
    for key in (revoked, closed, "zak1.", "zak1.invented"):
        with pytest.raises(Unauthenticated):
            await actor_of(tx, key)


async def test_only_those_who_manage_staff_make_keys(tx: Transaction):
    shopper = await a_person(tx)
    with pytest.raises(Forbidden):
        await identity.make_api_key(tx, shopper, BINA, SCOPES)
    assert await tx.value("SELECT count(*) FROM api_keys") == 0


async def test_a_key_stands_nowhere_and_its_making_is_on_record(busy_door: Door):
    async with busy_door.database.transaction() as tx:
        key = await identity.make_api_key(tx, OPERATOR, BINA, SCOPES)
    assert await tables_with(busy_door.database, key.removeprefix("zak1.")) == []
    assert "audit_log" in await tables_with(busy_door.database, "api_key.made")
