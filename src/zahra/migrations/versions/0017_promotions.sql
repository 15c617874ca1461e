-- Promotions, who has used them, and what of an order they took off.
CREATE TABLE promotions (
    id uuid CONSTRAINT promotions_pk PRIMARY KEY,
    label text NOT NULL CONSTRAINT promotions_label CHECK (label <> ''),
    kind text NOT NULL CONSTRAINT promotions_kind
        CHECK (kind IN ('percent', 'flat', 'free_delivery', 'buy_x_get_y')),
    klass text NOT NULL CONSTRAINT promotions_klass
        CHECK (klass IN ('product', 'order', 'shipping')),
    asked_by text NOT NULL CONSTRAINT promotions_asked_by
        CHECK (asked_by IN ('nobody', 'code', 'own_code')),
    code text CONSTRAINT promotions_code UNIQUE
        CONSTRAINT promotions_code_is_folded CHECK (code ~ '^[A-Z0-9]{3,32}$'),
    percent int CONSTRAINT promotions_percent CHECK (percent BETWEEN 1 AND 100),
    amount bigint CONSTRAINT promotions_amount CHECK (amount > 0),
    buy int CONSTRAINT promotions_buy CHECK (buy BETWEEN 1 AND 20),
    get int CONSTRAINT promotions_get CHECK (get BETWEEN 1 AND 20),
    minimum bigint NOT NULL DEFAULT 0 CONSTRAINT promotions_minimum CHECK (minimum >= 0),
    cap bigint CONSTRAINT promotions_cap CHECK (cap > 0),
    categories uuid[] NOT NULL DEFAULT '{}',
    products uuid[] NOT NULL DEFAULT '{}',
    is_first_order boolean NOT NULL DEFAULT false,
    paid_by text NOT NULL DEFAULT 'any' CONSTRAINT promotions_paid_by
        CHECK (paid_by IN ('any', 'prepaid', 'cod')),
    combines_with text[] NOT NULL DEFAULT '{}' CONSTRAINT promotions_combines_with
        CHECK (combines_with <@ ARRAY['product', 'order', 'shipping']),
    priority int NOT NULL DEFAULT 0,
    is_public boolean NOT NULL DEFAULT false,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    total_limit int CONSTRAINT promotions_total_limit CHECK (total_limit > 0),
    person_limit int CONSTRAINT promotions_person_limit CHECK (person_limit > 0),
    is_counted boolean NOT NULL,
    used int NOT NULL DEFAULT 0 CONSTRAINT promotions_used CHECK (used >= 0),
    status text NOT NULL DEFAULT 'active' CONSTRAINT promotions_status
        CHECK (status IN ('active', 'paused', 'archived')),
    created_at timestamptz NOT NULL,
    -- The limit holds even where Python is wrong.
    CONSTRAINT promotions_within_limit CHECK (total_limit IS NULL OR used <= total_limit),
    -- What nobody asks for by code and nothing limits is not counted: orders would queue for it.
    CONSTRAINT promotions_limits_are_counted
        CHECK (is_counted OR (total_limit IS NULL AND used = 0 AND asked_by = 'nobody')),
    CONSTRAINT promotions_code_where_asked CHECK ((code IS NOT NULL) = (asked_by = 'code')),
    CONSTRAINT promotions_window CHECK (ends_at IS NULL OR ends_at > starts_at),
    CONSTRAINT promotions_first_order_once CHECK (NOT is_first_order OR person_limit = 1),
    CONSTRAINT promotions_say_how_much CHECK (
        (percent IS NOT NULL) = (kind IN ('percent', 'buy_x_get_y'))
        AND (amount IS NOT NULL) = (kind = 'flat')
        AND (buy IS NOT NULL AND get IS NOT NULL) = (kind = 'buy_x_get_y')
        AND (kind = 'free_delivery') <= (klass = 'shipping')
        AND (kind = 'buy_x_get_y') <= (klass = 'product'))
);
CREATE INDEX promotions_live ON promotions (starts_at)
    WHERE status = 'active' AND (asked_by = 'nobody' OR is_public);

-- Codes made for one promotion, each good once. `order_id` is the order that holds it.
CREATE TABLE promotion_codes (
    code text CONSTRAINT promotion_codes_pk PRIMARY KEY
        CONSTRAINT promotion_codes_code CHECK (code ~ '^[A-Z0-9]{3,32}$'),
    promotion_id uuid NOT NULL CONSTRAINT promotion_codes_promotion REFERENCES promotions,
    order_id uuid,
    created_at timestamptz NOT NULL
);
CREATE INDEX promotion_codes_of ON promotion_codes (promotion_id, created_at, code);

-- How often a person has used a promotion. A person is known by a hash of each proved contact and
-- of the account, so that neither a second contact nor another one is another person.
CREATE TABLE promotion_people (
    promotion_id uuid NOT NULL CONSTRAINT promotion_people_promotion REFERENCES promotions,
    person_key bytea NOT NULL,
    used int NOT NULL CONSTRAINT promotion_people_used CHECK (used >= 0),
    CONSTRAINT promotion_people_pk PRIMARY KEY (promotion_id, person_key)
);
CREATE INDEX promotion_people_by_key ON promotion_people (person_key);

