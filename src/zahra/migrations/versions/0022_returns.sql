-- Store credit, returns, exchanges, and refunds that are paid out to an account.

-- Store credit: one row per person that is locked to change it, and why it changed, never altered.
CREATE TABLE credit_accounts (
    user_id uuid CONSTRAINT credit_accounts_pk PRIMARY KEY
        CONSTRAINT credit_accounts_user REFERENCES users,
    balance bigint NOT NULL DEFAULT 0 CONSTRAINT credit_accounts_balance CHECK (balance >= 0),
    entries int NOT NULL DEFAULT 0
);
CREATE TABLE credit_entries (
    id uuid CONSTRAINT credit_entries_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT credit_entries_account REFERENCES credit_accounts,
    seq int NOT NULL CONSTRAINT credit_entries_seq CHECK (seq > 0),
    amount bigint NOT NULL CONSTRAINT credit_entries_amount CHECK (amount <> 0),
    balance bigint NOT NULL CONSTRAINT credit_entries_balance CHECK (balance >= 0),
    cause text NOT NULL CONSTRAINT credit_entries_cause
        CHECK (cause IN ('refund', 'order', 'order_cancelled', 'goodwill')),
    order_id uuid,
    idempotency_key text NOT NULL CONSTRAINT credit_entries_once_per_key UNIQUE,
    at timestamptz NOT NULL,
    CONSTRAINT credit_entries_in_turn UNIQUE (user_id, seq),
    CONSTRAINT credit_entries_first CHECK (seq > 1 OR balance = amount),
    CONSTRAINT credit_entries_order_named CHECK (cause = 'goodwill' OR order_id IS NOT NULL)
);
CREATE TRIGGER credit_entries_is_append_only BEFORE UPDATE OR DELETE ON credit_entries
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();

-- Where money goes that cannot go back to its source. `sealed` is the UPI id, or the account with
-- its IFSC and holder, under a key; `shown` is what may be read of it.
CREATE TABLE payout_destinations (
    id uuid CONSTRAINT payout_destinations_pk PRIMARY KEY,
    user_id uuid NOT NULL CONSTRAINT payout_destinations_user REFERENCES users,
    kind text NOT NULL CONSTRAINT payout_destinations_kind CHECK (kind IN ('upi', 'bank')),
    shown text NOT NULL,
    sealed bytea NOT NULL,
    kid text NOT NULL,
    verified_at timestamptz NOT NULL
);
CREATE INDEX payout_destinations_of_user ON payout_destinations (user_id, verified_at DESC);

CREATE TABLE payout_files (
    id uuid CONSTRAINT payout_files_pk PRIMARY KEY,
    number text NOT NULL CONSTRAINT payout_files_number UNIQUE,
    payouts int NOT NULL CONSTRAINT payout_files_payouts CHECK (payouts > 0),
    amount bigint NOT NULL CONSTRAINT payout_files_amount CHECK (amount > 0),
    made_by text NOT NULL,
    made_at timestamptz NOT NULL
);

-- A refund is paid out once: one row for it, and a row is in one file at a time.
CREATE TABLE payouts (
    id uuid CONSTRAINT payouts_pk PRIMARY KEY,
    number text NOT NULL CONSTRAINT payouts_number UNIQUE,
    refund_id uuid NOT NULL CONSTRAINT payouts_refund REFERENCES refunds
        CONSTRAINT payouts_once_per_refund UNIQUE,
    order_id uuid NOT NULL,
    amount bigint NOT NULL CONSTRAINT payouts_amount CHECK (amount > 0),
    state text NOT NULL CONSTRAINT payouts_state
        CHECK (state IN ('needs_account', 'granted', 'exported', 'settled')),
    destination_id uuid CONSTRAINT payouts_destination
        REFERENCES payout_destinations ON DELETE SET NULL,
    file_id uuid CONSTRAINT payouts_file REFERENCES payout_files,
    utr text CONSTRAINT payouts_utr UNIQUE,
    last_error text,
    created_at timestamptz NOT NULL,
    exported_at timestamptz,
    settled_at timestamptz,
    CONSTRAINT payouts_exported_in_a_file
        CHECK (state NOT IN ('exported', 'settled') OR file_id IS NOT NULL),
    CONSTRAINT payouts_settled_by_a_utr CHECK ((state = 'settled') = (utr IS NOT NULL)),
    CONSTRAINT payouts_on_their_way_know_where
        CHECK (state NOT IN ('granted', 'exported') OR destination_id IS NOT NULL)
);
CREATE INDEX payouts_open ON payouts (created_at) WHERE state <> 'settled';
CREATE INDEX payouts_of_order ON payouts (order_id);

