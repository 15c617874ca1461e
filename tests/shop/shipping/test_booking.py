"""Whatever gets lost on the way to a courier, a parcel travels under exactly one number."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.world.gateway import Simulator
from tests.world.parcels import a_parcel
from tests.world.till import Errands
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.providers.couriers.shiprocket import Shiprocket
from zahra.shop import shipping
from zahra.shop.shipping import (
    CourierDown,
    CourierOrder,
    CourierRefused,
    Couriers,
    Shipment,
    ShipmentEvent,
    ShipmentState,
    Waybill,
    booking,
)
from zahra.shop.shipping.errors import BeingBooked

pytestmark = pytest.mark.anyio
CREATE = "POST /v1/external/orders/create/adhoc"
ASSIGN = "POST /v1/external/courier/assign/awb"
PICKUP = "POST /v1/external/courier/generate/pickup"


@dataclass
class Jobs:
    """What was left to be done, and from when on."""

    left: list[tuple[Any, datetime | None]] = field(default_factory=list)

    async def put(
        self,
        tx: Transaction,
        job: Any,
        *,
        args: Mapping[str, Any],
        at: datetime | None,
        once: str | None,
    ) -> None:
        self.left.append((job, at))


@pytest.fixture
async def parcel(database: Database) -> Shipment:
    async with database.transaction() as tx:
        return await a_parcel(tx, awb=None, collectable=254800)


def at_courier(simulator: Simulator) -> list[dict[str, Any]]:
    return simulator.ask("GET", "/shiprocket/parcels")


def used(simulator: Simulator) -> list[str]:
    return [each["awb"] for each in at_courier(simulator) if each["awb"]]


async def test_a_booked_parcel_has_a_number_and_a_pickup(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    booked = await shipping.book(database, couriers, parcel.id)
    assert (booked.state, booked.carrier, booked.freight) == (
        ShipmentState.PICKUP_SCHEDULED,
        "Delhivery Surface",
        8450,
    )
    (known,) = at_courier(simulator)
    assert (known["awb"], known["channel_order_id"]) == (booked.awb, parcel.number)
    assert known["collectable"] == 2548
    again = await shipping.book(database, couriers, parcel.id)
    assert (again, len(at_courier(simulator))) == (booked, 1)


@pytest.mark.parametrize("call", [CREATE, ASSIGN])
@pytest.mark.parametrize("what", ["500", "502", "malformed", "cut", "429"])
@pytest.mark.parametrize("acts", [True, False])
async def test_a_lost_answer_leads_to_one_number(
    database: Database,
    couriers: Couriers,
    parcel: Shipment,
    simulator: Simulator,
    *,
    call: str,
    what: str,
    acts: bool,
):
    simulator.faults({"on": call, "what": what, "times": 1, "acts": acts})
    for _ in range(3):
        try:
            booked = await shipping.book(database, couriers, parcel.id)
            break
        except CourierDown:
            continue
    else:
        pytest.fail("never booked")
    assert used(simulator) == [booked.awb]
    assert len(at_courier(simulator)) == 1


async def test_without_looking_first_a_second_order_would_be_made(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    """The positive control: the same fault, and a courier that finds nothing under our number."""

    class Blind(Shiprocket):
        async def find_order(self, number: str) -> None:
            return None

    blind = Couriers([Blind(simulator.shiprocket)])
    simulator.faults({"on": CREATE, "what": "500", "times": 1, "acts": True})
    with pytest.raises(CourierDown):
        await shipping.book(database, blind, parcel.id)
    await shipping.book(database, blind, parcel.id)
    await blind.close()
    assert len(at_courier(simulator)) == 2


async def test_who_died_after_the_courier_made_its_order_finds_it_again(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    """Killed between the courier's answer and writing it down."""
    async with database.transaction() as tx:
        await booking._claim(tx, parcel, until_in=couriers)
    made = await couriers.first.open_order(booking.consignment_of(parcel))
    with pytest.raises(BeingBooked):
        await shipping.book(database, couriers, parcel.id)
    database.ahead += couriers.patience.booking
    booked = await shipping.book(database, couriers, parcel.id)
    assert (booked.courier_order_id, used(simulator)) == (made.order_id, [booked.awb])
    assert len(at_courier(simulator)) == 1


