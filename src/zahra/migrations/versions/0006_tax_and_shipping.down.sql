DROP TABLE shipping_methods, tax_rules;