-- What an order has taken of a promotion. Applied means on a cart: that is the cart's to keep.
CREATE TABLE redemptions (
    order_id uuid NOT NULL,
    promotion_id uuid NOT NULL CONSTRAINT redemptions_promotion REFERENCES promotions,
    cart_id uuid,
    code text,
    person_keys bytea[] NOT NULL,
    amount bigint NOT NULL CONSTRAINT redemptions_amount CHECK (amount >= 0),
    state text NOT NULL CONSTRAINT redemptions_state
        CHECK (state IN ('applied', 'reserved', 'redeemed', 'released')),
    reserved_at timestamptz NOT NULL,
    redeemed_at timestamptz,
    released_at timestamptz,
    CONSTRAINT redemptions_pk PRIMARY KEY (order_id, promotion_id),
    CONSTRAINT redemptions_redeemed_has_time CHECK ((state = 'redeemed') <= (redeemed_at IS NOT NULL)),
    CONSTRAINT redemptions_released_has_time CHECK ((state = 'released') <= (released_at IS NOT NULL))
);
CREATE INDEX redemptions_of_promotion ON redemptions (promotion_id, state);
CREATE INDEX redemptions_of_cart ON redemptions (cart_id) WHERE state = 'reserved';

-- Who has a placed order: a first order is the one of somebody who is not here.
CREATE TABLE buyers (
    person_key bytea NOT NULL,
    order_id uuid NOT NULL,
    CONSTRAINT buyers_pk PRIMARY KEY (person_key, order_id)
);
CREATE INDEX buyers_of_order ON buyers (order_id);

-- The keys a person is counted by: the account, and each contact they have proved.
CREATE FUNCTION person_keys(person uuid) RETURNS SETOF bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to('account:' || person, 'UTF8')) WHERE person IS NOT NULL
    UNION ALL
    SELECT sha256(convert_to(kind || ':' || value, 'UTF8')) FROM identities
    WHERE user_id = person AND released_at IS NULL
$$;

-- What may count for a bag: what counts by itself, what everybody may know of, and what `typed`
-- stands for, each with how much of it others have taken and how much this person has. What an
-- order of the same bag has reserved does not stand in that bag's own way.
CREATE FUNCTION promotions_for(moment timestamptz, typed text, person uuid, bag uuid)
RETURNS TABLE (promotion jsonb, code text, is_free boolean, taken int, taken_by_person int)
LANGUAGE sql STABLE AS $$
    WITH keys AS (SELECT array_agg(k) AS keys FROM person_keys(person) k),
    own AS (SELECT promotion_id, code FROM redemptions WHERE cart_id = bag AND state = 'reserved'),
    single AS (SELECT promotion_id, code, order_id FROM promotion_codes WHERE code = typed)
    SELECT to_jsonb(p), coalesce(single.code, p.code),
        single.order_id IS NULL OR EXISTS (SELECT FROM own WHERE own.code = single.code),
        p.used - (SELECT count(*) FROM own WHERE own.promotion_id = p.id AND p.is_counted)::int,
        coalesce((SELECT max(u.used) FROM promotion_people u, keys
            WHERE u.promotion_id = p.id AND u.person_key = ANY(keys.keys)), 0)
            - (SELECT count(*) FROM own WHERE own.promotion_id = p.id AND person IS NOT NULL)::int
    FROM promotions p LEFT JOIN single ON single.promotion_id = p.id
    WHERE single.code IS NOT NULL OR p.code = typed
        OR (p.status = 'active' AND (p.asked_by = 'nobody' OR p.is_public)
            AND p.starts_at <= moment AND (p.ends_at IS NULL OR moment < p.ends_at))
$$;

ALTER TABLE carts ADD COLUMN coupon_code text
    CONSTRAINT carts_coupon_code CHECK (coupon_code ~ '^[A-Z0-9]{3,32}$');

-- What made an order cheaper, as it was then: readable after the rule is gone.
CREATE TABLE order_discounts (
    order_id uuid NOT NULL CONSTRAINT order_discounts_order REFERENCES orders,
    promotion_id uuid NOT NULL,
    klass text NOT NULL CONSTRAINT order_discounts_klass
        CHECK (klass IN ('product', 'order', 'shipping')),
    code text,
    label text NOT NULL,
    amount bigint NOT NULL CONSTRAINT order_discounts_amount CHECK (amount >= 0),
    CONSTRAINT order_discounts_pk PRIMARY KEY (order_id, promotion_id)
);
CREATE TABLE order_line_discounts (
    order_line_id uuid NOT NULL CONSTRAINT order_line_discounts_line REFERENCES order_lines,
    order_id uuid NOT NULL,
    promotion_id uuid NOT NULL,
    amount bigint NOT NULL CONSTRAINT order_line_discounts_amount CHECK (amount > 0),
    CONSTRAINT order_line_discounts_pk PRIMARY KEY (order_line_id, promotion_id),
    CONSTRAINT order_line_discounts_of
        FOREIGN KEY (order_id, promotion_id) REFERENCES order_discounts
);
CREATE INDEX order_line_discounts_of_order ON order_line_discounts (order_id, promotion_id);

-- The shares of a discount re-add to it; freight has no lines to share.
CREATE FUNCTION zahra_shares_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM order_discounts d
        WHERE d.order_id = NEW.order_id AND d.promotion_id = NEW.promotion_id
            AND d.klass <> 'shipping' AND d.amount <> (
                SELECT coalesce(sum(l.amount), 0) FROM order_line_discounts l
                WHERE l.order_id = d.order_id AND l.promotion_id = d.promotion_id))
    THEN
        RAISE EXCEPTION 'the shares of a discount do not re-add to it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_discounts_shares_add_up';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER order_discounts_shares_add_up
    AFTER INSERT OR UPDATE ON order_discounts
    FOR EACH ROW EXECUTE FUNCTION zahra_shares_add_up();
CREATE CONSTRAINT TRIGGER order_line_discounts_shares_add_up
    AFTER INSERT OR UPDATE ON order_line_discounts
    FOR EACH ROW EXECUTE FUNCTION zahra_shares_add_up();
