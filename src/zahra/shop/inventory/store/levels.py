"""SQL of levels: how much there is of a variant, and what may be sold of it.

A decision takes two statements: the level rows are locked in id order, and only then are the
holds read. One statement would see the holds as they were before it waited for the lock.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.inventory.model import Level


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


async def variants_of(snapshot: Snapshot, style_colour_ids: Collection[UUID]) -> list[UUID]:
    """The variants of these style-colours that have ever had stock."""
    return await snapshot.values(
        """
        SELECT l.variant_id FROM stock_levels l JOIN variants v ON v.id = l.variant_id
        WHERE v.style_colour_id = ANY(%(ids)s) ORDER BY l.variant_id
        """,
        ids=list(style_colour_ids),
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
