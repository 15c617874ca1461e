"""What staff do to an order on its way out stands in the audit log: who, what, before and after."""

from typing import Any

import pytest

from tests.world.depot import PACKER, Depot
from tests.world.parcels import a_clerk
from tests.world.till import Till
from zahra.base import audit
from zahra.base.actors import Permission
from zahra.base.db import Database
from zahra.base.errors import Forbidden
from zahra.base.lifecycle import WrongMoment
from zahra.shop import orders

pytestmark = pytest.mark.anyio
SUM = 324700


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def log(depot: Depot) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Who did what to what, the first thing first."""
    async with depot.till.database.snapshot() as snapshot:
        found = await audit.entries(snapshot, audit.Asked())
    return [
        (each.actor_name, each.action, each.subject, dict(each.detail)) for each in reversed(found)
    ]


async def test_picking_packing_and_dispatching_are_written_down(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    before = await log(depot)
    parcel = await depot.sent(placed)
    order, number = f"order:{placed.order.number}", f"shipment:{parcel.number}"
    packed = {"pieces": 2, "courier": "shiprocket", "collectable": SUM}
    assert (await log(depot))[len(before) :] == [
        ("depot", "order.picking", order, {"before": "unfulfilled", "after": "picking"}),
        ("depot", "shipment.packed", number, {"before": "picking", "after": "packed", **packed}),
        (
            "depot",
            "shipment.dispatched",
            number,
            {"before": "created", "after": "picked_up", "pieces": 2},
        ),
    ]


async def test_a_dispatch_said_again_is_no_second_one(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    before = await log(depot)
    await depot.dispatch(parcel)
    assert await log(depot) == before


async def test_cancelling_by_staff_says_from_where_to_where(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.pick(placed)
    await depot.cancel(PACKER, placed)
    *_, (_, action, _, detail) = await log(depot)
    assert (action, detail["before"], detail["after"]) == ("order.cancelled", "placed", "cancelled")


async def test_what_is_refused_leaves_no_entry(depot: Depot):
    _, _, placed = await depot.paid()
    before = await log(depot)
    clerk = a_clerk(Permission.ORDERS_READ)
    async with depot.till.database.transaction() as tx:
        with pytest.raises(Forbidden):
            await orders.start_picking(tx, clerk, placed.order.id)
    await depot.pick(placed)
    with pytest.raises(WrongMoment):
        await depot.pick(placed)
    assert len(await log(depot)) == len(before) + 1
