-- What somebody means to buy. The cart stays editable while a payment is open: an order is a copy.
CREATE TABLE carts (
    id uuid CONSTRAINT carts_pk PRIMARY KEY,
    user_id uuid CONSTRAINT carts_user REFERENCES users,
    token_hash bytea,
    version int NOT NULL DEFAULT 1,
    pincode char(6),
    shipping_method text,
    payment_method text,
    notices jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    completed_at timestamptz,
    CONSTRAINT carts_have_a_holder CHECK (user_id IS NOT NULL OR token_hash IS NOT NULL)
);
CREATE UNIQUE INDEX carts_one_per_user ON carts (user_id) WHERE completed_at IS NULL;
CREATE UNIQUE INDEX carts_by_token ON carts (token_hash) WHERE completed_at IS NULL;
CREATE INDEX carts_by_age ON carts (changed_at) WHERE completed_at IS NULL;

CREATE TABLE cart_items (
    id uuid CONSTRAINT cart_items_pk PRIMARY KEY,
    cart_id uuid NOT NULL CONSTRAINT cart_items_cart REFERENCES carts ON DELETE CASCADE,
    variant_id uuid NOT NULL CONSTRAINT cart_items_variant REFERENCES variants,
    qty int NOT NULL CONSTRAINT cart_items_qty CHECK (qty BETWEEN 1 AND 100),
    price_seen bigint NOT NULL,
    added_at timestamptz NOT NULL,
    CONSTRAINT cart_items_one_a_variant UNIQUE (cart_id, variant_id)
);
