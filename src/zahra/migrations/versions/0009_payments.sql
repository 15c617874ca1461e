-- Money: attempts to pay, what gateways say was paid, refunds, and the inbox of webhooks.
CREATE TABLE payment_attempts (
    id uuid CONSTRAINT payment_attempts_pk PRIMARY KEY,
    order_id uuid NOT NULL,
    provider text NOT NULL,
    amount bigint NOT NULL CONSTRAINT payment_attempts_amount CHECK (amount > 0),
    currency char(3) NOT NULL DEFAULT 'INR',
    state text NOT NULL CONSTRAINT payment_attempts_state CHECK (state IN (
        'created', 'opened', 'processing', 'succeeded', 'failed', 'cancelled', 'expired')),
    provider_order_id text,
    idempotency_key text NOT NULL,
    last_error text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    asked_at timestamptz,
    CONSTRAINT payment_attempts_provider_order UNIQUE (provider, provider_order_id),
    CONSTRAINT payment_attempts_once_per_key UNIQUE (order_id, idempotency_key)
);
CREATE UNIQUE INDEX payment_attempts_one_live ON payment_attempts (order_id)
    WHERE state IN ('created', 'opened', 'processing');
CREATE INDEX payment_attempts_to_ask ON payment_attempts (created_at)
    WHERE state <> 'succeeded';

CREATE TABLE payments (
    id uuid CONSTRAINT payments_pk PRIMARY KEY,
    attempt_id uuid NOT NULL CONSTRAINT payments_attempt REFERENCES payment_attempts,
    order_id uuid NOT NULL,
    provider text NOT NULL,
    provider_payment_id text NOT NULL,
    amount bigint NOT NULL CONSTRAINT payments_amount CHECK (amount > 0),
    refund_granted bigint NOT NULL DEFAULT 0,
    amount_refunded bigint NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    state text NOT NULL CONSTRAINT payments_state CHECK (state IN (
        'created', 'failed', 'authorized', 'captured', 'partially_refunded', 'refunded', 'voided')),
    purpose text NOT NULL DEFAULT 'order' CONSTRAINT payments_purpose
        CHECK (purpose IN ('order', 'surplus', 'quarantined')),
    method text,
    error_code text,
    error_reason text,
    raw jsonb NOT NULL DEFAULT '{}',
    first_seen_at timestamptz NOT NULL,
    capture_asked_at timestamptz,
    captured_at timestamptz,
    CONSTRAINT payments_once UNIQUE (provider, provider_payment_id),
    CONSTRAINT payments_refunds_within_captured CHECK (
        0 <= amount_refunded AND amount_refunded <= refund_granted AND refund_granted <= amount),
    CONSTRAINT payments_refund_what_was_captured CHECK (
        refund_granted = 0 OR state IN ('captured', 'partially_refunded', 'refunded'))
);
CREATE INDEX payments_of_order ON payments (order_id);
-- Only one captured payment may pay an order; any other is surplus and goes back.
CREATE UNIQUE INDEX payments_one_pays_an_order ON payments (order_id)
    WHERE purpose = 'order' AND state IN ('captured', 'partially_refunded', 'refunded');

CREATE TABLE refunds (
    id uuid CONSTRAINT refunds_pk PRIMARY KEY,
    payment_id uuid NOT NULL CONSTRAINT refunds_payment REFERENCES payments,
    order_id uuid NOT NULL,
    amount bigint NOT NULL CONSTRAINT refunds_amount CHECK (amount > 0),
    reason text NOT NULL,
    state text NOT NULL CONSTRAINT refunds_state
        CHECK (state IN ('granted', 'pending', 'settled', 'failed')),
    idempotency_key text NOT NULL CONSTRAINT refunds_once_per_key UNIQUE,
    provider_refund_id text,
    asked_by text NOT NULL,
    last_error text,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT refunds_provider_refund UNIQUE (payment_id, provider_refund_id)
);
CREATE INDEX refunds_of_payment ON refunds (payment_id);
CREATE INDEX refunds_open ON refunds (created_at) WHERE state IN ('granted', 'pending');

CREATE TABLE provider_events (
    id uuid CONSTRAINT provider_events_pk PRIMARY KEY,
    provider text NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    provider_order_id text,
    provider_payment_id text,
    provider_refund_id text,
    raw bytea NOT NULL,
    state text NOT NULL DEFAULT 'received' CONSTRAINT provider_events_state
        CHECK (state IN ('received', 'processed', 'ignored', 'parked', 'dead')),
    note text NOT NULL DEFAULT '',
    received_at timestamptz NOT NULL,
    processed_at timestamptz,
    CONSTRAINT provider_events_once UNIQUE (provider, event_id)
);
CREATE INDEX provider_events_open ON provider_events (received_at)
    WHERE state IN ('received', 'parked');
