"""SQL of the exceptions list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.books.model import Discrepancy, DiscrepancyKind, Mismatch

ITSELF = "the books"  # who closes what was mended


@dataclass(frozen=True, slots=True)
class Open:
    """How many entries of a kind are open, and the oldest one's age in days."""

    kind: DiscrepancyKind
    count: int
    oldest_days: int


async def open_new(tx: Transaction, kind: DiscrepancyKind, found: Sequence[Mismatch]) -> int:
    """An entry for each mismatch that has none; how many. One that somebody has explained stays
    closed for as long as its amount is the same; one that is open is due when that is now."""
    return await tx.run(
        """
        INSERT INTO discrepancies (id, kind, subject, amount, opened_at, due_at)
        SELECT m.id, %(kind)s, m.subject, m.amount, %(now)s, m.due_at
        FROM jsonb_to_recordset(%(found)s)
            AS m (id uuid, subject text, amount bigint, due_at timestamptz)
        WHERE NOT EXISTS (
            SELECT FROM discrepancies d WHERE d.kind = %(kind)s AND d.subject = m.subject
                AND d.closed_by <> %(itself)s AND d.amount IS NOT DISTINCT FROM m.amount)
        ORDER BY m.subject
        ON CONFLICT (kind, subject) WHERE closed_at IS NULL
        DO UPDATE SET due_at = excluded.due_at
            WHERE discrepancies.due_at IS DISTINCT FROM excluded.due_at
        """,
        kind=kind.value,
        itself=ITSELF,
        now=tx.now,
        found=Jsonb(
            [
                {
                    "id": str(ids.new()),
                    "subject": each.subject,
                    "amount": each.amount,
                    "due_at": each.due_at and each.due_at.isoformat(),
                }
                for each in found
            ]
        ),
    )


async def close_mended(tx: Transaction, kind: DiscrepancyKind, found: Sequence[Mismatch]) -> int:
    """Close the open entries of a kind that match again; how many."""
    return await tx.run(
        """
        UPDATE discrepancies SET closed_at = %(now)s, closed_by = %(itself)s, note = 'mended'
        WHERE kind = %(kind)s AND closed_at IS NULL AND subject <> ALL(%(still)s)
        """,
        kind=kind.value,
        itself=ITSELF,
        now=tx.now,
        still=[each.subject for each in found],
    )


async def close(tx: Transaction, discrepancy_id: UUID, *, by: str, note: str) -> int:
    """Close an open entry; 0 where it is closed already."""
    return await tx.run(
        """
        UPDATE discrepancies SET closed_at = %(now)s, closed_by = %(by)s, note = %(note)s
        WHERE id = %(id)s AND closed_at IS NULL
        """,
        id=discrepancy_id,
        by=by,
        note=note,
        now=tx.now,
    )


async def discrepancy(snapshot: Snapshot, discrepancy_id: UUID) -> Discrepancy | None:
    return await snapshot.row(
        Discrepancy,
        """
        SELECT id, kind, subject, amount, opened_at, closed_at, closed_by, note, due_at
        FROM discrepancies WHERE id = %(id)s
        """,
        id=discrepancy_id,
    )


async def discrepancies(
    snapshot: Snapshot,
    *,
    kind: DiscrepancyKind | None,
    is_open: bool,
    after: UUID | None,
    limit: int,
) -> list[Discrepancy]:
    """The oldest first; `after` names the last one seen."""
    return await snapshot.rows(
        Discrepancy,
        """
        SELECT id, kind, subject, amount, opened_at, closed_at, closed_by, note, due_at
        FROM discrepancies
        WHERE (closed_at IS NULL) = %(is_open)s
          AND (%(kind)s::text IS NULL OR kind = %(kind)s::text)
          AND (%(after)s::uuid IS NULL OR (opened_at, id) > (
              SELECT a.opened_at, a.id FROM discrepancies a WHERE a.id = %(after)s::uuid))
        ORDER BY opened_at, id LIMIT %(limit)s
        """,
        kind=kind.value if kind else None,
        is_open=is_open,
        after=after,
        limit=limit,
    )


async def open_counts(snapshot: Snapshot) -> list[Open]:
    """What is open, by kind."""
    return await snapshot.rows(
        Open,
        """
        SELECT kind, count(*)::int AS count,
            extract(day FROM %(now)s::timestamptz - min(opened_at))::int AS oldest_days
        FROM discrepancies WHERE closed_at IS NULL GROUP BY kind ORDER BY kind
        """,
        now=snapshot.now,
    )
