"""SQL of rewards for paying a cash order online, and of the goods they wait for."""

from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.orders.rewards import SentPiece


async def orders_to_reward(snapshot: Snapshot, *, limit: int) -> list[UUID]:
    """Orders that have come to an end and whose reward is still only promised, the oldest
    promise first."""
    return await snapshot.values(
        """
        SELECT r.order_id FROM prepaid_rewards r JOIN orders o ON o.id = r.order_id
        WHERE r.state = 'promised' AND (o.status = 'cancelled'
            OR o.fulfilment_status IN ('delivered', 'rto', 'cancelled'))
        ORDER BY r.promised_at LIMIT %(limit)s
        """,
        limit=limit,
    )


async def sent_for(snapshot: Snapshot, order_id: UUID) -> list[SentPiece]:
    """Every piece of an order and of those that replaced pieces of it, however often; none of one
    that is cancelled."""
    return await snapshot.rows(
        SentPiece,
        """
        WITH RECURSIVE sent AS (
            SELECT id, return_status FROM orders
            WHERE id = %(order_id)s AND status <> 'cancelled'
            UNION ALL
            SELECT o.id, o.return_status FROM orders o JOIN sent s ON o.replaces_order_id = s.id
            WHERE o.status <> 'cancelled')
        SELECT p.state, p.delivered_at, l.returnable_days,
            s.return_status = 'requested' AS is_asked_back
        FROM sent s JOIN order_lines l ON l.order_id = s.id
        JOIN order_pieces p ON p.order_line_id = l.id
        """,
        order_id=order_id,
    )
