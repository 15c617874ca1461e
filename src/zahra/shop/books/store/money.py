"""SQL that finds money that is not where the orders say it is."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        # What a gateway has refused to send back is nobody's mistake: it is an exception.
        "Captured money has a placed order, or is on its way back",
        Thing.PAYMENT,
        """
        SELECT p.id::text FROM payments p JOIN orders o ON o.id = p.order_id
        WHERE p.state IN ('captured', 'partially_refunded', 'refunded')
          AND p.purpose <> 'quarantined' AND (o.status <> 'placed' OR p.purpose = 'surplus')
          AND p.refund_granted + p.lost + (SELECT coalesce(sum(r.amount), 0) FROM refunds r
              WHERE r.payment_id = p.id AND r.state = 'failed'
                AND NOT EXISTS (SELECT FROM refunds n WHERE n.instead_of = r.id)) < p.amount
        """,
    ),
    Check(
        "A placed order has the money it asked of a gateway",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o LEFT JOIN (
            SELECT order_id, sum(amount) AS paid FROM payments
            WHERE purpose = 'order' AND state IN ('captured', 'partially_refunded', 'refunded')
            GROUP BY order_id) p ON p.order_id = o.id
        WHERE o.status = 'placed' AND o.due_online <> coalesce(p.paid, 0)
        """,
    ),
    Check(
        "The store credit an order uses is a payment of it once it is placed",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o LEFT JOIN payments p
            ON p.order_id = o.id AND p.purpose = 'credit'
        WHERE o.status = 'placed' AND o.credit_used <> coalesce(p.amount, 0)
        """,
    ),
    Check(
        "What an order was paid with, is still to pay and need not re-adds to its total",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o LEFT JOIN (
            SELECT order_id, sum(amount) AS taken FROM payments
            WHERE purpose = 'cash' GROUP BY order_id) p ON p.order_id = o.id
        LEFT JOIN (
            SELECT order_id, sum(uncollected) AS waived FROM givebacks
            GROUP BY order_id) g ON g.order_id = o.id
        WHERE o.status = 'placed' AND NOT 'cash_differs' = ANY(o.flags)
          AND o.credit_used + o.due_online + o.collectable + coalesce(p.taken, 0)
                + coalesce(g.waived, 0) <> o.total
        """,
    ),
    Check(
        "Nothing is to be taken at the door for an order that was cancelled",
        Thing.ORDER,
        "SELECT id::text FROM orders WHERE status = 'cancelled' AND collectable <> 0",
    ),
    Check(
        "Cash at the door was taken for a delivered parcel, and its courier owes it",
        Thing.PAYMENT,
        """
        SELECT p.id::text FROM payments p
        LEFT JOIN shipments s ON replace(s.id::text, '-', '') = p.provider_payment_id
        LEFT JOIN cod_collections c ON c.shipment_id = s.id
        WHERE p.provider = 'cod' AND (s.state IS DISTINCT FROM 'delivered'
            OR s.collectable <> p.amount OR c.amount IS DISTINCT FROM p.amount)
        """,
    ),
    Check(
        "Cash for a delivered parcel is written down, whether or not it was still due",
        Thing.PARCEL,
        """
        SELECT s.id::text FROM shipments s LEFT JOIN payments p
            ON p.provider = 'cod' AND p.provider_payment_id = replace(s.id::text, '-', '')
        WHERE s.state = 'delivered' AND s.collectable > 0 AND p.id IS NULL
        """,
    ),
    Check(
        "No more goes back, or is taken back, than was captured",
        Thing.PAYMENT,
        """
        SELECT p.id::text FROM payments p
        WHERE NOT (0 <= p.amount_refunded AND p.amount_refunded <= p.refund_granted
                AND 0 <= p.lost AND p.refund_granted + p.lost <= p.amount)
           OR ((p.refund_granted > 0 OR p.lost > 0 OR p.is_disputed)
                AND p.state NOT IN ('captured', 'partially_refunded', 'refunded'))
        """,
    ),
    Check(
        "What is granted and what has gone back are the refunds of the payment",
        Thing.PAYMENT,
        """
        SELECT p.id::text FROM payments p LEFT JOIN (
            SELECT payment_id, sum(amount) FILTER (WHERE state <> 'failed') AS granted,
                sum(amount) FILTER (WHERE state = 'settled') AS settled
            FROM refunds GROUP BY payment_id) r ON r.payment_id = p.id
        WHERE p.refund_granted <> least(coalesce(r.granted, 0), p.amount - p.lost)
           OR p.amount_refunded <> least(coalesce(r.settled, 0), p.amount - p.lost)
        """,
    ),
    Check(
        "A payment knows whether it is disputed, and what of it was lost",
        Thing.PAYMENT,
        """
        SELECT p.id::text FROM payments p LEFT JOIN (
            SELECT payment_id, bool_or(decided_at IS NULL) AS is_disputed,
                coalesce(sum(deducted) FILTER (WHERE state = 'lost'), 0) AS lost
            FROM disputes GROUP BY payment_id) d ON d.payment_id = p.id
        WHERE p.is_disputed <> coalesce(d.is_disputed, false)
           OR p.lost > coalesce(d.lost, 0)
           OR (p.lost < coalesce(d.lost, 0) AND p.lost + p.refund_granted < p.amount)
        """,
    ),
    Check(
        "A dispute is of a captured payment of its own order and gateway",
        Thing.DISPUTE,
        """
        SELECT d.id::text FROM disputes d JOIN payments p ON p.id = d.payment_id
        WHERE d.order_id <> p.order_id OR d.provider <> p.provider OR p.attempt_id IS NULL
           OR p.state NOT IN ('captured', 'partially_refunded', 'refunded')
        """,
    ),
    Check(
        "No refund of a disputed payment went another way while its bank was deciding",
        Thing.REFUND,
        """
        SELECT r.id::text FROM refunds r JOIN disputes d ON d.payment_id = r.payment_id
        WHERE r.destination <> 'source' AND r.state <> 'failed' AND r.created_at > d.opened_at
          AND r.created_at < coalesce(d.decided_at, 'infinity')
        """,
    ),
    Check(
        "What is paid out to an account is a refund to one, of the same sum",
        Thing.REFUND,
        """
        SELECT coalesce(r.id, p.refund_id)::text FROM payouts p FULL JOIN (
            SELECT id, amount, state FROM refunds
            WHERE destination = 'payout' AND state <> 'failed') r ON r.id = p.refund_id
        WHERE p.amount IS DISTINCT FROM r.amount
           OR (p.state = 'settled') IS DISTINCT FROM (r.state = 'settled')
        """,
    ),
    Check(
        "A refund is of a payment of its own order",
        Thing.REFUND,
        """
        SELECT r.id::text FROM refunds r JOIN payments p ON p.id = r.payment_id
        WHERE r.order_id <> p.order_id
        """,
    ),
    Check(
        "At most one attempt at paying an order is live",
        Thing.ORDER,
        """
        SELECT order_id::text FROM payment_attempts
        WHERE state IN ('created', 'opened', 'processing') GROUP BY order_id HAVING count(*) > 1
        """,
    ),
    Check(
        "Only an order that waits for money has a live attempt",
        Thing.ATTEMPT,
        """
        SELECT a.id::text FROM payment_attempts a JOIN orders o ON o.id = a.order_id
        WHERE a.state IN ('created', 'opened', 'processing')
          AND (o.status = 'cancelled' OR (o.status = 'placed' AND o.collectable = 0))
        """,
    ),
    Check(
        "An attempt succeeded where its money was captured",
        Thing.ATTEMPT,
        """
        SELECT a.id::text FROM payment_attempts a LEFT JOIN payments p
            ON p.attempt_id = a.id AND p.purpose <> 'quarantined'
            AND p.state IN ('captured', 'partially_refunded', 'refunded')
        WHERE (a.state = 'succeeded') <> (p.id IS NOT NULL)
        """,
    ),
    Check(
        "What gateways told is worked on within two hours",
        Thing.EVENT,
        """
        SELECT id::text FROM provider_events
        WHERE state IN ('received', 'parked')
          AND received_at < %(now)s::timestamptz - interval '2 hours'
        """,
    ),
)
