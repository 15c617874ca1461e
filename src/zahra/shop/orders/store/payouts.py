"""SQL that finds the payouts somebody may see."""

from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.orders.payouts import PayoutSeen


async def payouts_of(snapshot: Snapshot, user_id: UUID) -> list[PayoutSeen]:
    """The latest first."""
    return await snapshot.rows(
        PayoutSeen,
        """
        SELECT p.id, p.number, p.order_id, o.number AS order_number, p.amount, p.state, d.shown,
            p.utr, p.last_error, p.created_at, p.settled_at
        FROM payouts p JOIN orders o ON o.id = p.order_id
        LEFT JOIN payout_destinations d ON d.id = p.destination_id
        WHERE o.user_id = %(user)s ORDER BY p.created_at DESC, p.id DESC
        """,
        user=user_id,
    )


async def payout_of(snapshot: Snapshot, user_id: UUID, payout_id: UUID) -> PayoutSeen | None:
    return await snapshot.row(
        PayoutSeen,
        """
        SELECT p.id, p.number, p.order_id, o.number AS order_number, p.amount, p.state, d.shown,
            p.utr, p.last_error, p.created_at, p.settled_at
        FROM payouts p JOIN orders o ON o.id = p.order_id
        LEFT JOIN payout_destinations d ON d.id = p.destination_id
        WHERE o.user_id = %(user)s AND p.id = %(id)s
        """,
        user=user_id,
        id=payout_id,
    )
