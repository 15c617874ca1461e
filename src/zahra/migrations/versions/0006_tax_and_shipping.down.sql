DROP FUNCTION tax_rules_on(date);
DROP TABLE shipping_methods, tax_rules;
