-- Invoices and credit notes: gapless series, frozen snapshots, each piece invoiced once and
-- credited once.

-- The next number of a series is taken by changing its row in the transaction that writes the
-- document: a rollback gives it back, and a second writer waits. `dated` never goes back.
CREATE TABLE invoice_counters (
    gstin text NOT NULL,
    series text NOT NULL,
    fiscal_year text NOT NULL,
    last int NOT NULL CONSTRAINT invoice_counters_last CHECK (last > 0),
    dated date NOT NULL,
    CONSTRAINT invoice_counters_pk PRIMARY KEY (gstin, series, fiscal_year)
);

-- CGST Rules 46 and 53. `snapshot` is what is printed; the columns are what registers are of.
CREATE TABLE invoices (
    id uuid CONSTRAINT invoices_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT invoices_kind CHECK (kind IN ('invoice', 'credit_note')),
    gstin text NOT NULL CONSTRAINT invoices_gstin CHECK (length(gstin) = 15),
    series text NOT NULL CONSTRAINT invoices_series CHECK (series ~ '^[A-Z0-9]{1,3}$'),
    fiscal_year text NOT NULL,
    serial int NOT NULL CONSTRAINT invoices_serial CHECK (serial > 0),
    number text NOT NULL CONSTRAINT invoices_number
        CHECK (length(number) <= 16 AND number ~ '^[A-Z0-9/-]+$'),
    dated date NOT NULL,
    issued_at timestamptz NOT NULL,
    order_id uuid NOT NULL,
    order_number text NOT NULL,
    shipment_id uuid,
    original_id uuid,
    giveback_id uuid,
    supply text NOT NULL CONSTRAINT invoices_supply CHECK (supply IN ('intra', 'intra_ut', 'inter')),
    place_of_supply char(2) NOT NULL,
    buyer_gstin text CONSTRAINT invoices_buyer_gstin CHECK (length(buyer_gstin) = 15),
    taxable bigint NOT NULL CONSTRAINT invoices_taxable CHECK (taxable >= 0),
    cgst bigint NOT NULL,
    sgst bigint NOT NULL,
    utgst bigint NOT NULL,
    igst bigint NOT NULL,
    total bigint NOT NULL,
    snapshot jsonb NOT NULL,
    sha256 bytea NOT NULL CONSTRAINT invoices_sha256 CHECK (length(sha256) = 32),
    CONSTRAINT invoices_serial_once UNIQUE (gstin, series, fiscal_year, serial),
    CONSTRAINT invoices_number_once UNIQUE (gstin, number),
    CONSTRAINT invoices_once_per_shipment UNIQUE (shipment_id),
    CONSTRAINT invoices_once_per_giveback UNIQUE (giveback_id, original_id),
    CONSTRAINT invoices_notes_name_their_invoice CHECK ((kind = 'credit_note')
        = (original_id IS NOT NULL) AND (original_id IS NULL) = (giveback_id IS NULL)
        AND (original_id IS NULL) = (shipment_id IS NOT NULL)),
    CONSTRAINT invoices_as_original UNIQUE (id, original_id),
    CONSTRAINT invoices_original FOREIGN KEY (original_id) REFERENCES invoices,
    CONSTRAINT invoices_adds_up CHECK (total = taxable + cgst + sgst + utgst + igst),
    CONSTRAINT invoices_halves CHECK (cgst = sgst + utgst),
    CONSTRAINT invoices_taxes_of_supply CHECK (
        cgst >= 0 AND sgst >= 0 AND utgst >= 0 AND igst >= 0
        AND (supply = 'intra' OR sgst = 0) AND (supply = 'intra_ut' OR utgst = 0)
        AND (supply = 'inter' OR igst = 0)),
    -- April to March, of the Indian date.
    CONSTRAINT invoices_fiscal_year CHECK (fiscal_year = to_char(dated - interval '3 months', 'YY')
        || '-' || to_char(dated + interval '9 months', 'YY'))
);
CREATE INDEX invoices_of_order ON invoices (order_id, issued_at);
CREATE INDEX invoices_by_date ON invoices (dated);

-- A piece is on one invoice, ever. What a credit note takes back is the same row, once: so credit
-- notes can never exceed their invoice, in any column.
CREATE TABLE invoice_pieces (
    order_line_id uuid NOT NULL,
    piece int NOT NULL,
    invoice_id uuid NOT NULL CONSTRAINT invoice_pieces_invoice REFERENCES invoices,
    hsn text NOT NULL,
    uqc text NOT NULL,
    rate int NOT NULL,
    net bigint NOT NULL,
    taxable bigint NOT NULL,
    cgst bigint NOT NULL,
    sgst bigint NOT NULL,
    utgst bigint NOT NULL,
    igst bigint NOT NULL,
    CONSTRAINT invoice_pieces_pk PRIMARY KEY (order_line_id, piece),
    CONSTRAINT invoice_pieces_in_invoice UNIQUE (invoice_id, order_line_id, piece),
    CONSTRAINT invoice_pieces_adds_up CHECK (net = taxable + cgst + sgst + utgst + igst)
);

