"""SQL of ways of delivery and their rates."""

from zahra.base.db import Snapshot
from zahra.shop.shipping.model import Method


async def methods(snapshot: Snapshot) -> list[Method]:
    """Every way of delivery, in the shop's order."""
    return await snapshot.rows(
        Method,
        """
        SELECT key, name, price, free_from, near_min_days, near_max_days, far_min_days, far_max_days
        FROM shipping_methods ORDER BY position, key
        """,
    )
