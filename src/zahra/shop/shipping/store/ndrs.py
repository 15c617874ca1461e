"""SQL of failed attempts at the door."""

from dataclasses import asdict
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.shipping.parcels import Answer, Ndr, Scan
from zahra.shop.shipping.states import NdrState


async def open_one(
    tx: Transaction, shipment_id: UUID, attempt: int, *, failure: Scan
) -> UUID | None:
    """The failed attempt's row; None where it is written down."""
    return await tx.value(
        """
        INSERT INTO ndrs (id, shipment_id, attempt, state, reason, failed_at, opened_at)
        VALUES (%(id)s, %(shipment_id)s, %(attempt)s, 'open', %(reason)s, %(failed_at)s, %(now)s)
        ON CONFLICT (shipment_id, attempt) DO NOTHING RETURNING id
        """,
        id=ids.new(),
        shipment_id=shipment_id,
        attempt=attempt,
        reason=failure.remark,
        failed_at=failure.occurred_at,
        now=tx.now,
    )


async def ndr(snapshot: Snapshot, ndr_id: UUID) -> Ndr | None:
    return await snapshot.row(
        Ndr,
        """
        SELECT id, shipment_id, attempt, state, reason, wish, address, deliver_on, note,
            answered_by, failed_at, opened_at, answered_at, pushed_at, closed_at
        FROM ndrs WHERE id = %(id)s
        """,
        id=ndr_id,
    )


async def ndr_to_change(tx: Transaction, ndr_id: UUID) -> Ndr | None:
    tx.locking(Rank.PAYMENT)
    return await tx.row(
        Ndr,
        """
        SELECT id, shipment_id, attempt, state, reason, wish, address, deliver_on, note,
            answered_by, failed_at, opened_at, answered_at, pushed_at, closed_at
        FROM ndrs WHERE id = %(id)s FOR UPDATE
        """,
        id=ndr_id,
    )


async def ndrs_of(snapshot: Snapshot, shipment_id: UUID) -> list[Ndr]:
    """A parcel's failed attempts, the first one first."""
    return await snapshot.rows(
        Ndr,
        """
        SELECT id, shipment_id, attempt, state, reason, wish, address, deliver_on, note,
            answered_by, failed_at, opened_at, answered_at, pushed_at, closed_at
        FROM ndrs WHERE shipment_id = %(id)s ORDER BY attempt
        """,
        id=shipment_id,
    )


async def answer(tx: Transaction, ndr_id: UUID, said: Answer, *, by: str) -> None:
    await tx.run(
        """
        UPDATE ndrs SET state = 'answered', wish = %(wish)s, address = %(address)s,
            deliver_on = %(deliver_on)s, note = %(note)s, answered_by = %(by)s,
            answered_at = %(now)s
        WHERE id = %(id)s
        """,
        id=ndr_id,
        wish=said.wish,
        address=Jsonb(asdict(said.address)) if said.address else None,
        deliver_on=said.deliver_on,
        note=said.note,
        by=by,
        now=tx.now,
    )


async def move(tx: Transaction, ndr_id: UUID, state: NdrState) -> None:
    await tx.run(
        """
        UPDATE ndrs SET state = %(state)s,
            pushed_at = CASE %(state)s::text WHEN 'pushed' THEN %(now)s ELSE pushed_at END,
            closed_at = CASE %(state)s::text WHEN 'closed' THEN %(now)s ELSE closed_at END
        WHERE id = %(id)s
        """,
        id=ndr_id,
        state=state,
        now=tx.now,
    )


async def close_all(tx: Transaction, shipment_id: UUID) -> int:
    """Nothing is to be answered any more; how many there were."""
    return await tx.run(
        """
        UPDATE ndrs SET state = 'closed', closed_at = %(now)s
        WHERE shipment_id = %(id)s AND state <> 'closed'
        """,
        id=shipment_id,
        now=tx.now,
    )


async def ndrs_sought(
    snapshot: Snapshot, *, state: NdrState | None, after: UUID | None, limit: int
) -> list[Ndr]:
    """Those in a state, or all, the newest first; `after` is the last of a page before."""
    return await snapshot.rows(
        Ndr,
        """
        SELECT id, shipment_id, attempt, state, reason, wish, address, deliver_on, note,
            answered_by, failed_at, opened_at, answered_at, pushed_at, closed_at
        FROM ndrs
        WHERE (%(state)s::text IS NULL OR state = %(state)s::text)
            AND (%(after)s::uuid IS NULL OR (opened_at, id) <
                (SELECT a.opened_at, a.id FROM ndrs a WHERE a.id = %(after)s::uuid))
        ORDER BY opened_at DESC, id DESC LIMIT %(limit)s
        """,
        state=state,
        after=after,
        limit=limit,
    )
