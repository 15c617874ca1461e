"""Whatever gets lost on the way to a courier, one comes for a return, under one number."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.world.gateway import Simulator
from tests.world.returning import STAFF, Counter, delivered
from tests.world.till import Till
from zahra.base.db import Database
from zahra.providers.couriers.shiprocket import Shiprocket
from zahra.shop import returns
from zahra.shop.returns import PickupState, Return, ReturnPickup, ReturnState, fetching
from zahra.shop.returns.consigning import consignment_of
from zahra.shop.shipping import BeingBooked, BookingState, CourierDown, Couriers

pytestmark = pytest.mark.anyio
CREATE = "POST /v1/external/orders/create/return"
ASSIGN = "POST /v1/external/courier/assign/awb"
PICKUP = "POST /v1/external/courier/generate/pickup"


@pytest.fixture
async def counter(database: Database, couriers: Couriers) -> Counter:
    till = Till(database)
    till.couriers = couriers
    return await delivered(till, qty=2)


@pytest.fixture
async def approved(counter: Counter) -> Return:
    given = await counter.approve(await counter.ask(2))
    counter.till.errands.waiting.clear()
    return given


def at_courier(simulator: Simulator) -> list[dict[str, Any]]:
    return simulator.ask("GET", "/shiprocket/parcels")


async def pickup_of(counter: Counter, given: Return) -> ReturnPickup:
    """The only one."""
    (pickup,) = (await counter.show(given)).pickups
    return pickup


async def test_an_approved_return_is_fetched_on_a_day_under_a_number(
    counter: Counter, simulator: Simulator
):
    given = await counter.approve(await counter.ask(2))
    await counter.till.run_errands()
    whole = await counter.show(given)
    (pickup,) = whole.pickups
    (known,) = at_courier(simulator)
    assert (known["is_return"], known["channel_order_id"]) == (True, f"{given.number}-1")
    assert known["told"]["pickup_pincode"] == counter.whole.copy.shipping_address.pincode
    assert known["told"]["order_items"][0]["units"] == 2
    assert whole.given.state is ReturnState.PICKUP_SCHEDULED
    assert (whole.given.courier, whole.given.awb) == ("Delhivery Surface", known["awb"])
    assert whole.given.pickup_on is not None
    assert (pickup.booking, pickup.state) == (BookingState.BOOKED, PickupState.SCHEDULED)
    assert (pickup.awb, pickup.freight) == (known["awb"], 8450)
    assert pickup.tracking_url == f"https://shiprocket.co/tracking/{pickup.awb}"


async def test_where_couriers_are_written_down_by_hand_nobody_is_asked(
    counter: Counter, approved: Return, simulator: Simulator
):
    by_hand = Till(counter.till.database).couriers
    assert await returns.book_pickup(counter.till.database, by_hand, approved.id) is None
    whole = await counter.show(approved)
    assert (whole.given.state, whole.pickups) == (ReturnState.APPROVED, ())
    assert at_courier(simulator) == []


@pytest.mark.parametrize("call", [CREATE, ASSIGN, PICKUP])
@pytest.mark.parametrize("what", ["500", "malformed", "cut"])
@pytest.mark.parametrize("acts", [True, False])
async def test_a_lost_answer_leads_to_one_pickup(
    counter: Counter,
    couriers: Couriers,
    approved: Return,
    simulator: Simulator,
    *,
    call: str,
    what: str,
    acts: bool,
):
    simulator.faults({"on": call, "what": what, "times": 3, "acts": acts})
    for _ in range(6):
        try:
            booked = await returns.book_pickup(counter.till.database, couriers, approved.id)
            break
        except CourierDown:
            continue
    else:
        pytest.fail("never booked")
    assert booked is not None
    assert [each["awb"] for each in at_courier(simulator)] == [booked.awb]
    assert await returns.book_pickup(counter.till.database, couriers, approved.id) is None
    assert len(at_courier(simulator)) == 1


async def test_without_looking_first_a_second_courier_would_come(
    counter: Counter, approved: Return, simulator: Simulator
):
    """The positive control: the same fault, and a courier that finds nothing under our number."""

    class Blind(Shiprocket):
        async def find_pickup(self, number: str) -> None:
            return None

    blind = Couriers([Blind(simulator.shiprocket)])
    simulator.faults({"on": CREATE, "what": "500", "times": 1, "acts": True})
    with pytest.raises(CourierDown):
        await returns.book_pickup(counter.till.database, blind, approved.id)
    await returns.book_pickup(counter.till.database, blind, approved.id)
    await blind.close()
    assert len(at_courier(simulator)) == 2


@pytest.mark.parametrize("done", ["opened", "numbered", "asked"])
async def test_who_died_between_the_courier_and_our_books_finds_what_was_made(
    counter: Counter, couriers: Couriers, approved: Return, simulator: Simulator, *, done: str
):
    """Killed after the courier's answer, before writing it down."""
    database, courier = counter.till.database, couriers.first
    async with database.transaction() as tx:
        begun = await fetching._begin(tx, couriers, approved.id)
    assert begun is not None
    made = await courier.open_pickup(begun[1])
    if done != "opened":
        bill = await courier.assign_pickup_awb(made)
        made = replace(made, awb=bill.awb)
    if done == "asked":
        await courier.ask_pickup(made)
    with pytest.raises(BeingBooked):
        await returns.book_pickup(database, couriers, approved.id)
    database.ahead += couriers.patience.booking
    booked = await returns.book_pickup(database, couriers, approved.id)
    assert booked is not None
    assert booked.courier_order_id == made.order_id
    assert [each["awb"] for each in at_courier(simulator)] == [booked.awb]
    assert (await counter.show(approved)).given.awb == booked.awb


