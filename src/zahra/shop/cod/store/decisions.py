"""SQL of decisions and of what became of them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base.db import Snapshot, Transaction
from zahra.shop.cod.model import CodFacts, Decision, Judged, Outcome


@dataclass(frozen=True, slots=True)
class Past:
    """What a decision was made from, and what became of the order."""

    facts: CodFacts
    outcome: Outcome


async def insert(tx: Transaction, order_id: UUID, judged: Judged, outcome: Outcome) -> None:
    answer = judged.answer
    await tx.run(
        """
        INSERT INTO cod_decisions (order_id, person_key, step, points, reasons, facts, rules_id,
            decided_at, outcome, outcome_at)
        VALUES (%(order_id)s, %(person_key)s, %(step)s, %(points)s, %(reasons)s, %(facts)s,
            %(rules_id)s, %(now)s, %(outcome)s, %(now)s)
        """,
        order_id=order_id,
        person_key=judged.person_key or "",
        step=answer.step,
        points=answer.points,
        reasons=Jsonb([asdict(reason) for reason in answer.reasons]),
        facts=Jsonb(asdict(judged.facts)),
        rules_id=judged.rules_id,
        now=tx.now,
        outcome=outcome,
    )


async def keep_outcome(tx: Transaction, order_id: UUID, outcome: Outcome) -> bool:
    """Whether it is news."""
    moved = await tx.run(
        """
        UPDATE cod_decisions SET outcome = %(outcome)s, outcome_at = %(now)s
        WHERE order_id = %(order_id)s AND outcome <> %(outcome)s
        """,
        order_id=order_id,
        outcome=outcome,
        now=tx.now,
    )
    return moved > 0


async def keep_override(tx: Transaction, order_id: UUID, *, by: str, reason: str) -> None:
    await tx.run(
        """
        UPDATE cod_decisions SET overridden_by = %(by)s, override_reason = %(reason)s
        WHERE order_id = %(order_id)s
        """,
        order_id=order_id,
        by=by,
        reason=reason,
    )


async def decision(snapshot: Snapshot, order_id: UUID) -> Decision | None:
    return await snapshot.row(
        Decision,
        """
        SELECT order_id, step, points, reasons, rules_id, decided_at, outcome, outcome_at,
            overridden_by, override_reason
        FROM cod_decisions WHERE order_id = %(order_id)s
        """,
        order_id=order_id,
    )


async def decisions(
    snapshot: Snapshot, order_id: UUID | None, *, limit: int, offset: int
) -> list[Decision]:
    """The latest first; of one order where it is named."""
    return await snapshot.rows(
        Decision,
        """
        SELECT order_id, step, points, reasons, rules_id, decided_at, outcome, outcome_at,
            overridden_by, override_reason
        FROM cod_decisions WHERE %(order_id)s::uuid IS NULL OR order_id = %(order_id)s::uuid
        ORDER BY decided_at DESC, order_id LIMIT %(limit)s OFFSET %(offset)s
        """,
        order_id=order_id,
        limit=limit,
        offset=offset,
    )


async def pasts(snapshot: Snapshot, *, since: datetime) -> list[Past]:
    """Everything decided since a moment, the oldest first."""
    return await snapshot.rows(
        Past,
        """
        SELECT facts, outcome FROM cod_decisions WHERE decided_at >= %(since)s
        ORDER BY decided_at, order_id
        """,
        since=since,
    )
