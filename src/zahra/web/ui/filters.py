"""How pages write amounts and times. Days and hours are India's, whatever the server's clock."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from zahra.base.clock import IST
from zahra.base.money import Paise, format_inr

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def inr(amount: Paise) -> str:
    """Paise as rupees with Indian grouping.

    >>> inr(1234500)
    '₹12,345'
    """
    return format_inr(amount)


def ist_date(when: date) -> str:
    """A day as people say it here; an aware datetime is taken to IST first.

    >>> ist_date(date(2026, 11, 26))
    'Thu, 26 Nov 2026'
    """
    day = when.astimezone(IST) if isinstance(when, datetime) else when
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def ist_day(when: date) -> str:
    """A near day, without its year.

    >>> ist_day(date(2026, 11, 26))
    'Thu, 26 Nov'
    """
    return ist_date(when).rsplit(" ", 1)[0]


def ist_time(when: datetime) -> str:
    """The hour on an Indian clock.

    >>> ist_time(datetime.fromisoformat("2026-11-22T13:12:00Z"))
    '6:42 pm'
    """
    local = when.astimezone(IST)
    return f"{local.hour % 12 or 12}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"


def count_of(number: int, one: str, many: str) -> str:
    """A number with its word.

    >>> count_of(1, "item", "items"), count_of(0, "item", "items")
    ('1 item', '0 items')
    """
    return f"{number} {one if number == 1 else many}"


def in_size(size: str) -> str:
    """A size after what it is the size of; one that fits all is not "size Free".

    >>> in_size("M"), in_size("Free")
    ('size M', 'free size')
    """
    return "free size" if size == "Free" else f"size {size}"


FILTERS: dict[str, Callable[..., Any]] = {
    made.__name__: made for made in (inr, ist_date, ist_day, ist_time, count_of, in_size)
}