-- What buyers want to send back. `approved_by_hand` is why staff took it although it was too late.
CREATE TABLE returns (
    id uuid CONSTRAINT returns_pk PRIMARY KEY,
    number text NOT NULL CONSTRAINT returns_number UNIQUE,
    order_id uuid NOT NULL CONSTRAINT returns_order REFERENCES orders,
    user_id uuid NOT NULL CONSTRAINT returns_user REFERENCES users,
    state text NOT NULL CONSTRAINT returns_state CHECK (state IN (
        'requested', 'approved', 'pickup_scheduled', 'picked_up', 'received', 'qc_passed',
        'qc_partial', 'qc_failed', 'refunded', 'declined', 'cancelled', 'expired')),
    destination text NOT NULL CONSTRAINT returns_destination
        CHECK (destination IN ('source', 'store_credit', 'payout')),
    payout_destination_id uuid,
    idempotency_key text NOT NULL,
    override text,
    note text NOT NULL DEFAULT '',
    courier text,
    awb text,
    pickup_on date,
    hand_over_by timestamptz NOT NULL,
    giveback_id uuid CONSTRAINT returns_giveback REFERENCES givebacks
        CONSTRAINT returns_once_given_back UNIQUE,
    created_at timestamptz NOT NULL,
    received_at timestamptz,
    closed_at timestamptz,
    CONSTRAINT returns_once_per_key UNIQUE (order_id, idempotency_key),
    CONSTRAINT returns_refunded_by_a_giveback
        CHECK ((state = 'refunded') = (giveback_id IS NOT NULL)),
    CONSTRAINT returns_picked_up_by_somebody
        CHECK (state NOT IN ('pickup_scheduled', 'picked_up') OR courier IS NOT NULL)
);
CREATE INDEX returns_of_order ON returns (order_id);
CREATE INDEX returns_of_user ON returns (user_id, created_at DESC);
CREATE INDEX returns_by_state ON returns (state, created_at);
CREATE INDEX returns_to_hand_over ON returns (hand_over_by)
    WHERE state IN ('requested', 'approved', 'pickup_scheduled');

-- Counts come from the dock, never from what was asked; only what was counted is accepted.
CREATE TABLE return_items (
    id uuid CONSTRAINT return_items_pk PRIMARY KEY,
    return_id uuid NOT NULL CONSTRAINT return_items_return REFERENCES returns,
    position int NOT NULL,
    order_line_id uuid NOT NULL CONSTRAINT return_items_line REFERENCES order_lines,
    qty int NOT NULL CONSTRAINT return_items_qty CHECK (qty > 0),
    reason text NOT NULL CONSTRAINT return_items_reason CHECK (reason IN (
        'too_small', 'too_large', 'colour', 'quality', 'changed_mind', 'late', 'defective',
        'wrong_item', 'damaged')),
    note text NOT NULL DEFAULT '',
    photos text[] NOT NULL DEFAULT '{}',
    resolution text NOT NULL CONSTRAINT return_items_resolution
        CHECK (resolution IN ('refund', 'exchange')),
    exchange_variant_id uuid,
    difference bigint NOT NULL DEFAULT 0,
    came_sound int NOT NULL DEFAULT 0 CONSTRAINT return_items_sound CHECK (came_sound >= 0),
    came_spoilt int NOT NULL DEFAULT 0 CONSTRAINT return_items_spoilt CHECK (came_spoilt >= 0),
    taken_sound int NOT NULL DEFAULT 0 CONSTRAINT return_items_taken_sound
        CHECK (taken_sound BETWEEN 0 AND came_sound),
    taken_spoilt int NOT NULL DEFAULT 0 CONSTRAINT return_items_taken_spoilt
        CHECK (taken_spoilt BETWEEN 0 AND came_spoilt),
    CONSTRAINT return_items_no_more_came_than_asked CHECK (came_sound + came_spoilt <= qty),
    CONSTRAINT return_items_exchanged_for_something
        CHECK ((resolution = 'exchange') = (exchange_variant_id IS NOT NULL)),
    CONSTRAINT return_items_place UNIQUE (return_id, position)
);
CREATE INDEX return_items_of_line ON return_items (order_line_id);

-- A piece is in one return at a time, so no more can be asked for than was delivered.
CREATE TABLE return_pieces (
    return_item_id uuid NOT NULL CONSTRAINT return_pieces_item REFERENCES return_items,
    order_line_id uuid NOT NULL,
    piece int NOT NULL,
    is_live boolean NOT NULL DEFAULT true,
    CONSTRAINT return_pieces_pk PRIMARY KEY (return_item_id, piece),
    CONSTRAINT return_pieces_of_an_order
        FOREIGN KEY (order_line_id, piece) REFERENCES order_pieces
);
CREATE UNIQUE INDEX return_pieces_in_one_return ON return_pieces (order_line_id, piece)
    WHERE is_live;

CREATE TABLE return_steps (
    id uuid CONSTRAINT return_steps_pk PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    return_id uuid NOT NULL CONSTRAINT return_steps_return REFERENCES returns,
    at timestamptz NOT NULL,
    from_state text,
    to_state text NOT NULL,
    actor text NOT NULL,
    note text NOT NULL DEFAULT '',
    photos text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX return_steps_of_return ON return_steps (return_id, seq);
CREATE TRIGGER return_steps_is_append_only BEFORE UPDATE OR DELETE ON return_steps
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();

-- What is kept for a buyer while the old piece travels. Its id becomes that of the order that
-- sends the new piece out: what was held for the one is promised to the other.
CREATE TABLE exchanges (
    id uuid CONSTRAINT exchanges_pk PRIMARY KEY,
    return_id uuid NOT NULL CONSTRAINT exchanges_return REFERENCES returns
        CONSTRAINT exchanges_one_per_return UNIQUE,
    state text NOT NULL CONSTRAINT exchanges_state
        CHECK (state IN ('held', 'allocated', 'released')),
    held_until timestamptz NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX exchanges_by_state ON exchanges (state, created_at);
