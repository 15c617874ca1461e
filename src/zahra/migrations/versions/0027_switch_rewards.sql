-- What a link to pay a cash order online was sent with: the fee for paying at the door that then
-- falls away, and the store credit that is promised for it. Both as they were shown.
ALTER TABLE prepaid_links
    ADD COLUMN fee_waived bigint NOT NULL DEFAULT 0
        CONSTRAINT prepaid_links_fee_waived CHECK (fee_waived >= 0),
    ADD COLUMN reward bigint NOT NULL DEFAULT 0
        CONSTRAINT prepaid_links_reward CHECK (reward >= 0);
CREATE INDEX prepaid_links_newest ON prepaid_links (created_at DESC, id DESC);
CREATE INDEX prepaid_links_of_order ON prepaid_links (order_id);

-- Promised when the money comes, and nobody's money before its order can no longer be sent back.
-- Once an order.
CREATE TABLE prepaid_rewards (
    order_id uuid CONSTRAINT prepaid_rewards_pk PRIMARY KEY
        CONSTRAINT prepaid_rewards_order REFERENCES orders,
    link_id uuid NOT NULL CONSTRAINT prepaid_rewards_link REFERENCES prepaid_links
        CONSTRAINT prepaid_rewards_once_a_link UNIQUE,
    amount bigint NOT NULL CONSTRAINT prepaid_rewards_amount CHECK (amount > 0),
    state text NOT NULL CONSTRAINT prepaid_rewards_state
        CHECK (state IN ('promised', 'given', 'forfeited')),
    promised_at timestamptz NOT NULL,
    state_at timestamptz NOT NULL
);
CREATE INDEX prepaid_rewards_promised ON prepaid_rewards (promised_at) WHERE state = 'promised';
CREATE INDEX orders_replacing ON orders (replaces_order_id) WHERE replaces_order_id IS NOT NULL;

ALTER TABLE givebacks DROP CONSTRAINT givebacks_kind, ADD CONSTRAINT givebacks_kind
    CHECK (kind IN ('cancellation', 'return', 'rto', 'lost', 'goodwill', 'fee_waived'));
ALTER TABLE credit_entries DROP CONSTRAINT credit_entries_cause,
    ADD CONSTRAINT credit_entries_cause
    CHECK (cause IN ('refund', 'order', 'order_cancelled', 'goodwill', 'reward'));
