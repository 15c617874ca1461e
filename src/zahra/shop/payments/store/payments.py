"""SQL of payments at gateways."""

from dataclasses import asdict
from uuid import UUID

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.payments.model import Payment


async def payments_of_order(snapshot: Snapshot, order_id: UUID) -> list[Payment]:
    """Oldest first. To decide from them, hold the order's lock: only its holder writes them."""
    return await snapshot.rows(
        Payment,
        """
        SELECT id, attempt_id, order_id, provider, provider_payment_id, amount, refund_granted,
            amount_refunded, currency, state, purpose, method, error_code, error_reason,
            first_seen_at, captured_at, is_disputed, lost
        FROM payments WHERE order_id = %(order_id)s ORDER BY first_seen_at, id
        """,
        order_id=order_id,
    )


async def payment(snapshot: Snapshot, payment_id: UUID) -> Payment | None:
    return await snapshot.row(
        Payment,
        """
        SELECT id, attempt_id, order_id, provider, provider_payment_id, amount, refund_granted,
            amount_refunded, currency, state, purpose, method, error_code, error_reason,
            first_seen_at, captured_at, is_disputed, lost
        FROM payments WHERE id = %(id)s
        """,
        id=payment_id,
    )


async def is_known(snapshot: Snapshot, provider: str, provider_payment_id: str | None) -> bool:
    """Whether a payment by this name of a gateway is ours."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT FROM payments
            WHERE provider = %(provider)s AND provider_payment_id = %(id)s::text)
        """,
        provider=provider,
        id=provider_payment_id,
    )


async def payment_named(snapshot: Snapshot, payment_or_attempt_id: UUID) -> Payment | None:
    """A payment by its own id, or the captured one by that of the attempt that took it."""
    return await snapshot.row(
        Payment,
        """
        SELECT id, attempt_id, order_id, provider, provider_payment_id, amount, refund_granted,
            amount_refunded, currency, state, purpose, method, error_code, error_reason,
            first_seen_at, captured_at, is_disputed, lost
        FROM payments
        WHERE id = %(id)s OR (attempt_id = %(id)s AND captured_at IS NOT NULL)
        ORDER BY id = %(id)s DESC, purpose = 'order' DESC, captured_at LIMIT 1
        """,
        id=payment_or_attempt_id,
    )


async def payment_to_change(tx: Transaction, payment_id: UUID) -> Payment | None:
    tx.locking(Rank.PAYMENT)
    return await tx.row(
        Payment,
        """
        SELECT id, attempt_id, order_id, provider, provider_payment_id, amount, refund_granted,
            amount_refunded, currency, state, purpose, method, error_code, error_reason,
            first_seen_at, captured_at, is_disputed, lost
        FROM payments WHERE id = %(id)s FOR UPDATE
        """,
        id=payment_id,
    )


async def keep_balance(tx: Transaction, payment: Payment) -> None:
    await tx.run(
        """
        UPDATE payments SET refund_granted = %(refund_granted)s,
            amount_refunded = %(amount_refunded)s, state = %(state)s,
            is_disputed = %(is_disputed)s, lost = %(lost)s
        WHERE id = %(id)s
        """,
        id=payment.id,
        refund_granted=payment.refund_granted,
        amount_refunded=payment.amount_refunded,
        state=payment.state,
        is_disputed=payment.is_disputed,
        lost=payment.lost,
    )


async def add_granted(tx: Transaction, payment_id: UUID, amount: Paise) -> None:
    """Count a promise on top of what the row says, so that its CHECK sees all of them."""
    await tx.run(
        "UPDATE payments SET refund_granted = refund_granted + %(amount)s WHERE id = %(id)s",
        id=payment_id,
        amount=amount,
    )


async def note_capture_asked(tx: Transaction, payment_id: UUID) -> None:
    """Write down, before the gateway is asked, that we want this money."""
    await tx.run(
        "UPDATE payments SET capture_asked_at = %(now)s WHERE id = %(id)s",
        id=payment_id,
        now=tx.now,
    )


async def insert(tx: Transaction, payment: Payment) -> Payment:
    """Write a tender that no gateway took; the one of that name that is there already."""
    await tx.run(
        """
        INSERT INTO payments (id, attempt_id, order_id, provider, provider_payment_id, amount,
            refund_granted, amount_refunded, currency, state, purpose, method, error_code,
            error_reason, first_seen_at, captured_at)
        VALUES (%(id)s, %(attempt_id)s, %(order_id)s, %(provider)s, %(provider_payment_id)s,
            %(amount)s, %(refund_granted)s, %(amount_refunded)s, %(currency)s, %(state)s,
            %(purpose)s, %(method)s, %(error_code)s, %(error_reason)s, %(first_seen_at)s,
            %(captured_at)s)
        ON CONFLICT (provider, provider_payment_id) DO NOTHING
        """,
        **asdict(payment),
    )
    found = await tx.row(
        Payment,
        """
        SELECT id, attempt_id, order_id, provider, provider_payment_id, amount, refund_granted,
            amount_refunded, currency, state, purpose, method, error_code, error_reason,
            first_seen_at, captured_at, is_disputed, lost
        FROM payments WHERE provider = %(provider)s AND provider_payment_id = %(reference)s
        """,
        provider=payment.provider,
        reference=payment.provider_payment_id,
    )
    assert found is not None
    return found


async def keep_purpose(tx: Transaction, payment: Payment) -> None:
    await tx.run(
        "UPDATE payments SET purpose = %(purpose)s WHERE id = %(id)s",
        id=payment.id,
        purpose=payment.purpose,
    )
