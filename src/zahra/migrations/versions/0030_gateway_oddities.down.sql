DELETE FROM discrepancies WHERE kind = 'gateway_oddity';
ALTER TABLE discrepancies
    DROP CONSTRAINT discrepancies_kind,
    ADD CONSTRAINT discrepancies_kind CHECK (kind IN (
        'not_settled', 'settled_wrongly', 'unknown_payment', 'refund_not_settled',
        'refund_refused', 'credit_unclaimed', 'cash_not_remitted', 'cash_differs', 'quarantined',
        'broken_rule', 'disputed', 'dispute_differs'));
DROP TABLE gateway_oddities;
