"""What a bank disputed is told to whose it was, and where it came is kept until it is decided."""

import json
from dataclasses import replace

import pytest

from tests.world.depot import Depot
from tests.world.quarrel import Quarrel
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import privacy
from zahra.shop.privacy.making import document_of
from zahra.shop.privacy.writing import written
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio


@pytest.fixture
def quarrel(database: Database) -> Quarrel:
    return Quarrel(Depot(Till(database)))


async def test_a_copy_of_somebodys_data_tells_of_their_disputes(quarrel: Quarrel):
    actor, placed = await quarrel.paid()
    await quarrel.hear(placed, "lost", amount=1000)
    async with quarrel.depot.till.database.snapshot() as snapshot:
        told = json.loads(written(await document_of(snapshot, actor.person)))
    (dispute,) = told["disputes"]
    assert (dispute["order"], dispute["state"], dispute["amount"]) == (
        placed.order.number,
        "lost",
        1000,
    )


async def test_where_it_came_is_kept_for_the_bank_until_it_has_decided(quarrel: Quarrel):
    depot = quarrel.depot
    actor, placed = await quarrel.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.DELIVERED)
    await quarrel.hear(placed, "open")
    async with depot.till.database.transaction() as tx:
        await privacy.erase_me(tx, replace(actor, proven_at=tx.now))
    await depot.till.later(days=61)
    await privacy.jobs.forget_leftovers(depot.till.database)
    phone = "SELECT shipping_address ->> 'phone' FROM orders"
    assert await depot.value(phone) == placed.order.phone
    await quarrel.hear(placed, "won")
    await privacy.jobs.forget_leftovers(depot.till.database)
    assert await depot.value(phone) == ""
