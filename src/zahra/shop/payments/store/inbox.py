"""SQL of the inbox: webhooks as they came, once each."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.payments.model import UNTIL_CAPTURED, Due, KeptEvent
from zahra.shop.payments.provider import EventFact
from zahra.shop.payments.states import EventState


async def insert(tx: Transaction, provider: str, raw: bytes, fact: EventFact) -> UUID | None:
    """The row's id; None where the event is known."""
    return await tx.value(
        """
        INSERT INTO provider_events (id, provider, event_id, type, provider_order_id,
            provider_payment_id, provider_refund_id, provider_dispute_id, raw, received_at)
        VALUES (%(id)s, %(provider)s, %(event_id)s, %(type)s, %(order_id)s, %(payment_id)s,
            %(refund_id)s, %(dispute_id)s, %(raw)s, %(now)s)
        ON CONFLICT (provider, event_id) DO NOTHING
        RETURNING id
        """,
        id=ids.new(),
        provider=provider,
        event_id=fact.id,
        type=fact.type,
        order_id=fact.order_id,
        payment_id=fact.payment_id,
        refund_id=fact.refund_id,
        dispute_id=fact.dispute_id,
        raw=raw,
        now=tx.now,
    )


async def event(snapshot: Snapshot, event_id: UUID) -> KeptEvent | None:
    """The event, the attempt it is about (found by the gateway's order or payment), and whether
    its payment is known to be captured, which the event can only say again."""
    return await snapshot.row(
        KeptEvent,
        """
        SELECT e.id, e.type, e.state, e.received_at, e.provider_dispute_id AS dispute_id,
        CASE WHEN e.provider_dispute_id IS NOT NULL THEN e.raw END AS told,
        e.type = ANY (%(until_captured)s) AND EXISTS (
            SELECT FROM payments p
            WHERE p.provider = e.provider AND p.provider_payment_id = e.provider_payment_id
                AND p.state IN ('captured', 'partially_refunded', 'refunded')
        ) AS is_old_news, coalesce(
            (SELECT a.id FROM payment_attempts a
             WHERE a.provider = e.provider AND a.provider_order_id = e.provider_order_id),
            (SELECT p.attempt_id FROM payments p
             WHERE p.provider = e.provider AND p.provider_payment_id = e.provider_payment_id)
        ) AS attempt_id
        FROM provider_events e WHERE e.id = %(id)s
        """,
        id=event_id,
        until_captured=list(UNTIL_CAPTURED),
    )


async def close(tx: Transaction, event_id: UUID, state: EventState, note: str) -> None:
    await tx.run(
        """
        UPDATE provider_events SET state = %(state)s, note = %(note)s, processed_at = %(now)s
        WHERE id = %(id)s
        """,
        id=event_id,
        state=state,
        note=note,
        now=tx.now,
    )


async def events_left_lying(snapshot: Snapshot, *, before: datetime, limit: int) -> list[Due]:
    """Events that are still open although they came before a moment; oldest first, of each gateway
    up to `limit`."""
    return await snapshot.rows(
        Due,
        """
        SELECT id, provider FROM (
            SELECT id, provider, received_at,
                row_number() OVER (PARTITION BY provider ORDER BY received_at) AS place
            FROM provider_events
            WHERE state IN ('received', 'parked') AND received_at <= %(before)s) AS left_lying
        WHERE place <= %(limit)s ORDER BY received_at
        """,
        before=before,
        limit=limit,
    )


async def forget_bodies_before(tx: Transaction, moment: datetime) -> int:
    """Blank what came with events that were settled before a moment; how many."""
    return await tx.run(
        """
        UPDATE provider_events SET raw = ''
        WHERE state IN ('processed', 'ignored', 'dead') AND processed_at <= %(moment)s
          AND raw <> ''
        """,
        moment=moment,
    )


async def forget_bodies_of(tx: Transaction, orders: Collection[UUID]) -> int:
    """Blank what came with settled events about these orders; how many.

    Rows that somebody else holds are left for the next time.
    """
    return await tx.run(
        """
        WITH settled AS (
            SELECT e.id FROM provider_events e
            WHERE e.state IN ('processed', 'ignored', 'dead') AND e.raw <> ''
              AND ((e.provider, e.provider_order_id) IN (
                    SELECT provider, provider_order_id FROM payment_attempts
                    WHERE order_id = ANY (%(orders)s) AND provider_order_id IS NOT NULL)
                OR (e.provider, e.provider_payment_id) IN (
                    SELECT provider, provider_payment_id FROM payments
                    WHERE order_id = ANY (%(orders)s)))
            FOR UPDATE OF e SKIP LOCKED)
        UPDATE provider_events e SET raw = '' FROM settled WHERE e.id = settled.id
        """,
        orders=list(orders),
    )
