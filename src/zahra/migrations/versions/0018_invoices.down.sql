DROP TRIGGER tax_rules_only_end ON tax_rules;
DROP FUNCTION zahra_tax_rules_only_end();
DROP VIEW invoice_amounts;
DROP TABLE invoice_voids, credited_charges, credited_pieces, invoice_charges, invoice_pieces,
    invoices, invoice_counters;
