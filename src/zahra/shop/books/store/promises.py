"""SQL that finds promotions counted wrongly, and store credit that does not add up."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        "A promotion is used as often as orders have reserved or redeemed it",
        Thing.PROMOTION,
        """
        SELECT p.id::text FROM promotions p LEFT JOIN (
            SELECT promotion_id, count(*) AS taken FROM redemptions
            WHERE state IN ('reserved', 'redeemed') GROUP BY promotion_id) r
            ON r.promotion_id = p.id
        WHERE p.is_counted AND p.used <> coalesce(r.taken, 0)
        """,
    ),
    Check(
        "A person has used a promotion as often as their orders say",
        Thing.PROMOTION,
        """
        SELECT coalesce(u.promotion_id, r.promotion_id)::text FROM promotion_people u FULL JOIN (
            SELECT d.promotion_id, k.person_key, count(*) AS taken
            FROM redemptions d JOIN promotions p ON p.id = d.promotion_id
            CROSS JOIN LATERAL unnest(d.person_keys) k (person_key)
            WHERE d.state IN ('reserved', 'redeemed') AND p.is_counted
            GROUP BY d.promotion_id, k.person_key) r USING (promotion_id, person_key)
        WHERE coalesce(u.used, 0) <> coalesce(r.taken, 0)
        """,
    ),
    Check(
        "A promotion is reserved for orders that wait and redeemed for those placed",
        Thing.ORDER,
        """
        SELECT r.order_id::text FROM redemptions r LEFT JOIN orders o ON o.id = r.order_id
        WHERE r.state IN ('reserved', 'redeemed') AND coalesce(CASE r.state
            WHEN 'reserved' THEN o.status NOT IN ('pending_payment', 'pending_confirmation')
            ELSE o.status NOT IN ('placed', 'cancelled') END, true)
        """,
    ),
    Check(
        "A code that is good once is held by one living order",
        Thing.PROMOTION,
        """
        SELECT c.promotion_id::text FROM promotion_codes c LEFT JOIN redemptions r
            ON r.order_id = c.order_id AND r.promotion_id = c.promotion_id AND r.code = c.code
        WHERE c.order_id IS NOT NULL AND coalesce(r.state = 'released', true)
        """,
    ),
    Check(
        "The shares of every discount re-add to it and to its lines",
        Thing.ORDER,
        """
        SELECT d.order_id::text FROM order_discounts d LEFT JOIN (
            SELECT order_id, promotion_id, sum(amount) AS amount FROM order_line_discounts
            GROUP BY order_id, promotion_id) s USING (order_id, promotion_id)
        WHERE d.klass <> 'shipping' AND d.amount <> coalesce(s.amount, 0)
        UNION
        SELECT l.order_id::text FROM order_lines l LEFT JOIN (
            SELECT order_line_id, sum(amount) AS amount FROM order_line_discounts
            GROUP BY order_line_id) s ON s.order_line_id = l.id
        WHERE l.discount <> coalesce(s.amount, 0)
        """,
    ),
    Check(
        "Store credit is the sum of its entries",
        Thing.CREDIT,
        """
        SELECT a.user_id::text FROM credit_accounts a LEFT JOIN (
            SELECT user_id, sum(amount) AS amount, count(*) AS entries, max(seq) AS last
            FROM credit_entries GROUP BY user_id) e ON e.user_id = a.user_id
        WHERE a.balance <> coalesce(e.amount, 0) OR a.entries <> coalesce(e.entries, 0)
           OR a.entries <> coalesce(e.last, 0)
        """,
    ),
    Check(
        "Every entry of store credit goes on from the one before",
        Thing.CREDIT,
        """
        SELECT id::text FROM (
            SELECT id, balance, amount + coalesce(lag(balance) OVER (
                PARTITION BY user_id ORDER BY seq), 0) AS expected
            FROM credit_entries) e
        WHERE balance <> expected
        """,
    ),
    Check(
        "Refunds that became store credit are entries of it",
        Thing.GIVEBACK,
        """
        SELECT r.giveback_id::text FROM (
            SELECT r.giveback_id, sum(r.amount) AS amount FROM refunds r
            WHERE r.destination = 'store_credit' AND r.giveback_id IS NOT NULL
              AND r.instead_of IS NULL
            GROUP BY r.giveback_id) r
        LEFT JOIN credit_entries e
            ON e.idempotency_key = concat('giveback:', replace(r.giveback_id::text, '-', ''))
        WHERE r.amount <> coalesce(e.amount, 0)
        """,
    ),
    Check(
        "A refused refund that became store credit is an entry of it",
        Thing.REFUND,
        """
        SELECT r.instead_of::text FROM (
            SELECT instead_of, sum(amount) AS amount FROM refunds
            WHERE destination = 'store_credit' AND instead_of IS NOT NULL
            GROUP BY instead_of) r
        LEFT JOIN credit_entries e
            ON e.idempotency_key = concat('refused:', replace(r.instead_of::text, '-', ''))
        WHERE r.amount <> coalesce(e.amount, 0)
        """,
    ),
    Check(
        "In place of a refused refund as much was granted as was refused, or a bank has left",
        Thing.REFUND,
        """
        SELECT o.id::text FROM refunds o JOIN payments p ON p.id = o.payment_id JOIN (
            SELECT instead_of, sum(amount) AS amount FROM refunds GROUP BY instead_of) n
            ON n.instead_of = o.id
        WHERE (n.amount <> o.amount AND NOT (p.lost > 0 AND n.amount < o.amount))
           OR (o.state <> 'failed' AND o.last_error IS NULL)
        """,
    ),
)