-- Freight and fees follow the goods (s. 15(2)(c)): `hsn` is that of the goods they came with.
CREATE TABLE invoice_charges (
    invoice_id uuid NOT NULL CONSTRAINT invoice_charges_invoice REFERENCES invoices,
    kind text NOT NULL CONSTRAINT invoice_charges_kind CHECK (kind IN ('shipping', 'cod_fee')),
    rate int NOT NULL,
    hsn text NOT NULL,
    uqc text NOT NULL,
    net bigint NOT NULL,
    taxable bigint NOT NULL,
    cgst bigint NOT NULL,
    sgst bigint NOT NULL,
    utgst bigint NOT NULL,
    igst bigint NOT NULL,
    CONSTRAINT invoice_charges_pk PRIMARY KEY (invoice_id, kind, rate),
    CONSTRAINT invoice_charges_adds_up CHECK (net = taxable + cgst + sgst + utgst + igst)
);

CREATE TABLE credited_pieces (
    invoice_id uuid NOT NULL,
    order_line_id uuid NOT NULL,
    piece int NOT NULL,
    credit_note_id uuid NOT NULL,
    CONSTRAINT credited_pieces_once PRIMARY KEY (order_line_id, piece),
    CONSTRAINT credited_pieces_invoiced FOREIGN KEY (invoice_id, order_line_id, piece)
        REFERENCES invoice_pieces (invoice_id, order_line_id, piece),
    CONSTRAINT credited_pieces_note FOREIGN KEY (credit_note_id, invoice_id)
        REFERENCES invoices (id, original_id)
);
CREATE INDEX credited_pieces_of_note ON credited_pieces (credit_note_id);

CREATE TABLE credited_charges (
    invoice_id uuid NOT NULL,
    kind text NOT NULL,
    rate int NOT NULL,
    credit_note_id uuid NOT NULL,
    CONSTRAINT credited_charges_once PRIMARY KEY (invoice_id, kind, rate),
    CONSTRAINT credited_charges_invoiced FOREIGN KEY (invoice_id, kind, rate)
        REFERENCES invoice_charges (invoice_id, kind, rate),
    CONSTRAINT credited_charges_note FOREIGN KEY (credit_note_id, invoice_id)
        REFERENCES invoices (id, original_id)
);
CREATE INDEX credited_charges_of_note ON credited_charges (credit_note_id);

-- A number that was taken is never taken again; what was wrong is said beside it.
CREATE TABLE invoice_voids (
    invoice_id uuid CONSTRAINT invoice_voids_pk PRIMARY KEY
        CONSTRAINT invoice_voids_invoice REFERENCES invoices,
    voided_at timestamptz NOT NULL,
    voided_by text NOT NULL,
    reason text NOT NULL
);

-- What every document is of, amount by amount; those of credit notes are positive too.
CREATE VIEW invoice_amounts AS
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

CREATE TRIGGER invoices_are_append_only BEFORE UPDATE OR DELETE ON invoices
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
CREATE TRIGGER invoice_pieces_are_append_only BEFORE UPDATE OR DELETE ON invoice_pieces
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
CREATE TRIGGER invoice_charges_are_append_only BEFORE UPDATE OR DELETE ON invoice_charges
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
CREATE TRIGGER credited_pieces_are_append_only BEFORE UPDATE OR DELETE ON credited_pieces
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
CREATE TRIGGER credited_charges_are_append_only BEFORE UPDATE OR DELETE ON credited_charges
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
CREATE TRIGGER invoice_voids_are_append_only BEFORE UPDATE OR DELETE ON invoice_voids
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();

-- A tax rule is ended and succeeded, never rewritten: what was sold under it stays explained.
CREATE FUNCTION zahra_tax_rules_only_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'valid_until' <> to_jsonb(NEW) - 'valid_until' THEN
        RAISE EXCEPTION 'tax_rules are ended, never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tax_rules_only_end BEFORE UPDATE OR DELETE ON tax_rules
    FOR EACH ROW EXECUTE FUNCTION zahra_tax_rules_only_end();

-- One that ends on the day it begins was withdrawn before it counted, and leaves the day free.
ALTER TABLE tax_rules DROP CONSTRAINT tax_rules_dates, DROP CONSTRAINT tax_rules_one_a_day;
ALTER TABLE tax_rules ADD CONSTRAINT tax_rules_dates
    CHECK (valid_until IS NULL OR valid_until >= valid_from);
CREATE UNIQUE INDEX tax_rules_one_a_day ON tax_rules (hsn_prefix, valid_from)
    WHERE valid_until IS NULL OR valid_until > valid_from;
