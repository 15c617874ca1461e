"""SQL of allocations: pieces promised to placed orders, shipped or released in parts."""

from collections.abc import Mapping
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.inventory.model import Allocation, Wanted


async def allocations_of(snapshot: Snapshot, order_id: UUID) -> list[Allocation]:
    """What the order has been promised, unless all of it was released."""
    return await snapshot.rows(
        Allocation,
        """
        SELECT variant_id, qty, shipped, released FROM stock_allocations
        WHERE order_id = %(order_id)s AND state <> 'released' ORDER BY variant_id
        """,
        order_id=order_id,
    )


async def upsert_allocations(tx: Transaction, order_id: UUID, wanted: Mapping[UUID, int]) -> None:
    """Promises to the order, which use up its holds; one released before is made again."""
    await tx.run(
        """
        WITH used AS (
            UPDATE stock_holds SET state = 'converted'
            WHERE order_id = %(order_id)s AND state = 'active')
        INSERT INTO stock_allocations (id, variant_id, order_id, qty, created_at)
        SELECT id, variant_id, %(order_id)s, qty, %(now)s
        FROM unnest(%(ids)s::uuid[], %(variants)s::uuid[], %(qtys)s::int[])
            AS line (id, variant_id, qty)
        ON CONFLICT (order_id, variant_id) DO UPDATE
        SET qty = excluded.qty, shipped = 0, released = 0, state = 'allocated',
            created_at = excluded.created_at
        """,
        ids=[ids.new() for _ in wanted],
        order_id=order_id,
        variants=list(wanted),
        qtys=list(wanted.values()),
        now=tx.now,
    )


async def ship(tx: Transaction, order_id: UUID, pieces: Mapping[UUID, int]) -> None:
    """So many pieces of each promise have left. The table holds that no more leave than were
    promised."""
    await tx.run(
        """
        UPDATE stock_allocations a SET shipped = a.shipped + p.qty,
            state = CASE WHEN a.shipped + p.qty + a.released = a.qty THEN 'shipped'
                ELSE a.state END
        FROM unnest(%(variants)s::uuid[], %(qtys)s::int[]) AS p (variant_id, qty)
        WHERE a.order_id = %(order_id)s AND a.variant_id = p.variant_id
        """,
        order_id=order_id,
        variants=list(pieces),
        qtys=list(pieces.values()),
    )


async def release(tx: Transaction, order_id: UUID, pieces: Mapping[UUID, int]) -> None:
    """So many pieces of each promise are taken back. A promise ends as shipped if any of it was."""
    await tx.run(
        """
        UPDATE stock_allocations a SET released = a.released + p.qty,
            state = CASE WHEN a.shipped + p.qty + a.released < a.qty THEN a.state
                WHEN a.shipped > 0 THEN 'shipped' ELSE 'released' END
        FROM unnest(%(variants)s::uuid[], %(qtys)s::int[]) AS p (variant_id, qty)
        WHERE a.order_id = %(order_id)s AND a.variant_id = p.variant_id
        """,
        order_id=order_id,
        variants=list(pieces),
        qtys=list(pieces.values()),
    )


async def release_rest(tx: Transaction, order_id: UUID) -> list[Wanted]:
    """What was still promised and is now taken back; nothing the second time."""
    return await tx.rows(
        Wanted,
        """
        WITH promised AS (
            SELECT id, qty - shipped - released AS rest FROM stock_allocations
            WHERE order_id = %(order_id)s AND state = 'allocated')
        UPDATE stock_allocations a SET released = a.released + p.rest,
            state = CASE WHEN a.shipped > 0 THEN 'shipped' ELSE 'released' END
        FROM promised p WHERE p.id = a.id RETURNING a.variant_id, p.rest AS qty
        """,
        order_id=order_id,
    )
