"""SQL of refunds."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.payments.model import Refund
from zahra.shop.payments.states import RefundState


async def insert(tx: Transaction, refund: Refund, *, key: str, asked_by: str) -> None:
    await tx.run(
        """
        INSERT INTO refunds (id, payment_id, order_id, amount, reason, state, idempotency_key,
            provider_refund_id, asked_by, created_at, settled_at, destination, giveback_id,
            instead_of, reference)
        VALUES (%(id)s, %(payment_id)s, %(order_id)s, %(amount)s, %(reason)s, %(state)s, %(key)s,
            %(provider_refund_id)s, %(asked_by)s, %(created_at)s, %(settled_at)s,
            %(destination)s, %(giveback_id)s, %(instead_of)s, %(reference)s)
        """,
        key=key,
        asked_by=asked_by,
        settled_at=tx.now if refund.state is RefundState.SETTLED else None,
        **asdict(refund),
    )


async def refund(snapshot: Snapshot, refund_id: UUID) -> Refund | None:
    return await snapshot.row(
        Refund,
        """
        SELECT id, payment_id, order_id, amount, reason, state, provider_refund_id, created_at,
            destination, giveback_id, instead_of, last_error, reference
        FROM refunds WHERE id = %(id)s
        """,
        id=refund_id,
    )


async def refund_by_key(snapshot: Snapshot, key: str) -> Refund | None:
    return await snapshot.row(
        Refund,
        """
        SELECT id, payment_id, order_id, amount, reason, state, provider_refund_id, created_at,
            destination, giveback_id, instead_of, last_error, reference
        FROM refunds WHERE idempotency_key = %(key)s
        """,
        key=key,
    )


async def refunds_of_payment(snapshot: Snapshot, payment_id: UUID) -> list[Refund]:
    return await snapshot.rows(
        Refund,
        """
        SELECT id, payment_id, order_id, amount, reason, state, provider_refund_id, created_at,
            destination, giveback_id, instead_of, last_error, reference
        FROM refunds WHERE payment_id = %(payment_id)s ORDER BY created_at, id
        """,
        payment_id=payment_id,
    )


async def refunds_instead_of(snapshot: Snapshot, refund_id: UUID) -> list[Refund]:
    """What was granted in place of a refused refund, oldest first."""
    return await snapshot.rows(
        Refund,
        """
        SELECT id, payment_id, order_id, amount, reason, state, provider_refund_id, created_at,
            destination, giveback_id, instead_of, last_error, reference
        FROM refunds WHERE instead_of = %(id)s ORDER BY created_at, id
        """,
        id=refund_id,
    )


async def refunds_newest(
    snapshot: Snapshot, *, state: RefundState | None, limit: int, offset: int
) -> list[Refund]:
    """Newest first."""
    return await snapshot.rows(
        Refund,
        """
        SELECT id, payment_id, order_id, amount, reason, state, provider_refund_id, created_at,
            destination, giveback_id, instead_of, last_error, reference
        FROM refunds WHERE %(state)s::text IS NULL OR state = %(state)s::text
        ORDER BY created_at DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s
        """,
        state=state,
        limit=limit,
        offset=offset,
    )


async def count(snapshot: Snapshot, *, state: RefundState | None) -> int:
    return await snapshot.value(
        """
        SELECT count(*) FROM refunds WHERE %(state)s::text IS NULL OR state = %(state)s::text
        """,
        state=state,
    )


async def keep(
    tx: Transaction, refund: Refund, *, settled_at: datetime | None, error: str | None = None
) -> None:
    await tx.run(
        """
        UPDATE refunds SET state = %(state)s, provider_refund_id = %(provider_refund_id)s,
            settled_at = coalesce(%(settled_at)s::timestamptz, settled_at),
            last_error = %(error)s::text, reference = %(reference)s
        WHERE id = %(id)s
        """,
        id=refund.id,
        state=refund.state,
        provider_refund_id=refund.provider_refund_id,
        settled_at=settled_at,
        error=error,
        reference=refund.reference,
    )


async def refunds_not_on_their_way(
    snapshot: Snapshot, *, before: datetime, limit: int
) -> list[UUID]:
    """Of a disputed payment none: they wait for its bank."""
    return await snapshot.values(
        """
        SELECT r.id FROM refunds r JOIN payments p ON p.id = r.payment_id
        WHERE r.state = 'granted' AND r.destination = 'source' AND r.created_at <= %(before)s
          AND NOT p.is_disputed
        ORDER BY r.created_at LIMIT %(limit)s
        """,
        before=before,
        limit=limit,
    )


async def payments_being_refunded(snapshot: Snapshot, attempt_id: UUID) -> list[str]:
    """The gateway's ids of an attempt's payments that have refunds."""
    return await snapshot.values(
        """
        SELECT DISTINCT p.provider_payment_id
        FROM payments p JOIN refunds r ON r.payment_id = p.id
        WHERE p.order_id = (SELECT order_id FROM payment_attempts WHERE id = %(attempt_id)s)
            AND p.attempt_id = %(attempt_id)s
        """,
        attempt_id=attempt_id,
    )
