"""SQL that finds orders whose time has come."""

from uuid import UUID

from zahra.base.db import Snapshot


async def orders_run_out(snapshot: Snapshot, *, limit: int) -> list[UUID]:
    """Orders still waiting for money or a confirmation past their time; the longest first."""
    return await snapshot.values(
        """
        SELECT id FROM orders
        WHERE status IN ('pending_payment', 'pending_confirmation') AND expires_at <= %(now)s
        ORDER BY expires_at LIMIT %(limit)s
        """,
        now=snapshot.now,
        limit=limit,
    )