async def test_a_job_that_was_lost_is_made_up_for(
    counter: Counter, couriers: Couriers, approved: Return, simulator: Simulator
):
    database = counter.till.database
    async with database.transaction() as tx:
        await fetching._begin(tx, couriers, approved.id)
    await returns.jobs.ask_about_pickups(database, couriers)
    assert at_courier(simulator) == [], "somebody may be asking at this moment"
    database.ahead += timedelta(minutes=5)
    await returns.jobs.ask_about_pickups(database, couriers)
    assert (await pickup_of(counter, approved)).state is PickupState.SCHEDULED


async def test_a_courier_that_says_no_is_left_to_staff(
    counter: Counter, couriers: Couriers, approved: Return, simulator: Simulator
):
    database = counter.till.database
    refusing = Couriers([Shiprocket(replace(simulator.shiprocket, password="wrong"))])
    await returns.book_pickup(database, refusing, approved.id)
    await refusing.close()
    pickup = await pickup_of(counter, approved)
    assert (pickup.booking, pickup.state) == (BookingState.REFUSED, PickupState.WAITING)
    assert pickup.last_error == "Invalid email and password combination"
    assert (await counter.show(approved)).given.state is ReturnState.APPROVED
    assert await returns.book_pickup(database, couriers, approved.id) is None
    async with database.transaction() as tx:
        with pytest.raises(returns.PickupNotFailed):
            await returns.ask_pickup_again(tx, counter.actor, approved.id)
        await returns.ask_pickup_again(tx, STAFF, approved.id)
    await counter.till.run_errands()
    assert (await pickup_of(counter, approved)).number == pickup.number
    assert (await counter.show(approved)).given.state is ReturnState.PICKUP_SCHEDULED


async def test_nobody_comes_for_what_was_called_off(counter: Counter, simulator: Simulator):
    given = await counter.approve(await counter.ask(1))
    await counter.till.run_errands()
    async with counter.till.database.transaction() as tx:
        await returns.cancel_return(tx, counter.actor, given.id)
    await counter.till.run_errands()
    assert at_courier(simulator)[0]["status"] == "CANCELED"
    assert (await pickup_of(counter, given)).state is PickupState.CANCELLED


async def test_what_is_called_off_while_it_is_booked_is_called_off_at_the_courier(
    counter: Counter, couriers: Couriers, approved: Return, simulator: Simulator
):
    """Cancelled between the courier's answer and our books."""
    database = counter.till.database
    async with database.transaction() as tx:
        begun = await fetching._begin(tx, couriers, approved.id)
    assert begun is not None
    async with database.transaction() as tx:
        await returns.cancel_return(tx, counter.actor, approved.id)
    await fetching._order_at(database, couriers.first, *begun)
    await counter.till.run_errands()
    assert at_courier(simulator)[0]["status"] == "CANCELED"
    assert (await counter.show(approved)).given.state is ReturnState.CANCELLED


@pytest.mark.parametrize("how", ["received", "fetched by hand"])
async def test_what_is_here_or_fetched_otherwise_needs_no_courier(
    counter: Counter, simulator: Simulator, how: str
):
    given = await counter.approve(await counter.ask(1))
    await counter.till.run_errands()
    await (counter.receive(given, sound=1) if how == "received" else counter.pick_up(given))
    await counter.till.run_errands()
    assert at_courier(simulator)[0]["status"] == "CANCELED"
    pickup = await pickup_of(counter, given)
    assert (pickup.state, pickup.called_off_at is not None) == (PickupState.CANCELLED, True)


async def test_a_courier_is_told_of_the_pieces_that_come_and_no_others(
    counter: Counter, simulator: Simulator
):
    given = await counter.ask(1)
    async with counter.till.database.snapshot() as snapshot:
        told = await consignment_of(snapshot, given, number="RT-1-1")
    assert [content.qty for content in told.contents] == [1]
    assert told.declared == counter.whole.lines[0].total // 2
    assert told.collectable == 0
