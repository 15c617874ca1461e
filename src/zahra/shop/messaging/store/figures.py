"""SQL that counts what became of messages."""

from datetime import datetime

from zahra.base.db import Snapshot
from zahra.shop.messaging.model import ChannelFigures


async def figures(snapshot: Snapshot, since: datetime, until: datetime) -> list[ChannelFigures]:
    """Each channel as a whole, then each of its carriers."""
    return await snapshot.rows(
        ChannelFigures,
        """
        SELECT channel, carrier,
            count(*) FILTER (WHERE state <> 'suppressed') AS sent,
            count(*) FILTER (WHERE state = 'delivered') AS delivered,
            count(*) FILTER (WHERE state = 'failed') AS failed,
            count(*) FILTER (WHERE state = 'bounced') AS bounced,
            count(*) FILTER (WHERE state = 'complained') AS complained,
            count(*) FILTER (WHERE state = 'suppressed') AS suppressed,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)
                FILTER (WHERE state = 'delivered') AS p50_seconds,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds)
                FILTER (WHERE state = 'delivered') AS p95_seconds
        FROM deliveries
        CROSS JOIN LATERAL
            (SELECT extract(epoch FROM settled_at - sent_at)::float AS seconds) AS took
        WHERE sent_at >= %(since)s AND sent_at < %(until)s
        GROUP BY GROUPING SETS ((channel), (channel, carrier))
        ORDER BY channel, carrier NULLS FIRST
        """,
        since=since,
        until=until,
    )
