"""A copy of one's data: whole, one's own, made once a day, and gone after a week."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.world.people import ASHA, BINA, Door
from tests.world.till import ASHAS_HOME, Till
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database
from zahra.base.errors import NotFound, StepUpRequired
from zahra.shop import identity, privacy
from zahra.shop.identity import AddressDraft
from zahra.shop.privacy import Export

pytestmark = pytest.mark.anyio
HOME = AddressDraft(
    "Asha Verma", ASHA, "12 Johari Bazaar", "Jaipur", "Rajasthan", ASHAS_HOME.pincode
)


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def somebody(till: Till, identifier: str = ASHA) -> tuple[Door, Actor]:
    door = Door(till.database)
    signed_in = await door.sign_in(identifier)
    return door, await door.actor(signed_in.secret)


async def ask(till: Till, actor: Actor) -> Export:
    async with till.database.transaction() as tx:
        return await privacy.ask_export(tx, actor)


async def fetched(till: Till, actor: Actor, export: Export) -> Export:
    async with till.database.snapshot() as snapshot:
        return await privacy.export_of(snapshot, actor, export.id)


async def document(till: Till, actor: Actor) -> dict[str, Any]:
    """Ask, let the worker make it, fetch it."""
    export = await ask(till, actor)
    await till.run_errands()
    told = (await fetched(till, actor, export)).document
    assert told is not None
    return told


async def test_it_is_not_there_before_the_worker_has_made_it(till: Till):
    _, asha = await somebody(till)
    export = await ask(till, asha)
    assert (export.is_ready, (await fetched(till, asha, export)).document) == (False, None)
    await till.run_errands()
    assert (await fetched(till, asha, export)).is_ready


async def test_everything_told_and_done_is_in_it(till: Till):
    door, asha = await somebody(till)
    goods = await till.goods({"M": 5})
    async with till.database.transaction() as tx:
        changing = identity.ChangingProfile("Asha Verma", date_of_birth="1992-04-30")
        await identity.change_profile(tx, asha, changing)
        await identity.add_address(tx, asha, HOME)
    await till.fill_bag(asha, goods["M"])
    placed = await till.place(asha)
    till.pay(placed)
    await till.settle(placed)
    await till.fill_bag(asha, goods["M"], 2)
    await till.run_errands()
    told = await document(till, asha)
    assert told["profile"]["name"] == "Asha Verma"
    assert told["profile"]["dateOfBirth"] == "1992-04-30"
    assert [(each["kind"], each["value"]) for each in told["contacts"]] == [("phone", ASHA)]
    assert [each["line1"] for each in told["addresses"]] == ["12 Johari Bazaar"]
    assert [(each["kind"], each["userAgent"]) for each in told["sessions"]] == [
        ("web", "Zahra/1 Android")
    ]
    assert [each["qty"] for each in told["cart"]] == [2]
    (order,) = told["orders"]
    assert order["order"]["number"] == placed.order.number
    assert order["order"]["total"] == 159900
    assert order["copy"]["shippingAddress"]["line1"] == "12 Johari Bazaar"
    assert [payment["amount"] for payment in order["payments"]] == [159900]
    assert [(each["about"], each["to"]) for each in told["messages"]] == [("order_placed", ASHA)]
    assert "login.ok" in [each["what"] for each in told["securityDiary"]]
    assert door.postbox.messages


async def test_no_secret_and_no_hash_of_one_is_in_it(till: Till):
    """By the catalogue: no column that holds a hash or a key is told by its value."""
    _, asha = await somebody(till)
    await identity.change_password(till.database, asha, None, "six words make a password")
    export = await ask(till, asha)
    await till.run_errands()
    content = (await fetched(till, asha, export)).content
    assert content
    async with till.database.snapshot() as snapshot:
        secrets = await snapshot.values(
            "SELECT unnest(ARRAY[encode(secret_hash, 'hex'), encode(ua_hash, 'hex')])"
            " FROM sessions UNION SELECT hash FROM passwords"
        )
    assert len(secrets) == 3
    assert not [secret for secret in secrets if secret and secret in content.decode()]
    assert "argon2" not in content.decode()


async def test_nothing_of_anybody_else_is_in_it(till: Till):
    _, asha = await somebody(till)
    _, bina = await somebody(till, BINA)
    async with till.database.transaction() as tx:
        await identity.add_address(
            tx,
            bina,
            AddressDraft(
                "Bina Shah", "+919812345678", "9 Lake Road", "Jaipur", "Rajasthan", "302001"
            ),
        )
    told = json.dumps(await document(till, asha), ensure_ascii=False)
    assert not [each for each in (BINA, "Bina", "Lake Road", str(bina.user_id)) if each in told]


async def test_anothers_copy_does_not_exist(till: Till):
    _, asha = await somebody(till)
    _, bina = await somebody(till, BINA)
    export = await ask(till, asha)
    await till.run_errands()
    for wrong in (export, Export(ids.new(), export.asked_at, None, export.expires_at)):
        with pytest.raises(NotFound):
            await fetched(till, bina, wrong)


async def test_asking_and_fetching_need_a_fresh_proof_of_a_person(till: Till):
    _, asha = await somebody(till)
    export = await ask(till, asha)
    await till.run_errands()
    key = Actor(Kind.STAFF, asha.user_id, permissions=frozenset({Permission.ORDERS_READ}))
    await till.later(minutes=11)
    for actor in (asha, key):
        with pytest.raises(StepUpRequired):
            await ask(till, actor)
        with pytest.raises(StepUpRequired):
            await fetched(till, actor, export)


async def test_asked_again_within_a_day_it_is_the_same_and_afterwards_another(till: Till):
    _, asha = await somebody(till)
    first = await ask(till, asha)
    assert (await ask(till, asha)).id == first.id
    await till.later(days=1)
    _, asha = await somebody(till)
    assert (await ask(till, asha)).id != first.id


async def test_it_is_gone_after_a_week(till: Till):
    _, asha = await somebody(till)
    export = await ask(till, asha)
    await till.run_errands()
    await till.later(days=7)
    _, asha = await somebody(till)
    with pytest.raises(NotFound):
        await fetched(till, asha, export)
    await privacy.jobs.forget_leftovers(till.database)
    assert await till.value("SELECT count(*) FROM exports") == 0


async def test_the_job_run_twice_makes_it_once(till: Till):
    _, asha = await somebody(till)
    export = await ask(till, asha)
    await till.run_errands()
    first = await fetched(till, asha, export)
    await till.later(minutes=1)
    await privacy.jobs.make_export(till.database, export_id=export.id)
    assert await fetched(till, asha, export) == first
    assert first.expires_at - first.asked_at == timedelta(days=7)
