-- What a gateway told of money that cannot be so (a payment of nothing, a refund of another sum than
-- was asked for …): no payment and no refund is written from it, and the exceptions list names it.
CREATE TABLE gateway_oddities (
    attempt_id uuid NOT NULL CONSTRAINT gateway_oddities_attempt REFERENCES payment_attempts,
    name text NOT NULL,
    told text NOT NULL,
    told_at timestamptz NOT NULL,
    CONSTRAINT gateway_oddities_pk PRIMARY KEY (attempt_id, name)
);

ALTER TABLE discrepancies
    DROP CONSTRAINT discrepancies_kind,
    ADD CONSTRAINT discrepancies_kind CHECK (kind IN (
        'not_settled', 'settled_wrongly', 'unknown_payment', 'refund_not_settled',
        'refund_refused', 'credit_unclaimed', 'cash_not_remitted', 'cash_differs', 'quarantined',
        'gateway_oddity', 'broken_rule', 'disputed', 'dispute_differs'));
