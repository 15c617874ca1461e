"""SQL that finds what does not match now.

Each statement below selects a subject and an amount in paise (or null).
"""

from collections.abc import Mapping

from zahra.base.clock import ist_day, start_of
from zahra.base.db import Snapshot
from zahra.shop.books.model import DiscrepancyKind, Mismatch, Patience, bank_days_before

K = DiscrepancyKind

FOUND_BY: Mapping[DiscrepancyKind, str] = {
    K.NOT_SETTLED: """
        SELECT p.id::text AS subject, p.amount FROM payments p
        WHERE p.captured_at < %(captured_before)s AND p.attempt_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM settlement_items i WHERE i.payment_id = p.id)
        """,
    # A line of another sum; a refund that a gateway has made although it had refused it, when that
    # had gone another way; a payment of which more went back than it took.
    K.SETTLED_WRONGLY: """
        SELECT i.entity_id AS subject, i.credit - i.debit AS amount FROM settlement_items i
        LEFT JOIN payments p ON p.id = i.payment_id LEFT JOIN refunds r ON r.id = i.refund_id
        WHERE (p.id IS NOT NULL AND (i.amount <> p.amount OR i.credit <> p.amount - i.fee))
           OR (r.id IS NOT NULL AND (i.amount <> r.amount OR i.debit <> r.amount + i.fee))
           OR (i.kind IN ('adjustment', 'transfer') AND i.provider_dispute_id IS NULL)
        UNION ALL
        SELECT r.id::text, r.amount FROM refunds r
        WHERE r.state <> 'failed' AND EXISTS (
            SELECT FROM refunds n WHERE n.instead_of = r.id AND n.state <> 'failed')
        UNION ALL
        SELECT p.id::text, g.granted + p.lost - p.amount FROM payments p JOIN (
            SELECT r.payment_id, sum(r.amount)::bigint AS granted FROM refunds r
            WHERE r.state <> 'failed' AND NOT EXISTS (
                SELECT FROM refunds n WHERE n.instead_of = r.id AND n.state <> 'failed')
            GROUP BY r.payment_id) g ON g.payment_id = p.id
        WHERE g.granted + p.lost > p.amount
        """,
    K.UNKNOWN_PAYMENT: """
        SELECT i.entity_id AS subject, i.amount FROM settlement_items i
        WHERE (i.kind IN ('payment', 'refund') AND i.payment_id IS NULL AND i.refund_id IS NULL)
           OR (i.provider_dispute_id IS NOT NULL AND i.dispute_id IS NULL)
        UNION
        SELECT d.subject, d.amount FROM discrepancies d
        WHERE d.kind = 'unknown_payment' AND d.closed_at IS NULL
          AND NOT EXISTS (SELECT FROM payments p WHERE p.provider_payment_id = d.subject)
          AND NOT EXISTS (SELECT FROM settlement_items i WHERE i.entity_id = d.subject)
        """,
    K.REFUND_NOT_SETTLED: """
        SELECT r.id::text AS subject, r.amount FROM refunds r
        WHERE r.state IN ('granted', 'pending') AND r.created_at < %(refunded_before)s
        """,
    K.REFUND_REFUSED: """
        SELECT r.id::text AS subject, r.amount FROM refunds r JOIN payments p ON p.id = r.payment_id
        WHERE r.state = 'failed' AND (r.giveback_id IS NOT NULL OR p.refund_granted < p.amount)
          AND NOT (p.lost > 0 AND p.refund_granted + p.lost = p.amount)
          AND NOT EXISTS (SELECT FROM refunds n WHERE n.instead_of = r.id)
        """,
    K.CREDIT_UNCLAIMED: """
        SELECT a.user_id::text AS subject, a.balance AS amount
        FROM credit_accounts a JOIN users u ON u.id = a.user_id
        WHERE a.balance > 0 AND u.status = 'erased'
        """,
    K.CASH_NOT_REMITTED: """
        SELECT c.shipment_id::text AS subject, c.amount - c.remitted AS amount
        FROM cod_collections c
        WHERE c.remitted < c.amount AND c.collected_at < %(collected_before)s
        """,
    K.CASH_DIFFERS: """
        SELECT o.id::text AS subject, NULL::bigint AS amount FROM orders o
        WHERE 'cash_differs' = ANY(o.flags)
        UNION ALL
        SELECT concat_ws(' ', m.utr, m.awb), m.amount FROM cod_remittances m
        WHERE m.verdict IN ('over', 'unknown_awb', 'twice')
        """,
    K.QUARANTINED: """
        SELECT p.id::text AS subject, p.amount - p.amount_refunded AS amount FROM payments p
        WHERE p.purpose = 'quarantined' AND p.amount_refunded < p.amount
          AND p.state IN ('captured', 'partially_refunded', 'refunded')
        """,
    # What cannot be so, until the gateway tells of the same thing what can; and orders that cannot
    # run out, for their gateway tells nothing that can be read, or of money it never captured.
    K.GATEWAY_ODDITY: """
        SELECT concat_ws(' ', o.number, a.provider, g.name, g.told) AS subject,
            NULL::bigint AS amount
        FROM gateway_oddities g JOIN payment_attempts a ON a.id = g.attempt_id
        JOIN orders o ON o.id = a.order_id
        WHERE NOT EXISTS (
            SELECT FROM payments p LEFT JOIN refunds r ON r.payment_id = p.id
            WHERE p.order_id = a.order_id AND p.attempt_id = a.id AND (
                (p.provider_payment_id = g.name AND p.captured_at >= g.told_at)
                OR (r.provider_refund_id = g.name AND r.settled_at >= g.told_at)))
        UNION ALL
        SELECT concat(o.number, ' waits past its time'), nullif(o.due_online, 0) FROM orders o
        WHERE o.status IN ('pending_payment', 'pending_confirmation')
          AND o.expires_at < %(run_out_before)s
        """,
    # What a bank has not decided: until `respond_by` it can be answered.
    K.DISPUTED: """
        SELECT d.id::text AS subject, d.amount, d.respond_by AS due_at FROM disputes d
        WHERE d.decided_at IS NULL
        """,
    # What was decided, and paid out otherwise; or lost although it had been given back already.
    K.DISPUTE_DIFFERS: """
        SELECT d.id::text AS subject, w.wanted - w.taken AS amount FROM disputes d
        CROSS JOIN LATERAL (
            SELECT CASE d.state WHEN 'lost' THEN d.deducted ELSE 0 END AS wanted,
                coalesce(sum(i.debit - i.credit), 0)::bigint AS taken, count(i.id) AS lines
            FROM settlement_items i WHERE i.dispute_id = d.id) w
        WHERE d.decided_at < %(captured_before)s AND w.taken <> w.wanted
          AND (w.lines > 0 OR EXISTS (
              SELECT FROM settlement_items i WHERE i.payment_id = d.payment_id))
        UNION
        SELECT p.id::text, l.lost - p.lost FROM payments p JOIN (
            SELECT payment_id, sum(deducted)::bigint AS lost FROM disputes
            WHERE state = 'lost' GROUP BY payment_id) l ON l.payment_id = p.id
        WHERE l.lost > p.lost
        """,
    K.BROKEN_RULE: """
        SELECT f ->> 'name' AS subject, NULL::bigint AS amount
        FROM (SELECT findings FROM doctor_runs ORDER BY at DESC, id DESC LIMIT 1) r
        CROSS JOIN LATERAL jsonb_array_elements(r.findings) f
        """,
}


async def mismatches(
    snapshot: Snapshot, kind: DiscrepancyKind, patience: Patience
) -> list[Mismatch]:
    """What of a kind does not match now."""
    now = snapshot.now
    return await snapshot.rows(
        Mismatch,
        FOUND_BY[kind],
        captured_before=start_of(bank_days_before(ist_day(now), patience.bank_days)),
        refunded_before=now - patience.refunded,
        collected_before=now - patience.remitted,
        run_out_before=now - patience.run_out,
    )
