"""What nobody told us of pickups is asked for, and one that is never answered blocks no other."""

from datetime import timedelta

import pytest

from tests.shop.returns.test_fetching import CREATE, at_courier, counter, pickup_of
from tests.world.gateway import Simulator
from tests.world.returning import Counter
from zahra.shop import returns
from zahra.shop.returns import PickupState, Return, polling
from zahra.shop.shipping import BookingState, CourierDown, Couriers

__all__ = ["counter"]
pytestmark = pytest.mark.anyio
TRACK = "GET /v1/external/courier/track/awb/"


async def approved(counter: Counter) -> Return:
    given = await counter.approve(await counter.ask(1))
    counter.till.errands.waiting.clear()
    return given


async def test_what_was_left_half_booked_is_booked(
    counter: Counter, couriers: Couriers, simulator: Simulator
):
    database, given = counter.till.database, await approved(counter)
    simulator.faults({"on": CREATE, "what": "500", "times": 3, "acts": True})
    with pytest.raises(CourierDown):
        await returns.book_pickup(database, couriers, given.id)
    await polling.poll_pickups(database, couriers)
    assert (await pickup_of(counter, given)).booking is BookingState.ASKED  # not so soon
    database.ahead += couriers.patience.booking
    await polling.poll_pickups(database, couriers)
    pickup = await pickup_of(counter, given)
    assert pickup.booking is BookingState.BOOKED
    assert [each["awb"] for each in at_courier(simulator)] == [pickup.awb]


async def test_what_nobody_told_us_is_asked_for(
    counter: Counter, couriers: Couriers, simulator: Simulator
):
    database, given = counter.till.database, await approved(counter)
    await returns.book_pickup(database, couriers, given.id)
    simulator.advance(48 * 3600)
    database.ahead += timedelta(hours=48)
    await polling.poll_pickups(database, couriers)
    await counter.till.run_errands()
    told = (await pickup_of(counter, given)).state
    assert told in (PickupState.PICKED_UP, PickupState.ON_ITS_WAY)


async def test_a_pickup_that_is_never_answered_keeps_nobody_from_asking_about_others(
    counter: Counter, couriers: Couriers, simulator: Simulator
):
    database = counter.till.database
    first, second = await approved(counter), await approved(counter)
    for given in (first, second):
        await returns.book_pickup(database, couriers, given.id)
    lost = (await pickup_of(counter, first)).awb
    simulator.faults({"on": f"{TRACK}{lost}", "what": "500"})
    simulator.advance(48 * 3600)
    for _ in range(2):
        database.ahead += timedelta(hours=48)
        await polling.poll_pickups(database, couriers)
    await counter.till.run_errands()
    assert (await pickup_of(counter, first)).state is PickupState.SCHEDULED
    assert (await pickup_of(counter, second)).state is not PickupState.SCHEDULED
