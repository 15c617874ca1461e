-- E-mails and SMS the shop owes somebody: one row each, so that none is sent twice or forgotten.
CREATE TABLE messages (
    id uuid CONSTRAINT messages_pk PRIMARY KEY,
    once_key text NOT NULL CONSTRAINT messages_once UNIQUE,
    channel text NOT NULL CONSTRAINT messages_channel CHECK (channel IN ('email', 'sms')),
    recipient text NOT NULL,
    template text NOT NULL,
    order_id uuid,
    facts jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'queued'
        CONSTRAINT messages_state CHECK (state IN ('queued', 'sent', 'failed')),
    created_at timestamptz NOT NULL,
    sent_at timestamptz
);
CREATE INDEX messages_waiting ON messages (created_at) WHERE state = 'queued';
CREATE INDEX messages_of_order ON messages (order_id);
