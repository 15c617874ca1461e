DROP TABLE saved_methods;
DROP TABLE gateway_customers;
DROP TABLE gateway_silences;
DROP INDEX payments_by_gateway;
DROP INDEX payment_attempts_by_gateway;
ALTER TABLE payment_attempts DROP COLUMN pay_url, DROP COLUMN kind;
