-- Refused by the keys where an invoice has taken another's place, and by the check where a late
-- note was issued: documents are never taken out.
CREATE OR REPLACE VIEW invoice_amounts AS
    SELECT invoice_id AS document_id, hsn, uqc, 1 AS qty, rate, net, taxable, cgst, sgst, utgst,
        igst
    FROM invoice_pieces
    UNION ALL
    SELECT invoice_id, hsn, uqc, 0, rate, net, taxable, cgst, sgst, utgst, igst
    FROM invoice_charges
    UNION ALL
    SELECT c.credit_note_id, p.hsn, p.uqc, 1, p.rate, p.net, p.taxable, p.cgst, p.sgst, p.utgst,
        p.igst
    FROM credited_pieces c JOIN invoice_pieces p USING (order_line_id, piece)
    UNION ALL
    SELECT c.credit_note_id, p.hsn, p.uqc, 0, p.rate, p.net, p.taxable, p.cgst, p.sgst, p.utgst,
        p.igst
    FROM credited_charges c JOIN invoice_charges p USING (invoice_id, kind, rate);
ALTER TABLE invoices
    DROP CONSTRAINT invoices_commercial_notes_adjust_no_tax,
    DROP CONSTRAINT invoices_notes_name_their_invoice,
    ADD CONSTRAINT invoices_notes_name_their_invoice CHECK ((kind = 'credit_note')
        = (original_id IS NOT NULL) AND (original_id IS NULL) = (giveback_id IS NULL)
        AND (original_id IS NULL) = (shipment_id IS NOT NULL)),
    DROP CONSTRAINT invoices_kind,
    ADD CONSTRAINT invoices_kind CHECK (kind IN ('invoice', 'credit_note'));
ALTER TABLE credited_pieces
    DROP CONSTRAINT credited_pieces_once,
    ADD CONSTRAINT credited_pieces_once PRIMARY KEY (order_line_id, piece);
ALTER TABLE invoice_pieces
    DROP CONSTRAINT invoice_pieces_as_their_invoice,
    DROP CONSTRAINT invoice_pieces_one_at_a_time,
    DROP CONSTRAINT invoice_pieces_pk,
    ADD CONSTRAINT invoice_pieces_pk PRIMARY KEY (order_line_id, piece),
    DROP COLUMN replaces_id;
DROP INDEX invoices_of_shipment, invoices_once_per_shipment;
ALTER TABLE invoices
    DROP CONSTRAINT invoices_replace_invoices,
    DROP CONSTRAINT invoices_as_replacement,
    DROP COLUMN replaces_id,
    ADD CONSTRAINT invoices_once_per_shipment UNIQUE (shipment_id);
