"""SQL of stock.

A decision takes two statements: the level rows are locked in id order, and only then are the
holds read. One statement would see the holds as they were before it waited for the lock.
`move` is the only statement that changes `on_hand` or `allocated`, and it cannot do so without
writing the ledger.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.inventory.model import Allocation, Cause, Hold, Level, Movement


@dataclass(frozen=True, slots=True)
class Sellable:
    """What may be sold of a variant now."""

    variant_id: UUID
    sellable: int


async def sellable(snapshot: Snapshot, variant_ids: Collection[UUID]) -> list[Sellable]:
    """What may be sold of those variants that have a level. Lapsed holds do not count."""
    return await snapshot.rows(
        Sellable,
        """
        SELECT l.variant_id, l.on_hand - l.unavailable - l.allocated + l.oversell_limit - (
            SELECT coalesce(sum(h.qty), 0) FROM stock_holds h
            WHERE h.variant_id = l.variant_id AND h.state = 'active'
                AND h.expires_at > %(now)s)::int AS sellable
        FROM stock_levels l WHERE l.variant_id = ANY(%(ids)s)
        """,
        ids=list(variant_ids),
        now=snapshot.now,
    )


async def levels_to_change(tx: Transaction, variant_ids: Collection[UUID]) -> list[Level]:
    """The levels, locked in id order."""
    tx.locking(Rank.STOCK)
    return await tx.rows(
        Level,
        """
        SELECT l.variant_id, v.style_colour_id, l.on_hand, l.unavailable, l.allocated,
            l.oversell_limit
        FROM stock_levels l JOIN variants v ON v.id = l.variant_id
        WHERE l.variant_id = ANY(%(ids)s) ORDER BY l.variant_id FOR UPDATE OF l
        """,
        ids=list(variant_ids),
    )


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


async def variants_of(snapshot: Snapshot, style_colour_ids: Collection[UUID]) -> list[UUID]:
    """The variants of these style-colours that have ever had stock."""
    return await snapshot.values(
        """
        SELECT l.variant_id FROM stock_levels l JOIN variants v ON v.id = l.variant_id
        WHERE v.style_colour_id = ANY(%(ids)s) ORDER BY l.variant_id
        """,
        ids=list(style_colour_ids),
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


async def open_levels(tx: Transaction, variant_ids: Collection[UUID]) -> None:
    """An empty level for each variant that has none yet."""
    await tx.run(
        """
        INSERT INTO stock_levels (variant_id)
        SELECT v.id FROM variants v WHERE v.id = ANY(%(ids)s) ORDER BY v.id
        ON CONFLICT DO NOTHING
        """,
        ids=list(variant_ids),
    )


async def move(tx: Transaction, movements: Sequence[Movement], cause: Cause) -> None:
    """Write ledger and levels together, by one statement. The levels are locked already."""
    await tx.run(
        """
        WITH written AS (
            INSERT INTO stock_movements
                (id, variant_id, kind, on_hand, allocated, reason, order_id, actor, at)
            SELECT id, variant_id, kind, on_hand, allocated, %(reason)s, %(order_id)s, %(actor)s,
                %(now)s
            FROM unnest(%(ids)s::uuid[], %(variants)s::uuid[], %(kinds)s::text[],
                %(on_hand)s::int[], %(allocated)s::int[])
                AS line (id, variant_id, kind, on_hand, allocated)
            RETURNING variant_id, on_hand, allocated)
        UPDATE stock_levels l
        SET on_hand = l.on_hand + w.on_hand, allocated = l.allocated + w.allocated
        FROM (
            SELECT variant_id, sum(on_hand)::int AS on_hand, sum(allocated)::int AS allocated
            FROM written GROUP BY variant_id) AS w
        WHERE w.variant_id = l.variant_id
        """,
        ids=[ids.new() for _ in movements],
        variants=[movement.variant_id for movement in movements],
        kinds=[movement.kind.value for movement in movements],
        on_hand=[movement.on_hand for movement in movements],
        allocated=[movement.allocated for movement in movements],
        reason=cause.reason,
        order_id=cause.order_id,
        actor=cause.actor,
        now=tx.now,
    )


async def upsert_holds(
    tx: Transaction, order_id: UUID, wanted: Mapping[UUID, int], *, until: datetime
) -> None:
    """The order's holds, made or renewed to exactly this."""
    await tx.run(
        """
        INSERT INTO stock_holds (id, variant_id, order_id, qty, created_at, expires_at)
        SELECT id, variant_id, %(order_id)s, qty, %(now)s, %(until)s
        FROM unnest(%(ids)s::uuid[], %(variants)s::uuid[], %(qtys)s::int[])
            AS line (id, variant_id, qty)
        ON CONFLICT (order_id, variant_id) DO UPDATE
        SET qty = excluded.qty, state = 'active', expires_at = excluded.expires_at
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


async def allocations_of(snapshot: Snapshot, order_id: UUID) -> list[Allocation]:
    """What has been promised to the order and not released."""
    return await snapshot.rows(
        Allocation,
        """
        SELECT variant_id, qty FROM stock_allocations
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
        SET qty = excluded.qty, state = 'allocated', created_at = excluded.created_at
        """,
        ids=[ids.new() for _ in wanted],
        order_id=order_id,
        variants=list(wanted),
        qtys=list(wanted.values()),
        now=tx.now,
    )


async def release_allocations(tx: Transaction, order_id: UUID) -> list[Allocation]:
    """What was promised and is now taken back; nothing the second time."""
    return await tx.rows(
        Allocation,
        """
        UPDATE stock_allocations SET state = 'released'
        WHERE order_id = %(order_id)s AND state = 'allocated' RETURNING variant_id, qty
        """,
        order_id=order_id,
    )


async def load(tx: Transaction, pieces: Mapping[UUID, int], cause: Cause) -> None:
    """Levels and ledger of variants that never had stock, through COPY."""
    await tx.copy_in("COPY stock_levels (variant_id, on_hand) FROM STDIN", list(pieces.items()))
    await tx.copy_in(
        """
        COPY stock_movements (id, variant_id, kind, on_hand, allocated, reason, actor, at)
        FROM STDIN
        """,
        [
            (ids.new(), variant_id, "received", qty, 0, cause.reason, cause.actor, tx.now)
            for variant_id, qty in pieces.items()
        ],
    )
