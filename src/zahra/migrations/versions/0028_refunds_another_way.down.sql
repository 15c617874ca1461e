DELETE FROM discrepancies WHERE kind IN ('refund_refused', 'credit_unclaimed');
ALTER TABLE discrepancies
    DROP CONSTRAINT discrepancies_kind,
    ADD CONSTRAINT discrepancies_kind CHECK (kind IN (
        'not_settled', 'settled_wrongly', 'unknown_payment', 'refund_not_settled',
        'cash_not_remitted', 'cash_differs', 'quarantined', 'broken_rule',
        'disputed', 'dispute_differs'));
ALTER TABLE credit_entries DISABLE TRIGGER credit_entries_is_append_only;
UPDATE credit_entries SET cause = 'goodwill' WHERE cause = 'given_up';
ALTER TABLE credit_entries
    ENABLE TRIGGER credit_entries_is_append_only,
    DROP CONSTRAINT credit_entries_given_up_whole,
    DROP CONSTRAINT credit_entries_order_named,
    ADD CONSTRAINT credit_entries_order_named
        CHECK (cause = 'goodwill' OR order_id IS NOT NULL),
    DROP CONSTRAINT credit_entries_cause,
    ADD CONSTRAINT credit_entries_cause
        CHECK (cause IN ('refund', 'order', 'order_cancelled', 'goodwill', 'reward'));
DROP INDEX refunds_refused, refunds_once_instead;
ALTER TABLE refunds DROP COLUMN instead_of;
