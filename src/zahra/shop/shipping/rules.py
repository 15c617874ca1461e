"""Where we deliver, what it costs and by which day. Pure."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from zahra.base.clock import IST, ist_day
from zahra.base.errors import Invalid
from zahra.shop import places
from zahra.shop.places import Place
from zahra.shop.shipping.model import BAG_GRAMS, SLAB_GRAMS, Method, Offer, Trip
from zahra.shop.shipping.parcels import MOST_CM, Parcel

_PINCODE = re.compile(r"[1-9][0-9]{5}")
_SUNDAY = 6
_NATIONAL = {(1, 26), (8, 15), (10, 2)}  # every shop and courier is closed by law
BAG_CM, SLAB_CM = (32, 26), 3
UNKNOWN_PINCODE = "unknown_pincode"


def check_pincode(pincode: str) -> str:
    """The PIN code, if it is shaped like one. Raises Invalid on `pincode`.

    >>> check_pincode("302001")
    '302001'
    """
    if not _PINCODE.fullmatch(pincode):
        raise Invalid({"pincode": "A PIN code has six digits and does not begin with 0."})
    return pincode


def why_not(pincode: str, place: Place | None) -> str | None:
    """Why we cannot deliver to a PIN code, as a sentence for the shopper; None where we can.

    India Post opens new ones every month: one that we do not know is no reason.

    >>> why_not("302001", Place("302001", ("Jaipur",), ("08",))), why_not("302999", None)
    (None, None)
    """
    if places.is_army(pincode):
        return "We cannot deliver to Army Postal Service addresses yet."
    if place is not None and not place.is_serviceable:
        return f"Our couriers do not go to {pincode} at present."
    return None


def flags_of(pincode: str | None, place: Place | None) -> tuple[str, ...]:
    """What staff should look at before a parcel goes there.

    >>> flags_of("302999", None), flags_of(None, None)
    (('unknown_pincode',), ())
    """
    return (UNKNOWN_PINCODE,) if pincode is not None and place is None else ()


def offers(methods: Sequence[Method], trip: Trip) -> tuple[Offer, ...]:
    """Every method as it is offered for this trip; none where we do not deliver."""
    if why_not(trip.pincode, trip.place):
        return ()
    found = (_offer(each, trip) for each in methods)
    return tuple(offer for offer in found if offer is not None)


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether parcels move: not on Sundays, on the three national holidays, and on our own.

    >>> [is_working_day(date(2027, 1, day)) for day in (23, 24, 25, 26)]
    [True, False, True, False]
    """
    is_closed = (day.month, day.day) in _NATIONAL or day in holidays
    return day.weekday() != _SUNDAY and not is_closed


def leaving_day(now: datetime, *, cut_off_hour: int, holidays: Collection[date] = ()) -> date:
    """The day a parcel ordered now leaves us: a working day, and today before the hour.

    >>> from datetime import UTC
    >>> saturday = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # 14:30 in India
    >>> leaving_day(saturday, cut_off_hour=15), leaving_day(saturday, cut_off_hour=14)
    (datetime.date(2026, 11, 21), datetime.date(2026, 11, 23))
    """
    today = ist_day(now)
    if now.astimezone(IST).hour < cut_off_hour and is_working_day(today, holidays):
        return today
    return promised_day(today, 1, holidays=holidays)


def promised_day(today: date, days: int, *, holidays: Collection[date] = ()) -> date:
    """The day `days` working days after today.

    >>> promised_day(date(2026, 11, 20), 1), promised_day(date(2026, 11, 20), 2)
    (datetime.date(2026, 11, 21), datetime.date(2026, 11, 23))
    """
    day = today
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def usual_parcel(goods_grams: int) -> Parcel:
    """What goods of this weight travel in where nobody has weighed it: a flat bag, three
    centimetres high for each 500 g begun. Freight is reckoned from it before anything is packed.

    >>> usual_parcel(380), usual_parcel(380).chargeable_grams
    (Parcel(weight_grams=440, length_cm=32, width_cm=26, height_cm=3), 500)
    >>> usual_parcel(1140).chargeable_grams
    1500
    """
    slabs = max(1, -(-goods_grams // SLAB_GRAMS))
    return Parcel(goods_grams + BAG_GRAMS, *BAG_CM, min(slabs * SLAB_CM, MOST_CM))


def _offer(method: Method, trip: Trip) -> Offer | None:
    rate = method.rate_for(trip.zone)
    if method.rates and rate is None:
        return None
    charged = usual_parcel(trip.weight_grams).chargeable_grams
    price = rate.price(charged) if rate else method.price
    is_free = method.free_from is not None and trip.goods_total >= method.free_from
    shortest, longest = _days(method, trip)
    return Offer(
        key=method.key,
        name=method.name,
        price=0 if is_free else price,
        min_days=shortest,
        max_days=longest,
        promised_by=promised_day(trip.leaves_on, longest, holidays=trip.origin.holidays),
        free_from=method.free_from,
    )


def _days(method: Method, trip: Trip) -> tuple[int, int]:
    """From when to when it takes. What couriers say of the place, and what our own parcels taught
    us of it, can only make a promise later: a fast method must not be promised faster than it
    goes."""
    if rate := method.rate_for(trip.zone):
        shortest, longest = rate.min_days, rate.max_days
    elif trip.is_near:
        shortest, longest = method.near_min_days, method.near_max_days
    else:
        shortest, longest = method.far_min_days, method.far_max_days
    place = trip.place
    if place is None:
        return shortest, longest
    learned = (place.days_p50, place.days_p90) if place.has_taught_us else (None, None)
    return (
        max(shortest, place.min_days or 0, learned[0] or 0),
        max(longest, place.max_days or 0, learned[1] or 0),
    )
