"""SQL that finds stock that its ledger, or the orders it is promised to, do not explain."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        "Stock on hand, kept back and promised is the sum of its ledger",
        Thing.VARIANT,
        """
        SELECT l.variant_id::text FROM stock_levels l LEFT JOIN (
            SELECT variant_id, sum(on_hand) AS on_hand, sum(unavailable) AS unavailable,
                sum(allocated) AS allocated
            FROM stock_movements GROUP BY variant_id) m ON m.variant_id = l.variant_id
        WHERE l.on_hand <> coalesce(m.on_hand, 0) OR l.allocated <> coalesce(m.allocated, 0)
           OR l.unavailable <> coalesce(m.unavailable, 0)
        """,
    ),
    Check(
        "Promised stock is what orders still wait for",
        Thing.VARIANT,
        """
        SELECT l.variant_id::text FROM stock_levels l LEFT JOIN (
            SELECT variant_id, sum(qty - shipped - released) AS waiting
            FROM stock_allocations GROUP BY variant_id) a ON a.variant_id = l.variant_id
        WHERE l.allocated <> coalesce(a.waiting, 0)
        """,
    ),
    Check(
        "Nothing is promised twice, beyond the oversell that is allowed",
        Thing.VARIANT,
        """
        SELECT l.variant_id::text FROM stock_levels l LEFT JOIN (
            SELECT variant_id, sum(qty) AS held FROM stock_holds
            WHERE state = 'active' AND expires_at > %(now)s GROUP BY variant_id) h
            ON h.variant_id = l.variant_id
        WHERE l.on_hand - l.unavailable - l.allocated - coalesce(h.held, 0) < -l.oversell_limit
        """,
    ),
    Check(
        # An exchange whose old piece has passed is promised its new one before it is an order.
        "Every pending piece of a placed order is promised, and nothing else",
        Thing.ORDER,
        """
        SELECT coalesce(w.order_id, a.order_id)::text FROM (
            SELECT l.order_id, l.variant_id, count(*) AS pieces
            FROM order_lines l JOIN orders o ON o.id = l.order_id
            JOIN order_pieces p ON p.order_line_id = l.id
            WHERE o.status = 'placed' AND p.state = 'ordered'
            GROUP BY l.order_id, l.variant_id) w
        FULL JOIN (
            SELECT order_id, variant_id, qty - shipped - released AS pieces
            FROM stock_allocations WHERE qty > shipped + released) a
            ON a.order_id = w.order_id AND a.variant_id = w.variant_id
        LEFT JOIN orders o ON o.id = a.order_id
        WHERE coalesce(w.pieces, 0) <> coalesce(a.pieces, 0)
          AND o.status IS DISTINCT FROM 'pending_confirmation'
          AND NOT EXISTS (SELECT FROM exchanges x JOIN returns r ON r.id = x.return_id
              WHERE x.id = a.order_id AND x.state = 'allocated' AND o.id IS NULL
                AND r.state IN ('qc_passed', 'qc_partial'))
        """,
    ),
    Check(
        # For a cancelled order: its late money is being captured, and will place it.
        "Every hold is for a checkout or an exchange that is alive",
        Thing.HOLD,
        """
        SELECT h.id::text FROM stock_holds h LEFT JOIN orders o ON o.id = h.order_id
        LEFT JOIN exchanges x ON x.id = h.order_id AND x.state = 'held'
        WHERE h.state = 'active' AND h.expires_at > %(now)s AND x.id IS NULL
          AND coalesce(o.status NOT IN ('pending_payment', 'pending_confirmation'), true)
          AND NOT EXISTS (SELECT FROM payments p WHERE p.order_id = o.id
              AND o.status = 'cancelled' AND p.capture_asked_at IS NOT NULL
              AND p.state = 'authorized')
        """,
    ),
)
