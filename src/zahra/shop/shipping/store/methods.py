"""SQL of ways of delivery and their rates."""

from collections.abc import Sequence
from dataclasses import asdict

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.shop.shipping.model import Method, Rate


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


async def keep_rates(tx: Transaction, key: str, rates: Sequence[Rate]) -> None:
    """These and no others."""
    await tx.run("DELETE FROM shipping_rates WHERE method_key = %(key)s", key=key)
    await tx.run(
        """
        INSERT INTO shipping_rates (method_key, zone, first_slab, next_slab, min_days, max_days)
        SELECT %(key)s, zone, first_slab, next_slab, min_days, max_days
        FROM jsonb_to_recordset(%(rates)s) AS r (zone char(1), first_slab bigint,
            next_slab bigint, min_days int, max_days int)
        """,
        key=key,
        rates=Jsonb([asdict(rate) for rate in rates]),
    )
