"""SQL of ways of delivery and their rates."""

from zahra.base.db import Snapshot
from zahra.shop.shipping.model import Method


async def methods(snapshot: Snapshot) -> list[Method]:
    """Every way of delivery with its rates, in the shop's order."""
    return await snapshot.rows(
        Method,
        """
        SELECT m.key, m.name, m.price, m.free_from, m.near_min_days, m.near_max_days,
            m.far_min_days, m.far_max_days, (
                SELECT coalesce(jsonb_agg(to_jsonb(r) - 'method_key' ORDER BY r.zone), '[]')
                FROM shipping_rates r WHERE r.method_key = m.key) AS rates
        FROM shipping_methods m ORDER BY m.position, m.key
        """,
    )
