-- Who may pay at the door and why, links to pay before it comes after all, and the cash that
-- couriers owe.

-- One row is in force: the one that began last. A change is a new row; decisions name theirs.
CREATE TABLE cod_rules (
    id uuid CONSTRAINT cod_rules_pk PRIMARY KEY,
    valid_from timestamptz NOT NULL CONSTRAINT cod_rules_one_a_moment UNIQUE,
    otp_from int NOT NULL,
    advance_from int NOT NULL,
    prepaid_from int NOT NULL,
    open_most int NOT NULL CONSTRAINT cod_rules_open_most CHECK (open_most > 0),
    high_value_from bigint NOT NULL CONSTRAINT cod_rules_high_value CHECK (high_value_from > 0),
    advance_percent int NOT NULL
        CONSTRAINT cod_rules_advance_percent CHECK (advance_percent BETWEEN 0 AND 90),
    advance_least bigint NOT NULL CONSTRAINT cod_rules_advance_least CHECK (advance_least >= 100),
    points jsonb NOT NULL CONSTRAINT cod_rules_points CHECK (
        jsonb_typeof(points) = 'object'
        AND NOT jsonb_path_exists(points, '$.* ? (@.type() != "number" || @ < 0)')),
    changed_by text NOT NULL,
    CONSTRAINT cod_rules_ladder
        CHECK (0 < otp_from AND otp_from <= advance_from AND advance_from <= prepaid_from)
);
INSERT INTO cod_rules (id, valid_from, otp_from, advance_from, prepaid_from, open_most,
    high_value_from, advance_percent, advance_least, points, changed_by)
VALUES (gen_random_uuid(), '2000-01-01T00:00Z', 30, 60, 100, 5, 500000, 20, 20000, '{
    "past_rto": 40, "open_order": 10, "first_order": 10, "high_value": 20, "short_address": 25,
    "gibberish_address": 35, "no_second_line": 10, "state_mismatch": 25, "unknown_pin": 40,
    "two_sizes": 15, "disposable_email": 30}', 'the shop');

-- Phones (by their SHA-256) and PIN codes that are never or always trusted. The audit log has
-- what they were before.
CREATE TABLE cod_listings (
    kind text NOT NULL CONSTRAINT cod_listings_kind CHECK (kind IN ('phone', 'pincode')),
    key text NOT NULL,
    shown text NOT NULL,
    verdict text NOT NULL CONSTRAINT cod_listings_verdict CHECK (verdict IN ('block', 'allow')),
    reason text NOT NULL,
    until timestamptz,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT cod_listings_pk PRIMARY KEY (kind, key)
);

-- What was decided about each order that was to be paid at the door, by which rules, from which
-- facts, and what became of it. The count of a person's past is the count of these rows.
CREATE TABLE cod_decisions (
    order_id uuid CONSTRAINT cod_decisions_pk PRIMARY KEY
        CONSTRAINT cod_decisions_order REFERENCES orders,
    person_key text NOT NULL,
    step text NOT NULL CONSTRAINT cod_decisions_step
        CHECK (step IN ('allow', 'otp', 'advance', 'prepaid_only')),
    points int NOT NULL CONSTRAINT cod_decisions_points CHECK (points >= 0),
    reasons jsonb NOT NULL,
    facts jsonb NOT NULL,
    rules_id uuid NOT NULL CONSTRAINT cod_decisions_rules REFERENCES cod_rules,
    decided_at timestamptz NOT NULL,
    outcome text NOT NULL CONSTRAINT cod_decisions_outcome
        CHECK (outcome IN ('asked', 'placed', 'prepaid', 'delivered', 'rto', 'cancelled')),
    outcome_at timestamptz NOT NULL,
    overridden_by text,
    override_reason text,
    CONSTRAINT cod_decisions_override CHECK ((overridden_by IS NULL) = (override_reason IS NULL))
);
CREATE INDEX cod_decisions_of_person ON cod_decisions (person_key, outcome);
CREATE INDEX cod_decisions_by_age ON cod_decisions (decided_at);

