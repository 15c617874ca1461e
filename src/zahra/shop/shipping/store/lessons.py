"""SQL of what parcels teach: counted from those that ended."""

from datetime import datetime

from zahra.base.db import Snapshot
from zahra.shop.places import Lesson


async def lessons(snapshot: Snapshot, *, since: datetime) -> list[Lesson]:
    """Of each PIN code, the parcels that ended since a moment: all, those that came back, and the
    working days (no Sundays) that half and nine tenths of the delivered ones took.

    Sundays between two days are counted from 4 January 1970, which was one.
    """
    return await snapshot.rows(
        Lesson,
        """
        WITH ended AS (
            SELECT pincode, state, (dispatched_at AT TIME ZONE 'Asia/Kolkata')::date AS left_on,
                (delivered_at AT TIME ZONE 'Asia/Kolkata')::date AS came_on
            FROM shipments
            WHERE state IN ('delivered', 'rto_delivered') AND state_at >= %(since)s),
        counted AS (
            SELECT pincode, state, greatest(1, came_on - left_on
                - ((came_on - DATE '1970-01-04') / 7 - (left_on - DATE '1970-01-04') / 7)) AS days
            FROM ended)
        SELECT pincode, count(*)::int AS parcels,
            count(*) FILTER (WHERE state = 'rto_delivered')::int AS parcels_back,
            percentile_disc(0.5) WITHIN GROUP (ORDER BY days) AS days_p50,
            percentile_disc(0.9) WITHIN GROUP (ORDER BY days) AS days_p90
        FROM counted GROUP BY pincode ORDER BY pincode
        """,
        since=since,
    )
