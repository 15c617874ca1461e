"""SQL of disputes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.disputes.model import Dispute
from zahra.shop.disputes.states import DisputeState


@dataclass(frozen=True, slots=True)
class Undecided:
    """An open dispute, and the attempt whose payment it is about."""

    id: UUID
    attempt_id: UUID
    provider: str
    provider_dispute_id: str


async def dispute(snapshot: Snapshot, dispute_id: UUID) -> Dispute | None:
    return await snapshot.row(
        Dispute,
        """
        SELECT id, payment_id, order_id, provider, provider_dispute_id, state, phase, amount,
            deducted, reason, respond_by, opened_at, decided_at
        FROM disputes WHERE id = %(id)s
        """,
        id=dispute_id,
    )


async def dispute_named(snapshot: Snapshot, provider: str, name: str) -> Dispute | None:
    """The one that a gateway knows by this name. To decide from it, hold its order's lock."""
    return await snapshot.row(
        Dispute,
        """
        SELECT id, payment_id, order_id, provider, provider_dispute_id, state, phase, amount,
            deducted, reason, respond_by, opened_at, decided_at
        FROM disputes WHERE provider = %(provider)s AND provider_dispute_id = %(name)s
        """,
        provider=provider,
        name=name,
    )


async def disputes_of_order(snapshot: Snapshot, order_id: UUID) -> list[Dispute]:
    """Oldest first."""
    return await snapshot.rows(
        Dispute,
        """
        SELECT id, payment_id, order_id, provider, provider_dispute_id, state, phase, amount,
            deducted, reason, respond_by, opened_at, decided_at
        FROM disputes WHERE order_id = %(order_id)s ORDER BY opened_at, id
        """,
        order_id=order_id,
    )


async def keep(tx: Transaction, dispute: Dispute) -> None:
    """Write a dispute, whether or not it is known."""
    await tx.run(
        """
        INSERT INTO disputes (id, payment_id, order_id, provider, provider_dispute_id, state, phase,
            amount, deducted, reason, respond_by, opened_at, decided_at)
        VALUES (%(id)s, %(payment_id)s, %(order_id)s, %(provider)s, %(provider_dispute_id)s,
            %(state)s, %(phase)s, %(amount)s, %(deducted)s, %(reason)s, %(respond_by)s,
            %(opened_at)s, %(decided_at)s)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, phase = excluded.phase,
            amount = excluded.amount, deducted = excluded.deducted, reason = excluded.reason,
            respond_by = excluded.respond_by, decided_at = excluded.decided_at
        """,
        **asdict(dispute),
    )


async def disputes(
    snapshot: Snapshot,
    *,
    states: Sequence[DisputeState],
    order_id: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[Dispute]:
    """The newest first; `after` names the last one seen."""
    return await snapshot.rows(
        Dispute,
        """
        SELECT id, payment_id, order_id, provider, provider_dispute_id, state, phase, amount,
            deducted, reason, respond_by, opened_at, decided_at
        FROM disputes
        WHERE state = ANY(%(states)s)
          AND (%(order_id)s::uuid IS NULL OR order_id = %(order_id)s::uuid)
          AND (%(after)s::uuid IS NULL OR (opened_at, id) < (
              SELECT a.opened_at, a.id FROM disputes a WHERE a.id = %(after)s::uuid))
        ORDER BY opened_at DESC, id DESC LIMIT %(limit)s
        """,
        states=[state.value for state in states],
        order_id=order_id,
        after=after,
        limit=limit,
    )


async def undecided(snapshot: Snapshot, *, limit: int) -> list[Undecided]:
    """Open disputes, those to be answered soonest first."""
    return await snapshot.rows(
        Undecided,
        """
        SELECT d.id, p.attempt_id, d.provider, d.provider_dispute_id
        FROM disputes d JOIN payments p ON p.id = d.payment_id
        WHERE d.decided_at IS NULL ORDER BY d.respond_by, d.id LIMIT %(limit)s
        """,
        limit=limit,
    )
