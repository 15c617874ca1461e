"""Where a pickup is, by what its courier told: in any order, twice, and never received by it."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given as with_any
from hypothesis import strategies as st

from tests.shop.returns.test_fetching import at_courier, counter, pickup_of
from tests.world.gateway import Simulator
from tests.world.people import a_person
from tests.world.returning import STAFF, Counter
from zahra.base.errors import NotFound
from zahra.shop import returns, shipping
from zahra.shop.returns import PickupState, Return, ReturnPickup, ReturnState
from zahra.shop.returns.pickups import Told, journey_of
from zahra.shop.shipping import Couriers, PickupStep, ScanFact

__all__ = ["counter"]
pytestmark = pytest.mark.anyio
NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
ALL_TOLD = [
    Told(step, NOON + timedelta(hours=hours), f"{hours}")
    for hours, step in (
        (0, PickupStep.SCHEDULED),
        (5, PickupStep.FAILED),
        (6, PickupStep.SCHEDULED),
        (30, PickupStep.PICKED_UP),
        (40, PickupStep.ON_ITS_WAY),
        (90, PickupStep.DELIVERED),
    )
]
# Failed, sent again, picked up, on its way, handed over to us; hours from the booking on.
SCANS = (("20", 5), ("15", 6), ("42", 30), ("18", 40), ("7", 90))


@pytest.fixture
async def booked(counter: Counter) -> Return:
    given = await counter.approve(await counter.ask(1))
    await counter.till.run_errands()
    return given


async def tell(counter: Counter, given: Return, *codes: tuple[str, int], awb: str = "") -> None:
    """The courier tells of codes, so many hours after now began, and it is applied."""
    pickup = await pickup_of(counter, given)
    begun = pickup.booked_at or pickup.created_at
    facts = [_fact(awb or pickup.awb or "", code, begun + timedelta(hours=h)) for code, h in codes]
    async with counter.till.database.transaction() as tx:
        await shipping.keep_scan(tx, "shiprocket", repr(facts).encode(), facts)
    await counter.till.run_errands()


def _fact(awb: str, code: str, at: datetime) -> ScanFact:
    return ScanFact(awb, code, None, at, at.isoformat(), remark=f"code {code}")


async def again(counter: Counter, given: Return) -> None:
    async with counter.till.database.transaction() as tx:
        await returns.ask_pickup_again(tx, counter.actor, given.id)
    await counter.till.run_errands()


@with_any(st.permutations(ALL_TOLD * 2))
def test_a_journey_is_the_same_in_whatever_order_it_is_told(told: list[Told]):
    assert journey_of(told) == journey_of(ALL_TOLD)


def test_a_journey_counts_days_in_vain_and_says_why():
    late = NOON + timedelta(days=1)
    told = [
        Told(PickupStep.FAILED, NOON, "1", "not at home"),
        Told(PickupStep.FAILED, NOON + timedelta(hours=1), "2", "still not"),
        Told(PickupStep.FAILED, late, "3", "moved away"),
    ]
    way = journey_of(told)
    assert (way.state, way.failures, way.said) == (PickupState.FAILED, 2, "moved away")


def test_who_was_called_off_may_have_come_all_the_same():
    told = [Told(PickupStep.CANCELLED, NOON), Told(PickupStep.PICKED_UP, NOON + timedelta(hours=1))]
    assert journey_of(told).state is PickupState.PICKED_UP
    assert journey_of([*told, Told(PickupStep.CANCELLED, NOON + timedelta(hours=2))]).state is (
        PickupState.PICKED_UP
    )


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7])
async def test_scans_in_any_order_and_twice_come_to_the_same(
    counter: Counter, booked: Return, order: tuple[int, ...]
):
    counter.till.database.ahead += timedelta(days=5)
    for at in (*order, *order[::-1]):
        await tell(counter, booked, SCANS[at])
    whole = await counter.show(booked)
    (pickup,) = whole.pickups
    assert (pickup.state, pickup.failures) == (PickupState.DELIVERED, 1)
    assert whole.given.state is ReturnState.PICKED_UP, "only staff receive"
    moves = [step.to_state for step in whole.steps]
    assert moves.count(ReturnState.PICKED_UP) == 1


async def test_a_pickup_moves_its_return_as_far_as_our_dock(
    counter: Counter, booked: Return, simulator: Simulator
):
    states: list[tuple[PickupState, ReturnState]] = []
    counter.till.database.ahead += timedelta(days=5)
    for scan in SCANS:
        await tell(counter, booked, scan)
        whole = await counter.show(booked)
        states.append((whole.pickups[0].state, whole.given.state))
    assert states == [
        (PickupState.FAILED, ReturnState.PICKUP_SCHEDULED),
        (PickupState.SCHEDULED, ReturnState.PICKUP_SCHEDULED),
        (PickupState.PICKED_UP, ReturnState.PICKED_UP),
        (PickupState.ON_ITS_WAY, ReturnState.PICKED_UP),
        (PickupState.DELIVERED, ReturnState.PICKED_UP),
    ]
    assert (await counter.receive(booked, sound=1)).state is ReturnState.RECEIVED


async def test_news_that_overtakes_the_booking_is_not_lost(counter: Counter, couriers: Couriers):
    given = await counter.approve(await counter.ask(1))
    counter.till.errands.waiting.clear()
    next_awb = "59600000001"
    async with counter.till.database.transaction() as tx:
        facts = [_fact(next_awb, "42", tx.now)]
        await shipping.keep_scan(tx, "shiprocket", b"early", facts)
    await returns.book_pickup(counter.till.database, couriers, given.id)
    pickup = await pickup_of(counter, given)
    assert (pickup.awb, pickup.state) == (next_awb, PickupState.PICKED_UP)
    assert (await counter.show(given)).given.state is ReturnState.PICKED_UP


async def test_news_of_a_strangers_number_moves_nothing(counter: Counter, booked: Return):
    await tell(counter, booked, ("42", 1), awb="1")
    assert (await pickup_of(counter, booked)).state is PickupState.SCHEDULED


async def test_what_nobody_told_us_is_asked_for(
    counter: Counter, couriers: Couriers, booked: Return, simulator: Simulator
):
    simulator.advance(26 * 3600)
    counter.till.database.ahead += timedelta(hours=26)
    await returns.jobs.ask_about_pickups(counter.till.database, couriers)
    await counter.till.run_errands()
    assert (await pickup_of(counter, booked)).state is PickupState.PICKED_UP


async def test_who_came_in_vain_is_asked_to_come_again(
    counter: Counter, booked: Return, simulator: Simulator
):
    counter.till.database.ahead += timedelta(hours=6)
    await tell(counter, booked, ("20", 5))
    pickup = await pickup_of(counter, booked)
    assert (pickup.state, pickup.failures, pickup.said) == (PickupState.FAILED, 1, "code 20")
    assert returns.may_ask_again(await counter.show(booked))
    told = await counter.till.value("SELECT count(*) FROM messages WHERE template = 'return_news'")
    await again(counter, booked)
    whole = await counter.show(booked)
    assert (whole.pickups[0].state, whole.pickups[0].number) == (
        PickupState.SCHEDULED,
        pickup.number,
    )
    assert at_courier(simulator)[0]["scans"][-1]["sr-status"] == "15"
    assert not returns.may_ask_again(whole)
    now = await counter.till.value("SELECT count(*) FROM messages WHERE template = 'return_news'")
    assert now == told + 1, "its owner reads of the new day"


async def test_who_was_called_off_by_the_courier_is_followed_by_another(
    counter: Counter, booked: Return, simulator: Simulator
):
    counter.till.database.ahead += timedelta(hours=6)
    await tell(counter, booked, ("8", 5))
    assert (await pickup_of(counter, booked)).state is PickupState.CANCELLED
    await again(counter, booked)
    first, second = (await counter.show(booked)).pickups
    assert (first.number, second.number) == (f"{booked.number}-1", f"{booked.number}-2")
    assert (first.state, second.state) == (PickupState.CANCELLED, PickupState.SCHEDULED)
    assert len(at_courier(simulator)) == 2


async def test_a_pickup_that_is_to_come_is_not_asked_for_again(
    counter: Counter, booked: Return, simulator: Simulator
):
    async with counter.till.database.transaction() as tx:
        stranger = await a_person(tx, "+919876500099")
        with pytest.raises(NotFound):
            await returns.ask_pickup_again(tx, stranger, booked.id)
        for asker in (counter.actor, STAFF):
            with pytest.raises(returns.PickupNotFailed):
                await returns.ask_pickup_again(tx, asker, booked.id)
    assert len(at_courier(simulator)) == 1


async def test_what_is_fetched_after_it_was_called_off_is_reported_and_moves_nothing(
    counter: Counter, booked: Return
):
    async with counter.till.database.transaction() as tx:
        await returns.cancel_return(tx, counter.actor, booked.id)
    counter.till.database.ahead += timedelta(hours=6)
    await tell(counter, booked, ("42", 5))
    pickup: ReturnPickup = await pickup_of(counter, booked)
    assert pickup.state is PickupState.PICKED_UP
    assert (await counter.show(booked)).given.state is ReturnState.CANCELLED
