-- Payment links, saved ways of paying, and when gateways kept silent.

-- pay_url: the gateway's own page for this attempt, where it has one.
ALTER TABLE payment_attempts
    ADD COLUMN kind text NOT NULL DEFAULT 'checkout' CONSTRAINT payment_attempts_kind
        CHECK (kind IN ('checkout', 'link')),
    ADD COLUMN pay_url text;
CREATE INDEX payment_attempts_by_gateway ON payment_attempts (provider, created_at);
CREATE INDEX payments_by_gateway ON payments (provider, first_seen_at);

-- How often a gateway did not answer, by the minute; kept for a day.
CREATE TABLE gateway_silences (
    provider text NOT NULL,
    minute timestamptz NOT NULL,
    times int NOT NULL CONSTRAINT gateway_silences_times CHECK (times > 0),
    CONSTRAINT gateway_silences_pk PRIMARY KEY (provider, minute)
);

-- Somebody who let a gateway keep their ways of paying: who they are there.
CREATE TABLE gateway_customers (
    user_id uuid NOT NULL,
    provider text NOT NULL,
    customer_id text,
    agreed_at timestamptz NOT NULL,
    CONSTRAINT gateway_customers_pk PRIMARY KEY (user_id, provider),
    CONSTRAINT gateway_customers_once UNIQUE (provider, customer_id)
);

-- A way of paying that a gateway keeps. Of a card we may hold the last four digits, its network
-- and its issuer, and nothing else (RBI, card-on-file tokenisation).
CREATE TABLE saved_methods (
    id uuid CONSTRAINT saved_methods_pk PRIMARY KEY,
    user_id uuid NOT NULL,
    provider text NOT NULL,
    token_id text NOT NULL,
    kind text NOT NULL,
    last_four char(4) CONSTRAINT saved_methods_last_four CHECK (last_four ~ '^[0-9]{4}$'),
    network text,
    issuer text,
    created_at timestamptz NOT NULL,
    CONSTRAINT saved_methods_customer FOREIGN KEY (user_id, provider)
        REFERENCES gateway_customers ON DELETE CASCADE,
    CONSTRAINT saved_methods_once UNIQUE (provider, token_id)
);
CREATE INDEX saved_methods_of_person ON saved_methods (user_id);
