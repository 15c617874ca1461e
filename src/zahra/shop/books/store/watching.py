"""SQL of figures for a monitoring system."""

from dataclasses import dataclass
from datetime import datetime

from zahra.base.db import Snapshot


@dataclass(frozen=True, slots=True)
class Silence:
    """When a gateway's payment last became known, and when its last webhook came."""

    provider: str
    last_payment_at: datetime
    last_event_at: datetime | None


async def silences(snapshot: Snapshot, *, since: datetime) -> list[Silence]:
    """Gateways with payments since a moment, and their last webhook since then."""
    return await snapshot.rows(
        Silence,
        """
        SELECT p.provider, max(p.captured_at) AS last_payment_at,
            (SELECT max(e.received_at) FROM provider_events e
             WHERE e.provider = p.provider AND e.received_at > %(since)s) AS last_event_at
        FROM payments p WHERE p.captured_at > %(since)s AND p.attempt_id IS NOT NULL
        GROUP BY p.provider
        """,
        since=since,
    )
