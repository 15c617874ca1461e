"""SQL of holds: pieces kept for orders that are being paid."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.inventory.model import Hold


async def holds_on(tx: Transaction, variant_ids: Collection[UUID]) -> list[Hold]:
    """Every hold on locked levels, lapsed ones marked; those are put away on the way."""
    return await tx.rows(
        Hold,
        """
        WITH lapsed AS (
            UPDATE stock_holds SET state = 'expired'
            WHERE variant_id = ANY(%(ids)s) AND state = 'active' AND expires_at <= %(now)s)
        SELECT variant_id, order_id, qty, expires_at > %(now)s AS is_live
        FROM stock_holds WHERE variant_id = ANY(%(ids)s) AND state = 'active'
        """,
        ids=list(variant_ids),
        now=tx.now,
    )


async def variants_with_lapsed_holds(snapshot: Snapshot, *, limit: int) -> list[UUID]:
    """Variants with holds that ran out and nobody has put away."""
    return await snapshot.values(
        """
        SELECT DISTINCT variant_id FROM stock_holds
        WHERE state = 'active' AND expires_at <= %(now)s ORDER BY variant_id LIMIT %(limit)s
        """,
        now=snapshot.now,
        limit=limit,
    )


async def upsert_holds(
    tx: Transaction, order_id: UUID, wanted: Mapping[UUID, int], *, until: datetime
) -> None:
    """The order's holds, made or renewed to exactly so many pieces; one that lives ends no sooner
    than it was to end before."""
    await tx.run(
        """
        INSERT INTO stock_holds (id, variant_id, order_id, qty, created_at, expires_at)
        SELECT id, variant_id, %(order_id)s, qty, %(now)s, %(until)s
        FROM unnest(%(ids)s::uuid[], %(variants)s::uuid[], %(qtys)s::int[])
            AS line (id, variant_id, qty)
        ON CONFLICT (order_id, variant_id) DO UPDATE
        SET qty = excluded.qty, state = 'active', expires_at = CASE
            WHEN stock_holds.state = 'active'
            THEN greatest(stock_holds.expires_at, excluded.expires_at)
            ELSE excluded.expires_at END
        """,
        ids=[ids.new() for _ in wanted],
        order_id=order_id,
        variants=list(wanted),
        qtys=list(wanted.values()),
        now=tx.now,
        until=until,
    )


async def release_holds(tx: Transaction, order_id: UUID) -> None:
    """The order holds nothing any more."""
    await tx.run(
        """
        UPDATE stock_holds SET state = 'released'
        WHERE order_id = %(order_id)s AND state = 'active'
        """,
        order_id=order_id,
    )


async def touched_by(snapshot: Snapshot, order_id: UUID) -> list[UUID]:
    """Variants of which the order holds or has been promised any, in id order."""
    return await snapshot.values(
        """
        SELECT variant_id FROM stock_holds WHERE order_id = %(order_id)s AND state = 'active'
        UNION
        SELECT variant_id FROM stock_allocations
        WHERE order_id = %(order_id)s AND state = 'allocated'
        ORDER BY variant_id
        """,
        order_id=order_id,
    )
