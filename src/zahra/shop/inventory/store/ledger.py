"""SQL of the ledger. `move` is the only statement that changes a level, and it cannot do so without
writing down why."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.inventory.model import Cause, Movement


async def move(tx: Transaction, movements: Sequence[Movement], cause: Cause) -> None:
    """Write ledger and levels together, by one statement. The levels are locked already."""
    await tx.run(
        """
        WITH written AS (
            INSERT INTO stock_movements (id, variant_id, kind, on_hand, unavailable, allocated,
                reason, order_id, shipment_id, return_id, rto_id, exchange_id, actor, at)
            SELECT id, variant_id, kind, on_hand, unavailable, allocated, %(reason)s,
                %(order_id)s, %(shipment_id)s, %(return_id)s, %(rto_id)s, %(exchange_id)s,
                %(actor)s, %(now)s
            FROM unnest(%(ids)s::uuid[], %(variants)s::uuid[], %(kinds)s::text[],
                %(on_hand)s::int[], %(unavailable)s::int[], %(allocated)s::int[])
                AS line (id, variant_id, kind, on_hand, unavailable, allocated)
            RETURNING variant_id, on_hand, unavailable, allocated)
        UPDATE stock_levels l
        SET on_hand = l.on_hand + w.on_hand, unavailable = l.unavailable + w.unavailable,
            allocated = l.allocated + w.allocated
        FROM (
            SELECT variant_id, sum(on_hand)::int AS on_hand,
                sum(unavailable)::int AS unavailable, sum(allocated)::int AS allocated
            FROM written GROUP BY variant_id) AS w
        WHERE w.variant_id = l.variant_id
        """,
        ids=[ids.new() for _ in movements],
        variants=[movement.variant_id for movement in movements],
        kinds=[movement.kind.value for movement in movements],
        on_hand=[movement.on_hand for movement in movements],
        unavailable=[movement.unavailable for movement in movements],
        allocated=[movement.allocated for movement in movements],
        reason=cause.reason,
        order_id=cause.order_id,
        shipment_id=cause.shipment_id,
        return_id=cause.return_id,
        rto_id=cause.rto_id,
        exchange_id=cause.exchange_id,
        actor=cause.actor,
        now=tx.now,
    )


async def is_written(snapshot: Snapshot, cause: Cause) -> bool:
    """Whether the ledger tells of this parcel's dispatch, or of this return's or parcel's coming
    back. To decide from it, hold the levels' locks."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM stock_movements
            WHERE (kind = 'shipped' AND shipment_id = %(shipment_id)s::uuid)
                OR return_id = %(return_id)s::uuid OR rto_id = %(rto_id)s::uuid)
        """,
        shipment_id=cause.shipment_id,
        return_id=cause.return_id,
        rto_id=cause.rto_id,
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
