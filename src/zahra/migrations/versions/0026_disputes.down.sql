DELETE FROM discrepancies WHERE kind IN ('disputed', 'dispute_differs');
ALTER TABLE discrepancies
    DROP COLUMN due_at,
    DROP CONSTRAINT discrepancies_kind,
    ADD CONSTRAINT discrepancies_kind CHECK (kind IN (
        'not_settled', 'settled_wrongly', 'unknown_payment', 'refund_not_settled',
        'cash_not_remitted', 'cash_differs', 'quarantined', 'broken_rule'));
ALTER TABLE settlement_items DROP COLUMN dispute_id, DROP COLUMN provider_dispute_id;
ALTER TABLE provider_events DROP COLUMN provider_dispute_id;
ALTER TABLE payments
    DROP CONSTRAINT payments_lose_what_was_captured,
    DROP CONSTRAINT payments_refunds_within_captured,
    ADD CONSTRAINT payments_refunds_within_captured CHECK (
        0 <= amount_refunded AND amount_refunded <= refund_granted AND refund_granted <= amount),
    DROP COLUMN lost,
    DROP COLUMN is_disputed;
DROP TABLE disputes;
