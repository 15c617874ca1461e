-- An invoice that counts for nothing any more, voided or credited, may give its place to another
-- of the same goods, once. So a piece is on one invoice at a time: the chain has no forks.
ALTER TABLE invoices
    ADD COLUMN replaces_id uuid CONSTRAINT invoices_replaces REFERENCES invoices
        CONSTRAINT invoices_replaced_once UNIQUE,
    ADD CONSTRAINT invoices_as_replacement UNIQUE (id, replaces_id),
    ADD CONSTRAINT invoices_replace_invoices CHECK (replaces_id IS NULL OR kind = 'invoice'),
    DROP CONSTRAINT invoices_once_per_shipment;
CREATE UNIQUE INDEX invoices_once_per_shipment ON invoices (shipment_id)
    WHERE replaces_id IS NULL;
CREATE INDEX invoices_of_shipment ON invoices (shipment_id) WHERE shipment_id IS NOT NULL;

ALTER TABLE invoice_pieces
    ADD COLUMN replaces_id uuid,
    DROP CONSTRAINT invoice_pieces_pk,
    ADD CONSTRAINT invoice_pieces_pk PRIMARY KEY (order_line_id, piece, invoice_id),
    ADD CONSTRAINT invoice_pieces_one_at_a_time
        UNIQUE NULLS NOT DISTINCT (order_line_id, piece, replaces_id),
    ADD CONSTRAINT invoice_pieces_as_their_invoice FOREIGN KEY (invoice_id, replaces_id)
        REFERENCES invoices (id, replaces_id);
ALTER TABLE credited_pieces
    DROP CONSTRAINT credited_pieces_once,
    ADD CONSTRAINT credited_pieces_once PRIMARY KEY (order_line_id, piece, invoice_id);

-- A credit note that comes too late for GST (CGST Act s. 34(2)) is between seller and buyer alone.
ALTER TABLE invoices
    DROP CONSTRAINT invoices_kind,
    ADD CONSTRAINT invoices_kind
        CHECK (kind IN ('invoice', 'credit_note', 'commercial_note')),
    DROP CONSTRAINT invoices_notes_name_their_invoice,
    ADD CONSTRAINT invoices_notes_name_their_invoice CHECK ((kind <> 'invoice')
        = (original_id IS NOT NULL) AND (original_id IS NULL) = (giveback_id IS NULL)
        AND (original_id IS NULL) = (shipment_id IS NOT NULL)),
    ADD CONSTRAINT invoices_commercial_notes_adjust_no_tax
        CHECK (kind <> 'commercial_note' OR total = taxable);

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
    FROM credited_pieces c JOIN invoice_pieces p USING (invoice_id, order_line_id, piece)
    UNION ALL
    SELECT c.credit_note_id, p.hsn, p.uqc, 0, p.rate, p.net, p.taxable, p.cgst, p.sgst, p.utgst,
        p.igst
    FROM credited_charges c JOIN invoice_charges p USING (invoice_id, kind, rate);
