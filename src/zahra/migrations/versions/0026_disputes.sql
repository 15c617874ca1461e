-- Disputes: a payer's bank wants money back that a gateway took for us.

-- deducted: what has left our balance for it, which is lost money only once the state says so.
CREATE TABLE disputes (
    id uuid CONSTRAINT disputes_pk PRIMARY KEY,
    payment_id uuid NOT NULL CONSTRAINT disputes_payment REFERENCES payments,
    order_id uuid NOT NULL,
    provider text NOT NULL,
    provider_dispute_id text NOT NULL,
    state text NOT NULL CONSTRAINT disputes_state CHECK (state IN (
        'open', 'under_review', 'action_required', 'won', 'lost', 'closed')),
    phase text NOT NULL CONSTRAINT disputes_phase CHECK (phase IN (
        'fraud', 'retrieval', 'chargeback', 'pre_arbitration', 'arbitration')),
    amount bigint NOT NULL CONSTRAINT disputes_amount CHECK (amount > 0),
    deducted bigint NOT NULL CONSTRAINT disputes_deducted CHECK (deducted >= 0),
    reason text,
    respond_by timestamptz,
    opened_at timestamptz NOT NULL,
    decided_at timestamptz,
    CONSTRAINT disputes_once UNIQUE (provider, provider_dispute_id),
    CONSTRAINT disputes_decided CHECK (
        (state IN ('won', 'lost', 'closed')) = (decided_at IS NOT NULL))
);
CREATE INDEX disputes_of_payment ON disputes (payment_id);
CREATE INDEX disputes_of_order ON disputes (order_id);
CREATE INDEX disputes_undecided ON disputes (respond_by) WHERE decided_at IS NULL;

-- lost: what banks have taken back of a payment. It cannot be given back once more.
ALTER TABLE payments
    ADD COLUMN is_disputed boolean NOT NULL DEFAULT false,
    ADD COLUMN lost bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT payments_refunds_within_captured,
    ADD CONSTRAINT payments_refunds_within_captured CHECK (
        0 <= amount_refunded AND amount_refunded <= refund_granted
        AND 0 <= lost AND refund_granted + lost <= amount),
    ADD CONSTRAINT payments_lose_what_was_captured CHECK (
        (lost = 0 AND NOT is_disputed) OR state IN ('captured', 'partially_refunded', 'refunded'));

ALTER TABLE provider_events ADD COLUMN provider_dispute_id text;

-- An adjustment may name the dispute it settles.
ALTER TABLE settlement_items
    ADD COLUMN provider_dispute_id text,
    ADD COLUMN dispute_id uuid CONSTRAINT settlement_items_dispute REFERENCES disputes;
CREATE INDEX settlement_items_of_dispute ON settlement_items (dispute_id)
    WHERE dispute_id IS NOT NULL;

-- due_at: until when somebody has to act.
ALTER TABLE discrepancies
    ADD COLUMN due_at timestamptz,
    DROP CONSTRAINT discrepancies_kind,
    ADD CONSTRAINT discrepancies_kind CHECK (kind IN (
        'not_settled', 'settled_wrongly', 'unknown_payment', 'refund_not_settled',
        'cash_not_remitted', 'cash_differs', 'quarantined', 'broken_rule',
        'disputed', 'dispute_differs'));
