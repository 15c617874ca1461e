-- A refund that a gateway refuses for good is owed all the same: it goes another way, once, and what
-- was granted instead names it. More than one row where no single payment has enough left.
ALTER TABLE refunds ADD COLUMN instead_of uuid
    CONSTRAINT refunds_instead_of REFERENCES refunds
    CONSTRAINT refunds_instead_of_another CHECK (instead_of <> id);
CREATE UNIQUE INDEX refunds_once_instead ON refunds (instead_of, payment_id)
    WHERE instead_of IS NOT NULL;
CREATE INDEX refunds_refused ON refunds (created_at) WHERE state = 'failed';

-- Whoever closes their account may give up what the shop owes them, knowingly.
ALTER TABLE credit_entries
    DROP CONSTRAINT credit_entries_cause,
    ADD CONSTRAINT credit_entries_cause
        CHECK (cause IN ('refund', 'order', 'order_cancelled', 'goodwill', 'reward',
            'given_up')),
    DROP CONSTRAINT credit_entries_order_named,
    ADD CONSTRAINT credit_entries_order_named
        CHECK (cause IN ('goodwill', 'given_up') OR order_id IS NOT NULL),
    ADD CONSTRAINT credit_entries_given_up_whole CHECK (cause <> 'given_up' OR balance = 0);

ALTER TABLE discrepancies
    DROP CONSTRAINT discrepancies_kind,
    ADD CONSTRAINT discrepancies_kind CHECK (kind IN (
        'not_settled', 'settled_wrongly', 'unknown_payment', 'refund_not_settled',
        'refund_refused', 'credit_unclaimed', 'cash_not_remitted', 'cash_differs', 'quarantined',
        'broken_rule', 'disputed', 'dispute_differs'));
