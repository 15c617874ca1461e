-- What became of each message: one row for every carrier that was given it. No address is kept,
-- only its mask and, of an e-mail address, a keyed hash that tells whether mail to it came back.
CREATE TABLE deliveries (
    id uuid CONSTRAINT deliveries_pk PRIMARY KEY,
    key text NOT NULL,
    channel text NOT NULL CONSTRAINT deliveries_channel CHECK (channel IN ('sms', 'email')),
    template text NOT NULL,
    recipient_masked text NOT NULL,
    recipient_hmac bytea,
    carrier text NOT NULL,
    carrier_id text,
    state text NOT NULL DEFAULT 'sent' CONSTRAINT deliveries_state
        CHECK (state IN ('sent', 'delivered', 'failed', 'bounced', 'complained', 'suppressed')),
    reason text NOT NULL DEFAULT '',
    sent_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT deliveries_one_a_carrier UNIQUE (key, carrier),
    CONSTRAINT deliveries_settled_has_time CHECK ((state = 'sent') = (settled_at IS NULL))
);
CREATE INDEX deliveries_by_carrier ON deliveries (carrier, carrier_id)
    WHERE carrier_id IS NOT NULL;
CREATE INDEX deliveries_by_time ON deliveries (sent_at);
CREATE INDEX deliveries_that_came_back ON deliveries (recipient_hmac, settled_at)
    WHERE state IN ('bounced', 'complained');
