"""SQL that finds orders whose time has come."""

from uuid import UUID

from zahra.base.db import Snapshot


async def orders_run_out(snapshot: Snapshot, *, limit: int) -> list[UUID]:
    """Orders still waiting for money or a confirmation past their time; the longest first, of each
    way of paying up to `limit`: a gateway that is silent for long keeps no other's waiting."""
    return await snapshot.values(
        """
        SELECT id FROM (
            SELECT id, expires_at,
                row_number() OVER (PARTITION BY payment_method ORDER BY expires_at) AS place
            FROM orders
            WHERE status IN ('pending_payment', 'pending_confirmation')
              AND expires_at <= %(now)s) AS run_out
        WHERE place <= %(limit)s ORDER BY expires_at
        """,
        now=snapshot.now,
        limit=limit,
    )
