"""SQL of payments: attempts, payments, refunds, and the inbox of webhooks."""
