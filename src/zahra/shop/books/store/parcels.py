"""SQL that finds pieces that are not where their parcels, returns and givebacks say."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        "A piece lies in a parcel of its own order",
        Thing.PIECE,
        """
        SELECT concat_ws(' ', p.order_line_id, p.piece) FROM order_pieces p
        JOIN order_lines l ON l.id = p.order_line_id
        LEFT JOIN shipments s ON s.id = p.shipment_id
        WHERE p.shipment_id IS NOT NULL AND s.order_id IS DISTINCT FROM l.order_id
        """,
    ),
    Check(
        "A piece has left, arrived or turned back with its parcel",
        Thing.PIECE,
        """
        SELECT concat_ws(' ', p.order_line_id, p.piece)
        FROM order_pieces p JOIN shipments s ON s.id = p.shipment_id
        WHERE (p.state IN ('shipped', 'delivered', 'returned', 'rto', 'lost')
                AND s.dispatched_at IS NULL)
           OR (p.state IN ('delivered', 'returned') AND s.state <> 'delivered')
           OR (p.state = 'rto'
                AND NOT EXISTS (SELECT FROM rtos t WHERE t.shipment_id = s.id))
        """,
    ),
    Check(
        "Nothing that came back to origin is in a return of its buyer",
        Thing.PIECE,
        """
        SELECT concat_ws(' ', r.order_line_id, r.piece) FROM return_pieces r
        JOIN order_pieces p ON p.order_line_id = r.order_line_id AND p.piece = r.piece
        WHERE r.is_live AND p.state NOT IN ('delivered', 'returned')
        """,
    ),
    Check(
        "No more of a line comes back than was delivered",
        Thing.LINE,
        """
        SELECT l.id::text FROM order_lines l JOIN (
            SELECT i.order_line_id, count(*) AS asked
            FROM return_items i JOIN return_pieces r ON r.return_item_id = i.id
            WHERE r.is_live GROUP BY i.order_line_id) a ON a.order_line_id = l.id
        WHERE a.asked > (SELECT count(*) FROM order_pieces p
            WHERE p.order_line_id = l.id AND p.state IN ('delivered', 'returned'))
        """,
    ),
    Check(
        "A piece was given back exactly where it was cancelled, lost or came back",
        Thing.PIECE,
        """
        SELECT concat_ws(' ', p.order_line_id, p.piece) FROM order_pieces p
        JOIN order_lines l ON l.id = p.order_line_id JOIN orders o ON o.id = l.order_id
        LEFT JOIN givebacks g ON g.id = p.giveback_id
        WHERE (p.state IN ('cancelled', 'returned', 'rto', 'lost')) <> (g.id IS NOT NULL)
           OR g.order_id <> o.id
        """,
    ),
    Check(
        "A giveback is the pieces and charges that went back",
        Thing.GIVEBACK,
        """
        SELECT g.id::text FROM givebacks g LEFT JOIN (
            SELECT giveback_id, sum(net) AS net FROM order_pieces
            WHERE giveback_id IS NOT NULL GROUP BY giveback_id) p ON p.giveback_id = g.id
        LEFT JOIN (
            SELECT giveback_id, sum(net) AS net FROM order_charges
            WHERE giveback_id IS NOT NULL GROUP BY giveback_id) c ON c.giveback_id = g.id
        WHERE g.kind <> 'goodwill'
          AND (g.goods <> coalesce(p.net, 0) OR g.charges <> coalesce(c.net, 0))
        """,
    ),
    Check(
        "What a giveback refunds was granted on the order's payments",
        Thing.GIVEBACK,
        """
        SELECT g.id::text FROM givebacks g LEFT JOIN (
            SELECT giveback_id, sum(amount) AS granted FROM refunds
            WHERE giveback_id IS NOT NULL AND instead_of IS NULL GROUP BY giveback_id) r
            ON r.giveback_id = g.id
        WHERE g.refunded <> coalesce(r.granted, 0)
        """,
    ),
)