async def test_two_workers_at_once_make_one_order(
    pooled: Database, couriers: Couriers, simulator: Simulator
):
    async with pooled.transaction() as tx:
        parcel = await a_parcel(tx, awb=None)
    simulator.faults({"on": CREATE, "what": "latency", "times": 1, "seconds": 0.5})
    answers = await asyncio.gather(
        *(shipping.book(pooled, couriers, parcel.id) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == [
        "BeingBooked",
        "BeingBooked",
        "Shipment",
    ]
    assert len(at_courier(simulator)) == 1


async def test_a_refusal_is_said_and_may_be_tried_again(
    database: Database, couriers: Couriers, simulator: Simulator
):
    async with database.transaction() as tx:
        parcel = await a_parcel(tx, awb=None)
        await tx.run(
            "UPDATE shipments SET address = jsonb_set(address, '{city}', '\"\"') WHERE id = %(id)s",
            id=parcel.id,
        )
    with pytest.raises(CourierRefused) as refused:
        await shipping.book(database, couriers, parcel.id)
    assert refused.value.details["said"] == "The billing_city field is required."
    assert await told(database, parcel.id) == "refused after 1"
    async with database.transaction() as tx:
        await tx.run(
            "UPDATE shipments SET address = jsonb_set(address, '{city}', '\"Mumbai\"')"
            " WHERE id = %(id)s",
            id=parcel.id,
        )
    booked = await shipping.book(database, couriers, parcel.id)
    assert (used(simulator), await told(database, parcel.id)) == ([booked.awb], "booked after 2")


async def test_a_parcel_without_a_pickup_is_booked_all_the_same(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    simulator.faults({"on": PICKUP, "what": "500"})
    booked = await shipping.book(database, couriers, parcel.id)
    assert (booked.state, used(simulator)) == (ShipmentState.AWB_ASSIGNED, [booked.awb])


async def test_what_was_told_before_we_knew_the_number_is_not_lost(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    """A webhook may overtake the answer that names its number."""
    order = await couriers.first.open_order(booking.consignment_of(parcel))
    bill = await couriers.first.assign_awb(order)
    facts = await couriers.first.track(bill.awb)
    async with database.transaction() as tx:
        assert await shipping.keep_scan(tx, "shiprocket", b"{}", facts) == frozenset()
        await tx.run(
            "INSERT INTO courier_bookings VALUES (%(id)s, 'shiprocket', 'asked', 1, %(now)s)",
            id=parcel.id,
            now=tx.now,
        )
    booked = await shipping.book(database, couriers, parcel.id)
    assert booked.awb == bill.awb
    async with database.snapshot() as snapshot:
        codes = [scan.code for scan in await shipping.scans_of(snapshot, parcel.id)]
    assert sorted(codes) == ["1", "booking: assign_awb", "booking: schedule_pickup"]


async def test_a_parcel_taken_apart_is_called_off_at_the_courier(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    database.queue = errands = Errands()
    booked = await shipping.book(database, couriers, parcel.id)
    await take_apart(database, parcel)
    assert [job for job, _, _ in errands.waiting] == [shipping.call_off]
    await shipping.call_off(database, couriers, booked.id)
    await shipping.call_off(database, couriers, booked.id)
    assert at_courier(simulator)[0]["status"] == "CANCELED"
    with pytest.raises(WrongMoment):
        await shipping.book(database, couriers, replace(parcel, id=await unbooked(database)).id)


async def test_a_parcel_taken_apart_while_its_number_is_asked_for_is_called_off(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    """The courier gave it a number, and the answer that names it was lost."""

    class Overtaken(Shiprocket):
        async def assign_awb(self, order: CourierOrder) -> Waybill:
            await super().assign_awb(order)
            await take_apart(database, parcel)
            raise CourierDown(why="the answer was lost")

    database.queue = jobs = Jobs()
    overtaken = Couriers([Overtaken(simulator.shiprocket)])
    with pytest.raises(CourierDown):
        await shipping.book(database, overtaken, parcel.id)
    await overtaken.close()
    assert [job for job, _ in jobs.left] == [shipping.call_off] * 2
    assert jobs.left[1][1] is None, "at once: the first was to wait for the courier's answer"
    await shipping.call_off(database, couriers, parcel.id)
    assert [each["status"] for each in at_courier(simulator)] == ["CANCELED"]


async def test_an_order_of_which_the_courier_never_told_us_is_called_off(
    database: Database, couriers: Couriers, parcel: Shipment, simulator: Simulator
):
    database.queue = errands = Errands()
    simulator.faults({"on": CREATE, "what": "500", "times": 1, "acts": True})
    with pytest.raises(CourierDown):
        await shipping.book(database, couriers, parcel.id)
    await take_apart(database, parcel)
    assert [job for job, _, _ in errands.waiting] == [shipping.call_off]
    await shipping.call_off(database, couriers, parcel.id)
    assert [each["status"] for each in at_courier(simulator)] == ["CANCELED"]


async def test_a_parcel_is_called_off_when_whoever_asks_for_it_must_have_ended(
    database: Database, couriers: Couriers, parcel: Shipment
):
    """Killed while the courier was asked: nobody else will say what came of it."""
    database.queue = jobs = Jobs()
    async with database.transaction() as tx:
        claimed = await booking._claim(tx, parcel, until_in=couriers)
    await take_apart(database, parcel)
    assert jobs.left == [(shipping.call_off, claimed.asked_until)]


async def test_a_courier_by_hand_and_a_parcel_that_is_not_there(
    database: Database, couriers: Couriers, simulator: Simulator
):
    async with database.transaction() as tx:
        by_hand = await a_parcel(tx, awb=None, courier="manual")
    assert await shipping.book(database, couriers, by_hand.id) == by_hand
    with pytest.raises(NotFound):
        await shipping.book(database, couriers, by_hand.order_id)
    assert at_courier(simulator) == []


async def take_apart(database: Database, parcel: Shipment) -> None:
    async with database.transaction() as tx:
        known = await shipping.shipment_to_change(tx, parcel.id)
        await shipping.move_shipment(tx, known, ShipmentEvent.CANCEL)


async def unbooked(database: Database) -> UUID:
    """A parcel that was taken apart before anybody booked it."""
    async with database.transaction() as tx:
        made = await a_parcel(tx, awb=None)
        await shipping.move_shipment(tx, made, ShipmentEvent.CANCEL)
        return made.id


async def told(database: Database, shipment_id: UUID) -> str:
    async with database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT state || ' after ' || tries FROM courier_bookings WHERE shipment_id = %(id)s",
            id=shipment_id,
        )
