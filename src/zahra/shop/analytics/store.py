"""SQL of the figures: reads what identity wrote, writes nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zahra.base.db import Snapshot
from zahra.shop.analytics.model import ActiveSessions


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something happened on a business day; `how` is its method or channel."""

    day: date
    type: str
    how: str
    times: int

    @property
    def is_login(self) -> bool:
        return self.type == "login.ok"

    @property
    def is_code(self) -> bool:
        return self.type == "otp.sent"


async def happenings(snapshot: Snapshot, since: datetime, until: datetime) -> list[Counted]:
    """The diary of the door by day, kind and method; exchanges of tokens as `refresh.rotated`."""
    return await snapshot.rows(
        Counted,
        """
        SELECT (at AT TIME ZONE 'Asia/Kolkata')::date AS day, type,
               coalesce(detail ->> 'by', detail ->> 'channel', '') AS how, count(*)::int AS times
        FROM auth_events
        WHERE at >= %(since)s AND at < %(until)s AND type IN (
            'login.ok', 'otp.sent', 'otp.verified', 'otp.rejected', 'refresh.replayed',
            'refresh.reused')
        GROUP BY 1, 2, 3
        UNION ALL
        SELECT (issued_at AT TIME ZONE 'Asia/Kolkata')::date, 'refresh.rotated', '', count(*)::int
        FROM refresh_tokens
        WHERE issued_at >= %(since)s AND issued_at < %(until)s AND generation > 0
        GROUP BY 1
        """,
        since=since,
        until=until,
    )


async def active_sessions(snapshot: Snapshot) -> ActiveSessions:
    found = await snapshot.row(
        ActiveSessions,
        """
        SELECT count(*)::int AS seen_in_30_days,
               (count(*) FILTER (WHERE last_seen_at > %(day)s))::int AS seen_in_24_hours,
               (count(DISTINCT user_id))::int AS people
        FROM sessions
        WHERE revoked_at IS NULL AND idle_expires_at > %(now)s AND absolute_expires_at > %(now)s
          AND last_seen_at > %(month)s
        """,
        now=snapshot.now,
        day=snapshot.now - timedelta(days=1),
        month=snapshot.now - timedelta(days=30),
    )
    assert found is not None, "a count is always a row"
    return found


async def happened_since(snapshot: Snapshot, type_: str, since: datetime) -> int:
    return await snapshot.value(
        "SELECT count(*)::int FROM auth_events WHERE type = %(type)s AND at > %(since)s",
        type=type_,
        since=since,
    )


async def rotations_since(snapshot: Snapshot, since: datetime) -> int:
    return await snapshot.value(
        "SELECT count(*)::int FROM refresh_tokens WHERE issued_at > %(since)s AND generation > 0",
        since=since,
    )


async def busy_recipients(snapshot: Snapshot, *, in_an_hour: int, in_a_day: int) -> int:
    """How many phones and addresses were sent at least so many codes."""
    return await snapshot.value(
        """
        SELECT count(*)::int FROM (
            SELECT identifier FROM otp_challenges WHERE created_at > %(day)s
            GROUP BY identifier
            HAVING coalesce(sum(send_count) FILTER (WHERE created_at > %(hour)s), 0) >= %(hourly)s
                OR sum(send_count) >= %(daily)s
        ) busy
        """,
        hour=snapshot.now - timedelta(hours=1),
        day=snapshot.now - timedelta(days=1),
        hourly=in_an_hour,
        daily=in_a_day,
    )


async def busy_prefixes(snapshot: Snapshot, *, numbers: int, length: int) -> tuple[str, ...]:
    """Beginnings that at least so many numbers of the last hour's codes by SMS share."""
    return tuple(
        await snapshot.values(
            """
            SELECT left(identifier, %(length)s) FROM otp_challenges
            WHERE channel = 'sms' AND created_at > %(hour)s
            GROUP BY 1 HAVING count(DISTINCT identifier) >= %(numbers)s ORDER BY 1
            """,
            hour=snapshot.now - timedelta(hours=1),
            length=length,
            numbers=numbers,
        )
    )


async def wrong_codes_this_hour(snapshot: Snapshot) -> int:
    found = await snapshot.value(
        "SELECT failed FROM otp_failures WHERE hour = date_trunc('hour', %(now)s::timestamptz)",
        now=snapshot.now,
    )
    return found or 0


async def logins_by_day(snapshot: Snapshot, days: list[date]) -> dict[date, int]:
    """Logins of these business days; a day without one is missing."""
    found = await snapshot.rows(
        Counted,
        """
        SELECT (at AT TIME ZONE 'Asia/Kolkata')::date AS day, type, '' AS how,
               count(*)::int AS times
        FROM auth_events
        WHERE type = 'login.ok' AND at > %(since)s
          AND (at AT TIME ZONE 'Asia/Kolkata')::date = ANY(%(days)s)
        GROUP BY 1, 2
        """,
        since=snapshot.now - timedelta(days=37),
        days=days,
    )
    return {each.day: each.times for each in found}
