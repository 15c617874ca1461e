"""What delivery costs, and by which day it is promised."""

import doctest
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zahra.base.clock import IST
from zahra.base.errors import Invalid
from zahra.shop import shipping
from zahra.shop.places import Place, Zone
from zahra.shop.shipping import CodTerms, Method, Offer, Origin, Rate, Trip, rules

SUNDAYS = 6
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
STANDARD = Method("standard", "Standard delivery", 7900, 99900, 2, 4, 4, 7)
EXPRESS = Method("express", "Express delivery", 14900, None, 1, 2, 2, 3)
JAIPUR = Place("302001", ("Jaipur",), ("08",))
MUMBAI = Place("400001", ("Mumbai",), ("27",))
BORDER = Place("160001", ("Chandigarh", "Mohali"), ("04", "03"))
NOWHERE = Place("682559", ("Unknown",), ())
ARMY = Place("900056", ("Army",), ())


def offered(place: Place, *, goods_total: int = 0, seller_state: str = "08"):
    origin = Origin("302001", seller_state)
    trip = Trip(origin, place.pincode, place, leaves_on=FRIDAY, goods_total=goods_total)
    return shipping.offers([STANDARD, EXPRESS], trip)


def test_the_examples_in_the_documentation_are_true():
    assert doctest.testmod(rules).failed == 0


def test_within_the_sellers_state_it_is_near():
    assert offered(JAIPUR) == (
        Offer("standard", "Standard delivery", 7900, 2, 4, date(2026, 11, 25), 99900),
        Offer("express", "Express delivery", 14900, 1, 2, date(2026, 11, 23)),
    )


def test_in_any_other_state_it_is_far():
    standard, express = offered(MUMBAI)
    assert (standard.min_days, standard.max_days, standard.promised_by) == (
        4,
        7,
        date(2026, 11, 28),
    )
    assert (express.min_days, express.max_days, express.promised_by) == (2, 3, date(2026, 11, 24))


def test_a_pin_in_two_states_is_near_to_both():
    assert offered(BORDER, seller_state="03")[0].max_days == 4
    assert offered(BORDER, seller_state="04")[0].max_days == 4


def test_a_pin_whose_state_is_unknown_is_far():
    assert offered(NOWHERE)[0].max_days == 7


@pytest.mark.parametrize(("goods", "price"), [(99899, 7900), (99900, 0), (500000, 0)])
def test_standard_delivery_is_free_from_the_threshold_on(goods: int, price: int):
    standard, express = offered(JAIPUR, goods_total=goods)
    assert (standard.price, express.price) == (price, 14900)


@pytest.mark.parametrize("place", [replace(MUMBAI, is_serviceable=False), ARMY])
def test_where_we_do_not_deliver_nothing_is_offered(place: Place):
    assert offered(place) == ()


def test_an_unknown_pin_is_offered_as_far_away_and_flagged():
    trip = Trip(Origin("302001", "08"), "302999", None, leaves_on=FRIDAY)
    assert [offer.max_days for offer in shipping.offers([STANDARD, EXPRESS], trip)] == [7, 3]
    assert shipping.flags_of("302999", None) == ("unknown_pincode",)
    assert shipping.flags_of("302001", JAIPUR) == shipping.flags_of(None, None) == ()


def test_what_couriers_say_of_a_place_only_makes_a_promise_later():
    slow, fast = (replace(MUMBAI, min_days=a, max_days=b) for a, b in ((6, 9), (1, 1)))
    assert [(o.min_days, o.max_days) for o in offered(slow)] == [(6, 9), (6, 9)]
    assert offered(fast) == offered(MUMBAI)


def test_what_our_own_parcels_taught_us_counts_once_there_were_enough():
    learned = replace(MUMBAI, parcels=20, days_p50=5, days_p90=8)
    assert [(o.min_days, o.max_days) for o in offered(learned)] == [(5, 8), (5, 8)]
    assert offered(replace(learned, parcels=19)) == offered(MUMBAI)


