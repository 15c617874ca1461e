DROP TRIGGER tax_rules_only_end ON tax_rules;
DROP FUNCTION zahra_tax_rules_only_end();
DROP INDEX tax_rules_one_a_day;
DELETE FROM tax_rules WHERE valid_until = valid_from;
ALTER TABLE tax_rules DROP CONSTRAINT tax_rules_dates;
ALTER TABLE tax_rules ADD CONSTRAINT tax_rules_dates
        CHECK (valid_until IS NULL OR valid_until > valid_from),
    ADD CONSTRAINT tax_rules_one_a_day UNIQUE (hsn_prefix, valid_from);
DROP VIEW invoice_amounts;
DROP TABLE invoice_voids, credited_charges, credited_pieces, invoice_charges, invoice_pieces,
    invoices, invoice_counters;
