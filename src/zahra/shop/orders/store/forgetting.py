"""SQL of what orders know of people who are gone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from zahra.base.db import Rank, Snapshot, Transaction


async def waiting_of(snapshot: Snapshot, user_id: UUID) -> list[str]:
    return await snapshot.values(
        """
        SELECT number FROM orders
        WHERE user_id = %(user)s AND status IN ('pending_payment', 'pending_confirmation')
        ORDER BY number
        """,
        user=user_id,
    )


async def forget_erased(
    tx: Transaction, *, cancelled_before: datetime, placed_before: datetime
) -> int:
    """Blank the orders of erased users that ended before these moments; how many. Where it came is
    what a bank is shown: with a dispute open nothing is blanked.

    Rows that somebody else holds are left for the next time.
    """
    tx.locking(Rank.ORDER)
    return await tx.run(
        """
        WITH over AS (
            SELECT o.id, o.status = 'cancelled' AND o.payment_status IN (
                    'none', 'pending', 'voided') AS was_never_sold
            FROM orders o JOIN users u ON u.id = o.user_id
            WHERE u.status = 'erased' AND o.shipping_address ->> 'phone' <> ''
              AND (o.status = 'cancelled' AND o.cancelled_at <= %(cancelled)s
                OR o.status = 'placed' AND o.placed_at <= %(placed)s
                    AND o.fulfilment_status IN ('delivered', 'rto', 'cancelled'))
              AND NOT EXISTS (
                SELECT FROM disputes d WHERE d.order_id = o.id AND d.decided_at IS NULL)
            FOR UPDATE OF o SKIP LOCKED),
        blanks AS (
            SELECT id, '{"phone": "", "landmark": null}'::jsonb
                || CASE WHEN was_never_sold THEN
                    '{"name": "", "line1": "", "line2": null, "city": ""}'::jsonb
                    ELSE '{}'::jsonb END AS nothing
            FROM over)
        UPDATE orders o SET phone = NULL, email = NULL, note = '',
            shipping_address = o.shipping_address || blanks.nothing,
            billing_address = o.billing_address || blanks.nothing
        FROM blanks WHERE o.id = blanks.id
        """,
        cancelled=cancelled_before,
        placed=placed_before,
    )


async def disputes_told(snapshot: Snapshot, user_id: UUID) -> list[dict[str, Any]]:
    return await snapshot.values(
        """
        SELECT jsonb_build_object('order', o.number, 'state', d.state, 'phase', d.phase,
            'amount', d.amount, 'reason', d.reason, 'openedAt', d.opened_at,
            'decidedAt', d.decided_at)
        FROM disputes d JOIN orders o ON o.id = d.order_id
        WHERE o.user_id = %(user)s ORDER BY d.opened_at, d.id
        """,
        user=user_id,
    )


async def erased_and_written_about(snapshot: Snapshot) -> list[UUID]:
    """Orders of erased users about which gateways' letters are kept word for word."""
    return await snapshot.values(
        """
        SELECT o.id FROM orders o JOIN users u ON u.id = o.user_id
        WHERE u.status = 'erased' AND o.id IN (
            SELECT a.order_id FROM payment_attempts a
            JOIN provider_events e USING (provider, provider_order_id) WHERE e.raw <> ''
            UNION ALL
            SELECT p.order_id FROM payments p
            JOIN provider_events e USING (provider, provider_payment_id) WHERE e.raw <> '')
        """
    )
