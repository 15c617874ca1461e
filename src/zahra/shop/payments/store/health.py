"""SQL of how gateways have been doing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zahra.base.db import Snapshot, Transaction
from zahra.shop.payments.model import Health


async def note_silence(tx: Transaction, provider: str) -> None:
    """Count one call without an answer, and drop what is a day old."""
    await tx.run(
        """
        WITH gone AS (
            DELETE FROM gateway_silences WHERE minute < %(day_ago)s)
        INSERT INTO gateway_silences (provider, minute, times)
        VALUES (%(provider)s, date_trunc('minute', %(now)s::timestamptz), 1)
        ON CONFLICT (provider, minute) DO UPDATE SET times = gateway_silences.times + 1
        """,
        provider=provider,
        now=tx.now,
        day_ago=tx.now - timedelta(days=1),
    )


async def health_of(
    snapshot: Snapshot, providers: Sequence[str], troubles: Sequence[str], *, since: datetime
) -> list[Health]:
    """What each gateway has done since a moment: payments taken, and what went wrong on its side
    (calls it did not answer, payments that failed of these error codes)."""
    return await snapshot.rows(
        Health,
        """
        SELECT provider, (
            SELECT count(*) FROM payments p
            WHERE p.provider = name.provider AND p.first_seen_at >= %(since)s
                AND p.captured_at IS NOT NULL
        ) AS taken, (
            SELECT count(*) FROM payments p
            WHERE p.provider = name.provider AND p.first_seen_at >= %(since)s
                AND p.state = 'failed' AND p.error_code = ANY (%(troubles)s)
        ) + (
            SELECT coalesce(sum(s.times), 0) FROM gateway_silences s
            WHERE s.provider = name.provider AND s.minute >= date_trunc('minute', %(since)s)
        ) AS troubles
        FROM unnest(%(providers)s::text[]) AS name (provider)
        """,
        providers=list(providers),
        troubles=list(troubles),
        since=since,
    )
