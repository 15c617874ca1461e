"""SQL of revenue: what came and went back on each business day, by each of its four meanings."""

from dataclasses import dataclass
from datetime import date, datetime

from zahra.base.db import Snapshot
from zahra.base.money import Paise


@dataclass(frozen=True, slots=True)
class Amount:
    """What came or went on a day. `meaning`: booked, shipped, delivered or settled."""

    day: date
    meaning: str
    came: Paise
    back: Paise


# Charges are shipped and delivered with the first parcel. What a bank took back of settled money is
# gone when it is lost, until the gateway's own line tells of it.
_MOVED = """
    WITH moved AS (
        SELECT 'booked' AS meaning, placed_at AS at, total AS came, 0::bigint AS back
        FROM orders WHERE placed_at >= %(since)s AND placed_at < %(until)s
        UNION ALL
        SELECT m.meaning, g.created_at, 0, g.goods + g.charges
        FROM givebacks g CROSS JOIN (VALUES ('booked'), ('shipped'), ('delivered')) m (meaning)
        WHERE g.created_at >= %(since)s AND g.created_at < %(until)s AND CASE m.meaning
            WHEN 'booked' THEN g.kind IN ('cancellation', 'return', 'rto', 'lost', 'fee_waived')
            WHEN 'shipped' THEN g.kind IN ('return', 'rto', 'lost')
            ELSE g.kind = 'return' END
        UNION ALL
        SELECT 'shipped', s.dispatched_at, p.net, 0
        FROM shipments s JOIN order_pieces p ON p.shipment_id = s.id
        WHERE s.dispatched_at >= %(since)s AND s.dispatched_at < %(until)s
        UNION ALL
        SELECT 'delivered', p.delivered_at, p.net, 0 FROM order_pieces p
        WHERE p.delivered_at >= %(since)s AND p.delivered_at < %(until)s
        UNION ALL
        SELECT f.meaning, f.at, c.net, 0 FROM order_charges c JOIN (
            SELECT order_id, 'shipped' AS meaning, min(dispatched_at) AS at
            FROM shipments GROUP BY order_id
            UNION ALL
            SELECT l.order_id, 'delivered', min(p.delivered_at)
            FROM order_pieces p JOIN order_lines l ON l.id = p.order_line_id
            GROUP BY l.order_id) f ON f.order_id = c.order_id
        LEFT JOIN givebacks g ON g.id = c.giveback_id
        WHERE g.kind IS DISTINCT FROM 'fee_waived' AND f.at >= %(since)s AND f.at < %(until)s
        UNION ALL
        SELECT 'settled', settled_at, credit, debit FROM settlement_items
        WHERE settled_at >= %(since)s AND settled_at < %(until)s
        UNION ALL
        SELECT 'settled', d.decided_at, 0, d.deducted FROM disputes d
        WHERE d.decided_at >= %(since)s AND d.decided_at < %(until)s AND d.state = 'lost'
          AND EXISTS (SELECT FROM settlement_items i WHERE i.payment_id = d.payment_id)
          AND NOT EXISTS (SELECT FROM settlement_items i WHERE i.dispute_id = d.id)
        UNION ALL
        SELECT 'settled', remitted_on::timestamp AT TIME ZONE 'Asia/Kolkata', amount, 0
        FROM cod_remittances
        WHERE remitted_on::timestamp AT TIME ZONE 'Asia/Kolkata' >= %(since)s
          AND remitted_on::timestamp AT TIME ZONE 'Asia/Kolkata' < %(until)s)
    SELECT (at AT TIME ZONE 'Asia/Kolkata')::date AS day, meaning, sum(came)::bigint AS came,
        sum(back)::bigint AS back
    FROM moved GROUP BY 1, 2 ORDER BY 1, 2
    """


async def amounts(snapshot: Snapshot, since: datetime, until: datetime) -> list[Amount]:
    """Everything from `since` to `until` (exclusive), each on its own Indian day.

    A lost parcel was shipped and is not any more.
    """
    return await snapshot.rows(
        Amount,
        _MOVED,
        since=since,
        until=until,
    )
