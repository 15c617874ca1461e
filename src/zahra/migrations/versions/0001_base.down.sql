DROP TABLE audit_log, idempotency_keys, rate_gcra;
DROP FUNCTION zahra_append_only();
DROP FUNCTION zahra_fold(text);
