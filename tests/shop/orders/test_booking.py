"""A parcel is booked for an order that may be sent, by who may, and called off when taken apart."""

from collections.abc import AsyncGenerator

import pytest

from tests.world.depot import PACKER, Depot
from tests.world.gateway import Simulator, running_simulator, simulator
from tests.world.quarrel import Quarrel
from tests.world.till import Till
from zahra.base.actors import Actor
from zahra.base.db import Database
from zahra.base.errors import Forbidden
from zahra.base.lifecycle import WrongMoment
from zahra.providers.couriers.shiprocket import Shiprocket
from zahra.shop import orders, shipping
from zahra.shop.orders import OrderDisputed, Placed
from zahra.shop.shipping import Couriers, Shipment

__all__ = ["running_simulator", "simulator"]
pytestmark = pytest.mark.anyio


@pytest.fixture
async def couriers(simulator: Simulator) -> AsyncGenerator[Couriers, None]:
    opened = Couriers([Shiprocket(simulator.shiprocket)])
    yield opened
    await opened.close()


@pytest.fixture
def quarrel(database: Database) -> Quarrel:
    return Quarrel(Depot(Till(database)))


async def packed(depot: Depot, placed: Placed) -> Shipment:
    """In a parcel that no courier has heard of."""
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    async with depot.till.database.transaction() as tx:
        await tx.run("UPDATE shipments SET awb = NULL WHERE id = %(id)s", id=parcel.id)
    return parcel


async def book(
    depot: Depot, couriers: Couriers, parcel: Shipment, *, by: Actor = PACKER
) -> Shipment:
    return await orders.book_shipment(depot.till.database, couriers, by, parcel.id)


def known(simulator: Simulator) -> list[str]:
    """How the courier's orders stand."""
    return [each["status"] for each in simulator.ask("GET", "/shiprocket/parcels")]


async def test_nothing_is_booked_while_a_dispute_came_after_it_was_packed(
    quarrel: Quarrel, couriers: Couriers, simulator: Simulator
):
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    parcel = await packed(depot, placed)
    await quarrel.hear(placed, "open")
    before = await depot.till.fingerprint()
    with pytest.raises(OrderDisputed):
        await book(depot, couriers, parcel)
    assert await depot.till.fingerprint() == before
    assert known(simulator) == [], "the courier heard nothing"
    await quarrel.hear(placed, "won")
    assert (await book(depot, couriers, parcel)).awb
    assert len(known(simulator)) == 1


async def test_only_who_may_send_parcels_books_them(
    quarrel: Quarrel, couriers: Couriers, simulator: Simulator
):
    actor, placed = await quarrel.paid()
    parcel = await packed(quarrel.depot, placed)
    with pytest.raises(Forbidden):
        await book(quarrel.depot, couriers, parcel, by=actor)
    assert known(simulator) == []


async def test_a_booked_parcel_that_is_taken_apart_is_called_off_and_not_booked_again(
    quarrel: Quarrel, couriers: Couriers, simulator: Simulator
):
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    parcel = await packed(depot, placed)
    await book(depot, couriers, parcel)
    async with depot.till.database.transaction() as tx:
        await orders.take_apart(tx, PACKER, parcel.id)
        await tx.run("UPDATE shipments SET awb = NULL WHERE id = %(id)s", id=parcel.id)
    await shipping.call_off(depot.till.database, couriers, shipment_id=parcel.id)
    assert known(simulator) == ["CANCELED"]
    with pytest.raises(WrongMoment):
        await book(depot, couriers, parcel)
    assert known(simulator) == ["CANCELED"]
