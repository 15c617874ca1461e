"""Where a parcel is does not depend on how often, how late and in which order it was told."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.shop.shipping.following import failures_of, journey_of
from zahra.shop.shipping.parcels import Scan
from zahra.shop.shipping.states import EVENT_OF, LEADS_TO, SHIPMENT_LIFE, ShipmentState

S = ShipmentState
BEGAN = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
JOURNEYS = {
    S.DELIVERED: (S.PICKUP_SCHEDULED, S.PICKED_UP, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED),
    # 7 after 9: the courier turned the wrong parcel back.
    "wrong rto": (S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.UNDELIVERED, S.RTO_INITIATED, S.DELIVERED),
    "again": (S.OUT_FOR_DELIVERY, S.UNDELIVERED, S.OUT_FOR_DELIVERY, S.UNDELIVERED, S.DELIVERED),
    S.RTO_DELIVERED: (
        S.OUT_FOR_DELIVERY,
        S.UNDELIVERED,
        S.RTO_INITIATED,
        S.RTO_IN_TRANSIT,
        S.RTO_DELIVERED,
    ),
    "late news": (S.OUT_FOR_DELIVERY, S.DELIVERED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY),
    "found": (S.IN_TRANSIT, S.LOST, S.DELIVERED, S.UNDELIVERED),
}
ENDS = {"wrong rto": S.DELIVERED, "again": S.DELIVERED, "late news": S.DELIVERED}
ENDS["found"] = S.DELIVERED


def scans(*states: ShipmentState | None, hours: int = 1) -> list[Scan]:
    """What happened, one thing an hour."""
    return [
        Scan(f"key-{at}", str(state), state, "", "", BEGAN + timedelta(hours=at * hours))
        for at, state in enumerate(states)
    ]


@pytest.mark.parametrize("name", JOURNEYS)
def test_every_order_of_the_news_ends_in_the_same_state(name: str):
    told = scans(*JOURNEYS[name])
    (once,) = {journey_of(news) for news in permutations(told)}
    assert once.state is ENDS.get(name, name)


@given(
    st.lists(st.sampled_from(list(ShipmentState)), max_size=12),
    st.randoms(use_true_random=False),
    st.integers(1, 3),
)
def test_what_is_told_in_any_order_and_many_times_comes_to_the_same(states, random, times):
    told = scans(*states)
    shuffled = told * times
    random.shuffle(shuffled)
    assert journey_of(shuffled) == journey_of(told)
    assert failures_of(shuffled) == failures_of(told)


@given(st.lists(st.sampled_from(list(ShipmentState)), max_size=12))
def test_each_step_is_one_that_the_life_allows(states):
    state = SHIPMENT_LIFE.start
    for length in range(len(states) + 1):
        now = journey_of(scans(*states[:length])).state
        assert now is state or SHIPMENT_LIFE.after(state, EVENT_OF[now]) is now
        state = now


def test_of_two_scans_in_the_same_second_the_farther_one_was_later():
    told = scans(S.OUT_FOR_DELIVERY, S.UNDELIVERED, S.DELIVERED, hours=0)
    assert {journey_of(news).state for news in permutations(told)} == {S.DELIVERED}


def test_delivered_stays_delivered_and_back_with_us_stays_back():
    for end in (S.DELIVERED, S.RTO_DELIVERED):
        for then in ShipmentState:
            assert journey_of(scans(end, then)).state is end


def test_a_code_that_says_nothing_changes_nothing():
    assert journey_of(scans(S.IN_TRANSIT, None)) == journey_of(scans(S.IN_TRANSIT))


def test_the_times_are_those_of_the_scans_that_moved_it():
    way = journey_of(scans(S.PICKUP_SCHEDULED, S.PICKED_UP, S.IN_TRANSIT, S.DELIVERED))
    assert (way.dispatched_at, way.delivered_at) == (
        BEGAN + timedelta(hours=1),
        BEGAN + timedelta(hours=3),
    )
    assert journey_of(scans(S.PICKUP_SCHEDULED)).dispatched_at is None
    assert journey_of(scans(S.PICKED_UP, S.UNDELIVERED)).delivered_at is None


def test_a_failed_attempt_that_is_told_twice_a_day_counts_once():
    told = scans(S.UNDELIVERED, S.UNDELIVERED, S.OUT_FOR_DELIVERY, S.UNDELIVERED, hours=10)
    assert [scan.key for scan in failures_of(told)] == ["key-0", "key-3"]


def test_every_state_but_the_first_has_one_event():
    assert set(LEADS_TO.values()) == set(ShipmentState) - {SHIPMENT_LIFE.start}
    assert len(EVENT_OF) == len(LEADS_TO)
