"""From the figures of the watch to what its page shows of them."""

from collections.abc import Iterable, Mapping

from zahra.shop import analytics, messaging
from zahra.web.admin.security_view import (
    AlertRow,
    DayRow,
    DeliveryRow,
    Figure,
    FindingRow,
    MailRow,
)

_METHODS = {
    "sms": "SMS",
    "email": "e-mail",
    "pwd": "password",
    "pwd+otp+mfa": "password and app",
    "hwk+user+mfa": "passkey",
}
_CHANNELS = {"sms": "SMS", "email": "E-mail"}
_CHECKS = {"check": "Looked up in DNS", "test": "Letters sent"}


def alert_rows(alerts: Iterable[analytics.Alert]) -> tuple[AlertRow, ...]:
    """The urgent ones first."""
    rows = (AlertRow(each.sentence, each.level == analytics.Level.PAGE) for each in alerts)
    return tuple(sorted(rows, key=lambda row: not row.is_urgent))


def headline(found: analytics.SecurityFigures) -> tuple[Figure, ...]:
    """The sums over the days asked for, and who is signed in now."""
    days = found.days
    codes = sum(sum(day.codes_sent.values()) for day in days)
    verified = sum(day.codes_verified for day in days)
    return (
        Figure("Sign-ins", f"{sum(sum(day.logins.values()) for day in days):,}"),
        Figure("Codes sent", f"{codes:,}"),
        Figure("Codes answered rightly", share(verified, codes)),
        Figure("Wrong codes", f"{sum(day.wrong_codes for day in days):,}"),
        Figure("People signed in", f"{found.sessions.people:,}"),
        Figure("Sessions used in 24 hours", f"{found.sessions.seen_in_24_hours:,}"),
        Figure("Sessions used in 30 days", f"{found.sessions.seen_in_30_days:,}"),
        Figure("Refresh tokens used twice", f"{sum(day.reuses for day in days):,}"),
    )


def day_rows(days: Iterable[analytics.SecurityDay]) -> tuple[DayRow, ...]:
    """Each day, its bar measured against the busiest."""
    told = tuple(days)
    most = max((sum(day.logins.values()) for day in told), default=0) or 1
    return tuple(_day_row(day, most) for day in told)


def delivery_rows(figures: messaging.DeliveryFigures) -> tuple[DeliveryRow, ...]:
    """Each channel, and under it its carriers."""
    rows: list[DeliveryRow] = []
    for channel in figures.channels:
        rows.append(_delivery_row(channel, _CHANNELS[channel.channel]))
        carriers = (each for each in figures.carriers if each.channel == channel.channel)
        rows += [_delivery_row(each, each.carrier or "") for each in carriers]
    return tuple(rows)


def mail_rows(checks: Iterable[messaging.MailCheck]) -> tuple[MailRow, ...]:
    """What was found, as it came."""
    return tuple(
        MailRow(
            check.at,
            _CHECKS[check.kind.value],
            check.verdict.value,
            tuple(FindingRow(f.name, f.verdict.value, f.sentence) for f in check.findings),
        )
        for check in checks
    )


def share(part: int, whole: int) -> str:
    """A part in whole percent.

    >>> share(1, 3), share(0, 0)
    ('33 %', '–')
    """
    return f"{100 * part / whole:.0f} %" if whole else "–"


def by_method(logins: Mapping[str, int]) -> str:
    """How people signed in, the usual way first.

    >>> by_method({"sms": 3, "pwd": 5})
    '5 password, 3 SMS'
    """
    usual = sorted(logins.items(), key=lambda told: -told[1])
    return ", ".join(f"{count} {_METHODS.get(name, name)}" for name, count in usual if count)


def _day_row(day: analytics.SecurityDay, most: int) -> DayRow:
    logins, codes = sum(day.logins.values()), sum(day.codes_sent.values())
    return DayRow(
        day.day,
        logins,
        by_method(day.logins),
        codes,
        share(day.codes_verified, codes),
        day.wrong_codes,
        share(day.replays, day.rotations),
        day.reuses,
        height=round(100 * logins / most),
    )


def _delivery_row(told: messaging.ChannelFigures, name: str) -> DeliveryRow:
    usual, slow = (_seconds(each) for each in (told.p50_seconds, told.p95_seconds))
    return DeliveryRow(
        name,
        told.carrier is None,
        told.sent,
        told.delivered,
        share(told.failed, told.sent),
        share(told.bounced + told.complained, told.sent),
        f"{usual}, slowest {slow}" if told.p50_seconds is not None else "–",
    )


def _seconds(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.0f} s"
