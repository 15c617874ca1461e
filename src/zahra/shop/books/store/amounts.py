"""SQL that finds orders whose amounts do not add up, to the paisa."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        "An order's total is its lines, its freight and its fee",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o LEFT JOIN (
            SELECT order_id, sum(total) AS goods, sum(mrp * qty) AS mrp
            FROM order_lines GROUP BY order_id) l ON l.order_id = o.id
        WHERE o.mrp_total <> coalesce(l.mrp, 0)
           OR o.mrp_total - o.discount - o.coupon_discount <> coalesce(l.goods, 0)
           OR o.total <> coalesce(l.goods, 0) + o.shipping + o.cod_fee
        """,
    ),
    Check(
        "An order's total is the taxable values and taxes of its pieces and charges",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o LEFT JOIN (
            SELECT order_id, sum(taxable) AS taxable, sum(tax) AS tax FROM (
                SELECT l.order_id, p.taxable, p.cgst + p.sgst + p.utgst + p.igst AS tax
                FROM order_pieces p JOIN order_lines l ON l.id = p.order_line_id
                UNION ALL
                SELECT order_id, taxable, cgst + sgst + utgst + igst FROM order_charges) part
            GROUP BY order_id) t ON t.order_id = o.id
        WHERE o.tax <> coalesce(t.tax, 0) OR o.total <> coalesce(t.taxable + t.tax, 0)
        """,
    ),
    Check(
        "A line is as many pieces as it says, and its total is theirs",
        Thing.LINE,
        """
        SELECT l.id::text FROM order_lines l LEFT JOIN (
            SELECT order_line_id, count(*) AS pieces, sum(net) AS net
            FROM order_pieces GROUP BY order_line_id) p ON p.order_line_id = l.id
        WHERE l.qty <> coalesce(p.pieces, 0) OR l.total <> coalesce(p.net, 0)
        """,
    ),
    Check(
        "Freight and fee are the shares they were taxed in",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o LEFT JOIN (
            SELECT order_id, sum(net) FILTER (WHERE kind = 'shipping') AS shipping,
                sum(net) FILTER (WHERE kind = 'cod_fee') AS cod_fee
            FROM order_charges GROUP BY order_id) c ON c.order_id = o.id
        WHERE o.shipping <> coalesce(c.shipping, 0) OR o.cod_fee <> coalesce(c.cod_fee, 0)
        """,
    ),
    Check(
        "An order stands where its history ends",
        Thing.ORDER,
        """
        SELECT o.id::text FROM orders o LEFT JOIN (
            SELECT DISTINCT ON (order_id, life) order_id, life, to_state
            FROM status_history ORDER BY order_id, life, seq DESC) h ON h.order_id = o.id
        GROUP BY o.id
        HAVING (o.status, o.payment_status, o.fulfilment_status, o.return_status)
            IS DISTINCT FROM (max(h.to_state) FILTER (WHERE h.life = 'order'),
                coalesce(max(h.to_state) FILTER (WHERE h.life = 'payment'), 'none'),
                coalesce(max(h.to_state) FILTER (WHERE h.life = 'fulfilment'), 'unfulfilled'),
                coalesce(max(h.to_state) FILTER (WHERE h.life = 'return'), 'none'))
        """,
    ),
)
