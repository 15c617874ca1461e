"""SQL of attempts to pay."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Rank, Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.payments.model import CURRENCY, Attempt, Clocks, Due
from zahra.shop.payments.provider import GatewayOrder
from zahra.shop.payments.states import AttemptKind, AttemptState


async def insert(
    tx: Transaction,
    order_id: UUID,
    amount: Paise,
    *,
    provider: str,
    key: str,
    expires_at: datetime,
    kind: AttemptKind = AttemptKind.CHECKOUT,
) -> Attempt:
    made = Attempt(
        id=ids.new(),
        order_id=order_id,
        provider=provider,
        amount=amount,
        currency=CURRENCY,
        state=AttemptState.CREATED,
        provider_order_id=None,
        created_at=tx.now,
        expires_at=expires_at,
        kind=kind,
    )
    await tx.run(
        """
        INSERT INTO payment_attempts (id, order_id, provider, amount, currency, state,
            provider_order_id, idempotency_key, created_at, expires_at, kind, pay_url)
        VALUES (%(id)s, %(order_id)s, %(provider)s, %(amount)s, %(currency)s, %(state)s,
            %(provider_order_id)s, %(key)s, %(created_at)s, %(expires_at)s, %(kind)s, %(pay_url)s)
        """,
        key=key,
        **asdict(made),
    )
    return made


async def attempt(snapshot: Snapshot, attempt_id: UUID) -> Attempt | None:
    return await snapshot.row(
        Attempt,
        """
        SELECT id, order_id, provider, amount, currency, state, provider_order_id,
            created_at, expires_at, kind, pay_url
        FROM payment_attempts WHERE id = %(id)s
        """,
        id=attempt_id,
    )


async def attempt_to_change(tx: Transaction, attempt_id: UUID) -> Attempt | None:
    tx.locking(Rank.PAYMENT)
    return await tx.row(
        Attempt,
        """
        SELECT id, order_id, provider, amount, currency, state, provider_order_id,
            created_at, expires_at, kind, pay_url
        FROM payment_attempts WHERE id = %(id)s FOR UPDATE
        """,
        id=attempt_id,
    )


async def attempt_by_key(snapshot: Snapshot, order_id: UUID, key: str) -> Attempt | None:
    return await snapshot.row(
        Attempt,
        """
        SELECT id, order_id, provider, amount, currency, state, provider_order_id,
            created_at, expires_at, kind, pay_url
        FROM payment_attempts WHERE order_id = %(order_id)s AND idempotency_key = %(key)s
        """,
        order_id=order_id,
        key=key,
    )


async def attempts_of_order(snapshot: Snapshot, order_id: UUID) -> list[Attempt]:
    """Newest first."""
    return await snapshot.rows(
        Attempt,
        """
        SELECT id, order_id, provider, amount, currency, state, provider_order_id,
            created_at, expires_at, kind, pay_url
        FROM payment_attempts WHERE order_id = %(order_id)s ORDER BY created_at DESC, id DESC
        """,
        order_id=order_id,
    )


async def attempt_for_gateway_order(
    snapshot: Snapshot, provider: str, provider_order_id: str
) -> Attempt | None:
    return await snapshot.row(
        Attempt,
        """
        SELECT id, order_id, provider, amount, currency, state, provider_order_id,
            created_at, expires_at, kind, pay_url
        FROM payment_attempts
        WHERE provider = %(provider)s AND provider_order_id = %(provider_order_id)s
        """,
        provider=provider,
        provider_order_id=provider_order_id,
    )


async def move(tx: Transaction, attempt: Attempt, state: AttemptState) -> Attempt:
    await tx.run(
        "UPDATE payment_attempts SET state = %(state)s WHERE id = %(id)s",
        id=attempt.id,
        state=state,
    )
    return replace(attempt, state=state)


async def move_opened(
    tx: Transaction,
    attempt_id: UUID,
    opened: GatewayOrder,
    *,
    before: AttemptState,
    after: AttemptState,
) -> Attempt | None:
    """Keep the gateway's id and move the attempt, if it is still where it was."""
    return await tx.row(
        Attempt,
        """
        UPDATE payment_attempts
        SET provider_order_id = %(provider_order_id)s, pay_url = %(pay_url)s, state = %(after)s
        WHERE id = %(id)s AND state = %(before)s
        RETURNING id, order_id, provider, amount, currency, state, provider_order_id, created_at,
            expires_at, kind, pay_url
        """,
        id=attempt_id,
        provider_order_id=opened.id,
        pay_url=opened.url,
        before=before,
        after=after,
    )


async def keep_gateway_order(
    tx: Transaction, attempt_id: UUID, opened: GatewayOrder
) -> Attempt | None:
    """Keep the gateway's id, wherever the attempt stands."""
    return await tx.row(
        Attempt,
        """
        UPDATE payment_attempts
        SET provider_order_id = %(provider_order_id)s, pay_url = %(pay_url)s WHERE id = %(id)s
        RETURNING id, order_id, provider, amount, currency, state, provider_order_id, created_at,
            expires_at, kind, pay_url
        """,
        id=attempt_id,
        provider_order_id=opened.id,
        pay_url=opened.url,
    )


async def note_refused(
    tx: Transaction, attempt: Attempt, state: AttemptState, error: str
) -> Attempt:
    await tx.run(
        """
        UPDATE payment_attempts SET state = %(state)s, last_error = %(error)s WHERE id = %(id)s
        """,
        id=attempt.id,
        state=state,
        error=error,
    )
    return replace(attempt, state=state)


async def attempts_to_ask_about(snapshot: Snapshot, clocks: Clocks, *, limit: int) -> list[Due]:
    """Live attempts nobody told us about, after ever longer waits; others now and then, while late
    money or a refund may still move; the longest unasked first, of each gateway up to `limit`, so
    that those of a silent one leave room for the others'."""
    now = snapshot.now
    return await snapshot.rows(
        Due,
        """
        SELECT id, provider FROM (
        SELECT a.id, a.provider, coalesce(a.asked_at, a.created_at) AS since, row_number() OVER (
            PARTITION BY a.provider ORDER BY coalesce(a.asked_at, a.created_at), a.id) AS place
        FROM payment_attempts a
        WHERE a.provider_order_id IS NOT NULL AND (
            (a.state IN ('opened', 'processing')
                AND %(now)s - coalesce(a.asked_at, a.created_at)
                    >= greatest(%(poll_after)s, coalesce(a.asked_at, a.created_at) - a.created_at))
            OR (a.state IN ('failed', 'cancelled', 'expired') AND a.created_at > %(young)s
                AND coalesce(a.asked_at, a.created_at) <= %(late_before)s)
            OR (a.state = 'succeeded' AND a.asked_at <= %(late_before)s AND EXISTS (
                SELECT 1 FROM payments p JOIN refunds r ON r.payment_id = p.id
                WHERE p.order_id = a.order_id AND p.attempt_id = a.id
                    AND r.state = 'pending')))) AS due
        WHERE place <= %(limit)s ORDER BY since, id
        """,
        now=now,
        poll_after=clocks.poll_after,
        late_before=now - clocks.poll_late,
        young=now - clocks.poll_until,
        limit=limit,
    )
