"""Indian business time. Moments are aware UTC everywhere; days and dates shown are IST."""

from datetime import UTC, date, datetime, time, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")


def ist_day(moment: datetime) -> date:
    """The business day a moment falls on.

    >>> ist_day(datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    datetime.date(2026, 11, 23)
    """
    return moment.astimezone(IST).date()


def start_of(day: date) -> datetime:
    """The moment a business day begins, in UTC.

    >>> start_of(date(2026, 11, 23)).isoformat()
    '2026-11-22T18:30:00+00:00'
    """
    return datetime.combine(day, time(), IST).astimezone(UTC)
