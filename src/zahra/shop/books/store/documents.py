"""SQL that finds invoices and credit notes that are missing, doubled or do not add up."""

from zahra.shop.books.model import Check, Thing

CHECKS = (
    Check(
        "No series of invoices has a gap",
        Thing.SERIES,
        """
        SELECT concat_ws(' ', gstin, series, fiscal_year) FROM (
            SELECT gstin, series, fiscal_year, min(serial) AS first, max(serial) AS last,
                count(*) AS documents, count(DISTINCT serial) AS numbers
            FROM invoices GROUP BY gstin, series, fiscal_year) i
        FULL JOIN (SELECT gstin, series, fiscal_year, last AS counted FROM invoice_counters) c
            USING (gstin, series, fiscal_year)
        WHERE coalesce(first, 0) <> 1 OR coalesce(last, 0) <> coalesce(counted, 0)
           OR documents <> last OR numbers <> last
        """,
    ),
    Check(
        "A document is the sum of its pieces and charges, column by column",
        Thing.DOCUMENT,
        """
        SELECT i.id::text FROM invoices i LEFT JOIN (
            SELECT document_id, sum(taxable) AS taxable, sum(cgst) AS cgst, sum(sgst) AS sgst,
                sum(utgst) AS utgst, sum(igst) AS igst, sum(net) AS total
            FROM invoice_amounts GROUP BY document_id) a ON a.document_id = i.id
        WHERE i.total IS DISTINCT FROM a.total OR i.kind <> 'commercial_note'
            AND (i.taxable, i.cgst, i.sgst, i.utgst, i.igst)
                IS DISTINCT FROM (a.taxable, a.cgst, a.sgst, a.utgst, a.igst)
        """,
    ),
    Check(
        "Credit notes never exceed their invoice, column by column",
        Thing.DOCUMENT,
        """
        SELECT i.id::text FROM invoices i JOIN (
            SELECT original_id, sum(taxable) AS taxable, sum(cgst) AS cgst, sum(sgst) AS sgst,
                sum(utgst) AS utgst, sum(igst) AS igst, sum(total) AS total
            FROM invoices WHERE kind = 'credit_note' GROUP BY original_id) n ON n.original_id = i.id
        WHERE n.taxable > i.taxable OR n.cgst > i.cgst OR n.sgst > i.sgst OR n.utgst > i.utgst
           OR n.igst > i.igst OR n.total > i.total
        """,
    ),
    Check(
        "A piece is invoiced exactly when it has left, for what was agreed",
        Thing.PIECE,
        """
        SELECT coalesce(i.invoice_id::text, concat_ws(' ', p.order_line_id, p.piece))
        FROM order_pieces p FULL JOIN invoice_pieces i
            ON i.order_line_id = p.order_line_id AND i.piece = p.piece
        WHERE (p.state IN ('shipped', 'delivered', 'returned', 'rto', 'lost'))
                IS DISTINCT FROM (i.invoice_id IS NOT NULL)
           OR i.net <> p.net OR i.taxable <> p.taxable
        """,
    ),
    Check(
        "What left and was given back has a credit note",
        Thing.PIECE,
        """
        SELECT concat_ws(' ', i.order_line_id, i.piece) FROM invoice_pieces i
        JOIN order_pieces p ON p.order_line_id = i.order_line_id AND p.piece = i.piece
        LEFT JOIN credited_pieces c ON c.invoice_id = i.invoice_id
            AND c.order_line_id = i.order_line_id AND c.piece = i.piece
        WHERE NOT EXISTS (SELECT FROM invoice_voids v WHERE v.invoice_id = i.invoice_id)
        GROUP BY i.order_line_id, i.piece, p.giveback_id
        HAVING (p.giveback_id IS NOT NULL) <> bool_or(c.credit_note_id IS NOT NULL)
        """,
    ),
    Check(
        "What left and was not given back stands on one invoice that counts",
        Thing.PIECE,
        """
        SELECT concat_ws(' ', p.order_line_id, p.piece) FROM order_pieces p
        JOIN invoice_pieces i ON i.order_line_id = p.order_line_id AND i.piece = p.piece
        LEFT JOIN credited_pieces c ON c.invoice_id = i.invoice_id
            AND c.order_line_id = i.order_line_id AND c.piece = i.piece
        LEFT JOIN invoice_voids v ON v.invoice_id = i.invoice_id
        GROUP BY p.order_line_id, p.piece, p.giveback_id
        HAVING count(*) FILTER (WHERE coalesce(c.credit_note_id, v.invoice_id) IS NULL)
            NOT BETWEEN (p.giveback_id IS NULL)::int AND 1
        """,
    ),
)
