"""SQL of how many sessions are in use."""

from dataclasses import dataclass
from datetime import timedelta

from zahra.base.db import Snapshot


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """Living sessions that were used in the last thirty days, and of those in the last one."""

    in_30_days: int
    in_24_hours: int


async def session_figures(snapshot: Snapshot) -> SessionFigures:
    """How many sessions are alive and in use. Reads all living ones: not for every request."""
    found = await snapshot.row(
        SessionFigures,
        """
        SELECT count(*) AS in_30_days,
               count(*) FILTER (WHERE last_seen_at > %(now)s::timestamptz - %(day)s::interval)
                   AS in_24_hours
        FROM sessions
        WHERE revoked_at IS NULL AND idle_expires_at > %(now)s AND absolute_expires_at > %(now)s
          AND last_seen_at > %(now)s::timestamptz - %(month)s::interval
        """,
        now=snapshot.now,
        day=timedelta(days=1),
        month=timedelta(days=30),
    )
    return found or SessionFigures(0, 0)