def test_the_reason_is_said_plainly():
    closed = replace(MUMBAI, is_serviceable=False)
    assert shipping.why_not("400001", closed) == "Our couriers do not go to 400001 at present."
    army = "We cannot deliver to Army Postal Service addresses yet."
    assert shipping.why_not("900056", ARMY) == army
    assert shipping.why_not("900001", None) == army
    assert shipping.why_not("302001", JAIPUR) is None


@pytest.mark.parametrize(
    ("today", "days", "promised"),
    [
        (FRIDAY, 1, SATURDAY),
        (FRIDAY, 2, date(2026, 11, 23)),
        (SATURDAY, 1, date(2026, 11, 23)),
        (SUNDAY, 1, date(2026, 11, 23)),
        (FRIDAY, 7, date(2026, 11, 28)),
        (FRIDAY, 13, date(2026, 12, 5)),
    ],
)
def test_sundays_do_not_count(today: date, days: int, promised: date):
    assert shipping.promised_day(today, days) == promised


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_nothing_is_promised_for_a_sunday_or_a_national_holiday(today: date, days: int):
    promised = shipping.promised_day(today, days)
    assert promised.weekday() != SUNDAYS
    assert (promised.month, promised.day) not in {(1, 26), (8, 15), (10, 2)}


DIWALI = date(2026, 11, 9)  # a Monday


@pytest.mark.parametrize(
    ("ordered", "leaves_on", "promised"),
    [
        ("2027-01-25 13:59", date(2027, 1, 25), date(2027, 1, 28)),
        ("2027-01-25 14:00", date(2027, 1, 27), date(2027, 1, 29)),  # the 26th is Republic Day
        ("2026-11-07 10:00", date(2026, 11, 7), date(2026, 11, 11)),
        ("2026-11-07 18:00", date(2026, 11, 10), date(2026, 11, 12)),  # Sunday, then Diwali
        ("2026-11-09 10:00", date(2026, 11, 10), date(2026, 11, 12)),
    ],
)
def test_a_promise_goes_past_holidays_and_the_hour(ordered: str, leaves_on: date, promised: date):
    now = datetime.fromisoformat(ordered).replace(tzinfo=IST)
    left = shipping.leaving_day(now, cut_off_hour=14, holidays={DIWALI})
    assert left == leaves_on
    trip = Trip(Origin("302001", "08", 14, frozenset({DIWALI})), "302017", JAIPUR, leaves_on=left)
    (offer,) = shipping.offers([replace(STANDARD, near_max_days=2)], trip)
    assert offer.promised_by == promised


def test_freight_is_for_the_room_and_the_weight_of_the_bag():
    """The same bag that is packed, where nobody weighs it."""
    rate = Rate(Zone.CITY, 5000, 2000, 1, 2)
    priced = replace(STANDARD, rates=(rate,), free_from=None)
    goods = (380, 440, 441, 900, 1500)
    trips = [
        Trip(Origin("302001", "08"), "302017", JAIPUR, leaves_on=FRIDAY, weight_grams=grams)
        for grams in goods
    ]
    prices = [shipping.offers([priced], trip)[0].price for trip in trips]
    assert prices == [5000, 5000, 7000, 7000, 11000]
    assert [shipping.usual_parcel(grams).weight_grams for grams in goods] == [
        440,
        500,
        501,
        960,
        1560,
    ]


@pytest.mark.parametrize("pincode", ["", "30200", "3020011", "030201", "30200a", "３０２００１"])
def test_what_is_not_a_pin_code_is_refused(pincode: str):
    with pytest.raises(Invalid) as refused:
        shipping.check_pincode(pincode)
    assert list(refused.value.fields) == ["pincode"]


def test_cash_at_the_door_has_a_least_and_a_most():
    terms = CodTerms(fee=4900, min_total=10000, max_total=500000)
    assert [terms.allows(total) for total in (9999, 10000, 500000, 500001)] == [
        False,
        True,
        True,
        False,
    ]
    assert not CodTerms(fee=0, min_total=0, max_total=0).allows(0)
