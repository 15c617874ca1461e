"""Where we deliver, what it costs and by which day. Pure."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from zahra.base.errors import Invalid
from zahra.base.money import Paise
from zahra.shop import places
from zahra.shop.places import Place
from zahra.shop.shipping.model import Method, Offer

_PINCODE = re.compile(r"[1-9][0-9]{5}")
_SUNDAY = 6


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

    >>> why_not("302001", Place("302001", ("Jaipur",), ("08",))) is None
    True
    """
    if places.is_army(pincode):
        return "We cannot deliver to Army Postal Service addresses yet."
    if place is None:
        return f"We do not know the PIN code {pincode}. Please check it."
    return None


def offers(
    methods: Sequence[Method],
    place: Place | None,
    *,
    goods_total: Paise,
    seller_state: str,
    today: date,
) -> tuple[Offer, ...]:
    """Every method as it is offered for this place; none where we do not deliver.

    `goods_total` is what the goods come to after discounts; `today` is an Indian business day.
    """
    if place is None or why_not(place.pincode, place):
        return ()
    is_near = seller_state in place.state_codes
    return tuple(_offer(each, goods_total, today, is_near=is_near) for each in methods)


def promised_day(today: date, days: int) -> date:
    """The day `days` working days after today; nothing moves on a Sunday.

    >>> promised_day(date(2026, 11, 20), 1), promised_day(date(2026, 11, 20), 2)
    (datetime.date(2026, 11, 21), datetime.date(2026, 11, 23))
    """
    day = today
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() != _SUNDAY
    return day


def _offer(method: Method, goods_total: Paise, today: date, *, is_near: bool) -> Offer:
    shortest = method.near_min_days if is_near else method.far_min_days
    longest = method.near_max_days if is_near else method.far_max_days
    is_free = method.free_from is not None and goods_total >= method.free_from
    return Offer(
        key=method.key,
        name=method.name,
        price=0 if is_free else method.price,
        min_days=shortest,
        max_days=longest,
        promised_by=promised_day(today, longest),
        free_from=method.free_from,
    )