-- Everything that is known of somebody before their basket and address are looked at: one row.
CREATE FUNCTION cod_standing(the_user uuid, the_pincode text, moment timestamptz)
RETURNS jsonb LANGUAGE sql STABLE AS $$
    WITH person AS (
        SELECT encode(sha256(convert_to(i.value, 'UTF8')), 'hex') AS key
        FROM identities i WHERE i.user_id = the_user AND i.kind = 'phone' AND i.released_at IS NULL)
    SELECT jsonb_build_object(
        'rules', (SELECT to_jsonb(r) FROM cod_rules r WHERE r.valid_from <= moment
            ORDER BY r.valid_from DESC LIMIT 1),
        'person_key', (SELECT key FROM person),
        'rtos', (SELECT count(*) FROM cod_decisions JOIN person ON key = person_key
            WHERE outcome = 'rto'),
        'delivered', (SELECT count(*) FROM cod_decisions JOIN person ON key = person_key
            WHERE outcome IN ('delivered', 'prepaid')),
        'open', (SELECT count(*) FROM cod_decisions JOIN person ON key = person_key
            WHERE outcome = 'placed'),
        'phone_verdict', (SELECT l.verdict FROM cod_listings l JOIN person p ON p.key = l.key
            WHERE l.kind = 'phone' AND (l.until IS NULL OR l.until > moment)),
        'pin_verdict', (SELECT l.verdict FROM cod_listings l
            WHERE l.kind = 'pincode' AND l.key = the_pincode
                AND (l.until IS NULL OR l.until > moment)),
        'email_domain', (SELECT lower(split_part(i.value, '@', 2)) FROM identities i
            WHERE i.user_id = the_user AND i.kind = 'email' AND i.released_at IS NULL))
$$;

-- A code can also confirm an order that is to be paid at the door.
ALTER TABLE otp_challenges DROP CONSTRAINT otp_challenges_purpose;
ALTER TABLE otp_challenges ADD CONSTRAINT otp_challenges_purpose
    CHECK (purpose IN ('login', 'verify_identity', 'step_up', 'reset', 'confirm_order'));

-- A bag leads to one order at a time that waits, be it for money or for a code.
DROP INDEX orders_one_pending_per_cart;
CREATE UNIQUE INDEX orders_one_pending_per_cart ON orders (cart_id)
    WHERE status IN ('pending_payment', 'pending_confirmation');

-- Links to pay a cash order online before it is packed. The link is signed, so nothing here opens it.
CREATE TABLE prepaid_links (
    id uuid CONSTRAINT prepaid_links_pk PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT prepaid_links_order REFERENCES orders,
    state text NOT NULL CONSTRAINT prepaid_links_state CHECK (state IN (
        'sent', 'opened', 'converted', 'expired_auto', 'expired_manual', 'undeliverable')),
    amount bigint NOT NULL CONSTRAINT prepaid_links_amount CHECK (amount > 0),
    sent_by text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    state_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX prepaid_links_one_live ON prepaid_links (order_id)
    WHERE state IN ('sent', 'opened');
CREATE INDEX prepaid_links_run_out ON prepaid_links (expires_at) WHERE state IN ('sent', 'opened');

-- Cash a courier took at the door, and what of it was remitted since.
CREATE TABLE cod_collections (
    shipment_id uuid CONSTRAINT cod_collections_pk PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT cod_collections_order REFERENCES orders,
    courier text NOT NULL,
    awb text NOT NULL,
    amount bigint NOT NULL CONSTRAINT cod_collections_amount CHECK (amount > 0),
    remitted bigint NOT NULL DEFAULT 0 CONSTRAINT cod_collections_remitted CHECK (remitted >= 0),
    collected_at timestamptz NOT NULL,
    remitted_at timestamptz,
    CONSTRAINT cod_collections_awb UNIQUE (courier, awb)
);
CREATE INDEX cod_collections_of_order ON cod_collections (order_id);
CREATE INDEX cod_collections_by_awb ON cod_collections (awb);
CREATE INDEX cod_collections_owed ON cod_collections (collected_at) WHERE remitted < amount;

-- Lines of couriers' remittance files. A bank transfer (UTR) tells of a parcel once.
CREATE TABLE cod_remittances (
    id uuid CONSTRAINT cod_remittances_pk PRIMARY KEY,
    utr text NOT NULL,
    awb text NOT NULL,
    amount bigint NOT NULL CONSTRAINT cod_remittances_amount CHECK (amount > 0),
    remitted_on date NOT NULL,
    verdict text NOT NULL CONSTRAINT cod_remittances_verdict
        CHECK (verdict IN ('matched', 'short', 'over', 'unknown_awb', 'twice')),
    expected bigint,
    shipment_id uuid CONSTRAINT cod_remittances_collection REFERENCES cod_collections,
    imported_by text NOT NULL,
    imported_at timestamptz NOT NULL,
    CONSTRAINT cod_remittances_once UNIQUE (utr, awb),
    CONSTRAINT cod_remittances_known
        CHECK ((verdict = 'unknown_awb') = (shipment_id IS NULL))
);
CREATE INDEX cod_remittances_newest ON cod_remittances (imported_at DESC, id DESC);
