"""SQL that finds cash orders that were paid online and are asked for money, or owed some, still."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        "Nothing is to be taken at the door of an order whose link was paid",
        Thing.LINK,
        """
        SELECT l.id::text FROM prepaid_links l JOIN orders o ON o.id = l.order_id
        WHERE l.state = 'converted' AND (o.collectable <> 0 OR o.payment_method = 'cod'
            OR EXISTS (SELECT FROM shipments s WHERE s.order_id = o.id
                AND s.collectable > 0 AND s.state NOT IN ('cancelled', 'lost', 'damaged')
                AND NOT EXISTS (SELECT FROM payments p
                    WHERE p.provider = 'cod' AND p.purpose = 'quarantined'
                        AND p.provider_payment_id = replace(s.id::text, '-', ''))))
        """,
    ),
    Check(
        "Who paid online by a link owes no fee for paying at the door",
        Thing.LINK,
        """
        SELECT l.id::text FROM prepaid_links l JOIN order_charges c ON c.order_id = l.order_id
        WHERE l.state = 'converted' AND c.kind = 'cod_fee' AND c.giveback_id IS NULL
          AND NOT EXISTS (SELECT FROM invoices i
            WHERE i.order_id = l.order_id AND i.issued_at < l.state_at)
        """,
    ),
    Check(
        "A fee that was waived stands on no invoice",
        Thing.GIVEBACK,
        """
        SELECT g.id::text FROM givebacks g
        JOIN order_charges c ON c.giveback_id = g.id
        JOIN invoices i ON i.order_id = g.order_id
        JOIN invoice_charges b ON b.invoice_id = i.id AND b.kind = c.kind
        WHERE g.kind = 'fee_waived'
        """,
    ),
    Check(
        "What a link promised is kept as a promise once it was paid",
        Thing.LINK,
        """
        SELECT coalesce(l.id, r.link_id)::text FROM (
            SELECT id, order_id, reward FROM prepaid_links
            WHERE state = 'converted' AND reward > 0) l
        FULL JOIN prepaid_rewards r ON r.link_id = l.id
        WHERE l.reward IS DISTINCT FROM r.amount OR l.order_id IS DISTINCT FROM r.order_id
        """,
    ),
    Check(
        "A reward was given for what was delivered, and is not of money that a bank wants back",
        Thing.ORDER,
        """
        SELECT r.order_id::text FROM prepaid_rewards r JOIN orders o ON o.id = r.order_id
        WHERE r.state = 'given' AND (o.status = 'cancelled' OR NOT EXISTS (
                SELECT FROM order_lines l JOIN order_pieces p ON p.order_line_id = l.id
                WHERE l.order_id = o.id AND p.delivered_at IS NOT NULL)
            OR EXISTS (
                SELECT FROM disputes d JOIN payments m ON m.id = d.payment_id
                WHERE d.order_id = o.id AND d.opened_at < r.state_at
                  AND (coalesce(d.decided_at > r.state_at, true)
                    OR (d.state = 'lost' AND m.lost > 0))))
        """,
    ),
    Check(
        "A reward is store credit exactly where it was given",
        Thing.ORDER,
        """
        SELECT coalesce(r.order_id, e.order_id)::text FROM (
            SELECT order_id, amount FROM prepaid_rewards WHERE state = 'given') r
        FULL JOIN (SELECT order_id, amount FROM credit_entries WHERE cause = 'reward') e
            ON e.order_id = r.order_id
        WHERE r.amount IS DISTINCT FROM e.amount
        """,
    ),
)
