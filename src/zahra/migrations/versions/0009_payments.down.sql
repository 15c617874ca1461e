DROP TABLE provider_events, refunds, payments, payment_attempts;
