-- Whether the books are right: what the doctor found, what gateways paid out, what does not match.

CREATE TABLE doctor_runs (
    id uuid CONSTRAINT doctor_runs_pk PRIMARY KEY,
    at timestamptz NOT NULL,
    took_ms int NOT NULL CONSTRAINT doctor_runs_took CHECK (took_ms >= 0),
    broken int NOT NULL CONSTRAINT doctor_runs_broken CHECK (broken >= 0),
    findings jsonb NOT NULL
);
CREATE INDEX doctor_runs_by_time ON doctor_runs (at);

-- A payout of a gateway to our bank account: one UTR, many items.
CREATE TABLE settlements (
    id uuid CONSTRAINT settlements_pk PRIMARY KEY,
    provider text NOT NULL,
    provider_settlement_id text NOT NULL,
    utr text,
    settled_at timestamptz NOT NULL,
    imported_at timestamptz NOT NULL,
    CONSTRAINT settlements_once UNIQUE (provider, provider_settlement_id)
);
CREATE INDEX settlements_by_time ON settlements (settled_at);

-- credit came to us (a payment less its fee), debit went from us (a refund). The fee contains tax.
CREATE TABLE settlement_items (
    id uuid CONSTRAINT settlement_items_pk PRIMARY KEY,
    settlement_id uuid NOT NULL CONSTRAINT settlement_items_settlement REFERENCES settlements,
    provider text NOT NULL,
    kind text NOT NULL CONSTRAINT settlement_items_kind
        CHECK (kind IN ('payment', 'refund', 'transfer', 'adjustment')),
    entity_id text NOT NULL,
    amount bigint NOT NULL CONSTRAINT settlement_items_amount CHECK (amount >= 0),
    credit bigint NOT NULL CONSTRAINT settlement_items_credit CHECK (credit >= 0),
    debit bigint NOT NULL CONSTRAINT settlement_items_debit CHECK (debit >= 0),
    fee bigint NOT NULL CONSTRAINT settlement_items_fee CHECK (fee >= 0),
    tax bigint NOT NULL CONSTRAINT settlement_items_tax CHECK (tax BETWEEN 0 AND fee),
    payment_id uuid CONSTRAINT settlement_items_payment REFERENCES payments,
    refund_id uuid CONSTRAINT settlement_items_refund REFERENCES refunds,
    settled_at timestamptz NOT NULL,
    CONSTRAINT settlement_items_one_way CHECK (credit = 0 OR debit = 0),
    CONSTRAINT settlement_items_once UNIQUE (provider, kind, entity_id)
);
CREATE INDEX settlement_items_of_settlement ON settlement_items (settlement_id);
CREATE INDEX settlement_items_of_payment ON settlement_items (payment_id);
CREATE INDEX settlement_items_of_refund ON settlement_items (refund_id);
CREATE INDEX settlement_items_by_time ON settlement_items (settled_at);

-- What does not match, until it is mended or somebody says why it need not be.
CREATE TABLE discrepancies (
    id uuid CONSTRAINT discrepancies_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT discrepancies_kind CHECK (kind IN (
        'not_settled', 'settled_wrongly', 'unknown_payment', 'refund_not_settled',
        'cash_not_remitted', 'cash_differs', 'quarantined', 'broken_rule')),
    subject text NOT NULL,
    amount bigint,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by text,
    note text NOT NULL DEFAULT '',
    CONSTRAINT discrepancies_closed_by_somebody CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE UNIQUE INDEX discrepancies_open_once ON discrepancies (kind, subject)
    WHERE closed_at IS NULL;
CREATE INDEX discrepancies_by_age ON discrepancies (opened_at, id);

-- The doctor looks at every payment, hold and message of a large shop.
CREATE INDEX payments_captured_by_time ON payments (captured_at) WHERE captured_at IS NOT NULL;
CREATE INDEX provider_events_by_time ON provider_events (received_at);
