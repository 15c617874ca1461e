"""Revenue: booked, shipped, delivered and settled, kept apart and never added up."""

from collections.abc import Sequence
from datetime import date, timedelta

from zahra.base.actors import Actor, Permission
from zahra.base.clock import start_of
from zahra.base.db import Snapshot
from zahra.base.errors import Invalid
from zahra.shop.books.model import Flow, RevenueDay
from zahra.shop.books.store import revenue as store

LONGEST = timedelta(days=92)
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)  # beyond them days cannot be counted


async def revenue(
    snapshot: Snapshot, actor: Actor, first: date, last: date
) -> Sequence[RevenueDay]:
    """Every business day (IST) from `first` to `last`, both included, the earliest first.

    Raises Forbidden without `finance:read`, Invalid for days in the wrong order, over 92, or of
    another millennium.
    """
    actor.must(Permission.FINANCE_READ)
    check_days(first, last)
    found = {
        (each.day, each.meaning): Flow(each.came, each.back)
        for each in await store.amounts(
            snapshot, start_of(first), start_of(last + timedelta(days=1))
        )
    }
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    none = Flow()
    return [
        RevenueDay(
            day,
            booked=found.get((day, "booked"), none),
            shipped=found.get((day, "shipped"), none),
            delivered=found.get((day, "delivered"), none),
            settled=found.get((day, "settled"), none),
        )
        for day in days
    ]


def check_days(first: date, last: date) -> None:
    """Raise Invalid for days that cannot be asked for together."""
    if first < EARLIEST or last > LATEST:
        raise Invalid({"from": "Ask for days of this millennium."})
    if last < first:
        raise Invalid({"to": "The last day must not lie before the first."})
    if last - first > LONGEST:
        raise Invalid({"from": f"Ask for at most {LONGEST.days} days at once."})
