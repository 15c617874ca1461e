"""SQL of parcels that come back."""

from dataclasses import asdict
from uuid import UUID

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.shipping.parcels import Rto
from zahra.shop.shipping.states import RtoState


async def open_one(tx: Transaction, made: Rto) -> bool:
    """Whether it was not known yet that this parcel comes back."""
    added = await tx.run(
        """
        INSERT INTO rtos (id, shipment_id, state, reason, freight_out, freight_back, opened_at)
        VALUES (%(id)s, %(shipment_id)s, %(state)s, %(reason)s, %(freight_out)s, %(freight_back)s,
            %(opened_at)s)
        ON CONFLICT (shipment_id) DO NOTHING
        """,
        **asdict(made),
    )
    return added > 0


async def rto_of(snapshot: Snapshot, shipment_id: UUID) -> Rto | None:
    return await snapshot.row(
        Rto,
        """
        SELECT id, shipment_id, state, reason, freight_out, freight_back, resellable, damaged,
            opened_at, received_at, judged_at, closed_at
        FROM rtos WHERE shipment_id = %(id)s
        """,
        id=shipment_id,
    )


async def rto(snapshot: Snapshot, rto_id: UUID) -> Rto | None:
    return await snapshot.row(
        Rto,
        """
        SELECT id, shipment_id, state, reason, freight_out, freight_back, resellable, damaged,
            opened_at, received_at, judged_at, closed_at
        FROM rtos WHERE id = %(id)s
        """,
        id=rto_id,
    )


async def rto_to_change(tx: Transaction, rto_id: UUID) -> Rto | None:
    tx.locking(Rank.PAYMENT)
    return await tx.row(
        Rto,
        """
        SELECT id, shipment_id, state, reason, freight_out, freight_back, resellable, damaged,
            opened_at, received_at, judged_at, closed_at
        FROM rtos WHERE id = %(id)s FOR UPDATE
        """,
        id=rto_id,
    )


async def keep(tx: Transaction, rto: Rto) -> None:
    await tx.run(
        """
        UPDATE rtos SET state = %(state)s, resellable = %(resellable)s, damaged = %(damaged)s,
            received_at = %(received_at)s, judged_at = %(judged_at)s, closed_at = %(closed_at)s
        WHERE id = %(id)s
        """,
        **asdict(rto),
    )


async def rtos_sought(
    snapshot: Snapshot, *, state: RtoState | None, after: UUID | None, limit: int
) -> list[Rto]:
    """Those in a state, or all, the newest first; `after` is the last of a page before."""
    return await snapshot.rows(
        Rto,
        """
        SELECT id, shipment_id, state, reason, freight_out, freight_back, resellable, damaged,
            opened_at, received_at, judged_at, closed_at
        FROM rtos
        WHERE (%(state)s::text IS NULL OR state = %(state)s::text)
            AND (%(after)s::uuid IS NULL OR (opened_at, id) <
                (SELECT a.opened_at, a.id FROM rtos a WHERE a.id = %(after)s::uuid))
        ORDER BY opened_at DESC, id DESC LIMIT %(limit)s
        """,
        state=state,
        after=after,
        limit=limit,
    )
