-- What was bought: copies, never references to what may change later.
CREATE TABLE orders (
    id uuid CONSTRAINT orders_pk PRIMARY KEY,
    number text NOT NULL CONSTRAINT orders_number UNIQUE,
    user_id uuid NOT NULL CONSTRAINT orders_user REFERENCES users,
    cart_id uuid CONSTRAINT orders_cart REFERENCES carts ON DELETE SET NULL,
    cart_version int NOT NULL,
    idempotency_key text NOT NULL,
    status text NOT NULL CONSTRAINT orders_status
        CHECK (status IN ('pending_payment', 'pending_confirmation', 'placed', 'cancelled')),
    payment_status text NOT NULL CONSTRAINT orders_payment_status CHECK (payment_status IN (
        'none', 'pending', 'authorized', 'paid', 'overpaid', 'partially_refunded', 'refunded',
        'voided', 'cod_due', 'cod_collected', 'cod_remitted')),
    fulfilment_status text NOT NULL DEFAULT 'unfulfilled' CONSTRAINT orders_fulfilment_status
        CHECK (fulfilment_status IN ('unfulfilled', 'picking', 'packed', 'partially_shipped',
        'shipped', 'out_for_delivery', 'delivered', 'ndr', 'rto', 'cancelled')),
    return_status text NOT NULL DEFAULT 'none' CONSTRAINT orders_return_status
        CHECK (return_status IN ('none', 'requested', 'partial', 'full', 'exchanged')),
    payment_method text NOT NULL,
    shipping_method text NOT NULL,
    mrp_total bigint NOT NULL,
    discount bigint NOT NULL,
    coupon_discount bigint NOT NULL DEFAULT 0,
    shipping bigint NOT NULL,
    cod_fee bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL CONSTRAINT orders_total CHECK (total >= 0),
    shipping_address jsonb NOT NULL,
    billing_address jsonb NOT NULL,
    place_of_supply char(2) NOT NULL,
    gstin text,
    phone text,
    email text,
    note text NOT NULL DEFAULT '',
    promised_by date,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    placed_at timestamptz,
    cancelled_at timestamptz,
    CONSTRAINT orders_adds_up
        CHECK (total = mrp_total - discount - coupon_discount + shipping + cod_fee),
    CONSTRAINT orders_placed_has_time CHECK ((status = 'placed') <= (placed_at IS NOT NULL)),
    CONSTRAINT orders_pending_expires
        CHECK (status NOT IN ('pending_payment', 'pending_confirmation') OR expires_at IS NOT NULL),
    CONSTRAINT orders_once_per_key UNIQUE (user_id, idempotency_key)
);
-- One cart as it stood makes at most one order that is alive.
CREATE UNIQUE INDEX orders_once_per_cart ON orders (cart_id, cart_version) WHERE status <> 'cancelled';
CREATE UNIQUE INDEX orders_one_pending_per_cart ON orders (cart_id) WHERE status = 'pending_payment';
CREATE INDEX orders_of_user ON orders (user_id, created_at DESC);
CREATE INDEX orders_waiting ON orders (expires_at)
    WHERE status IN ('pending_payment', 'pending_confirmation');

CREATE TABLE order_lines (
    id uuid CONSTRAINT order_lines_pk PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT order_lines_order REFERENCES orders,
    position int NOT NULL,
    variant_id uuid NOT NULL,
    product_id uuid NOT NULL,
    slug text NOT NULL,
    sku text NOT NULL,
    title text NOT NULL,
    size text NOT NULL,
    colour text NOT NULL,
    image jsonb,
    hsn text NOT NULL,
    weight_grams int NOT NULL,
    qty int NOT NULL CONSTRAINT order_lines_qty CHECK (qty > 0),
    unit_price bigint NOT NULL,
    mrp bigint NOT NULL,
    discount bigint NOT NULL DEFAULT 0,
    total bigint NOT NULL,
    returnable_days int NOT NULL,
    CONSTRAINT order_lines_adds_up CHECK (total = unit_price * qty - discount AND total >= 0),
    CONSTRAINT order_lines_place UNIQUE (order_id, position)
);

-- Tax is kept per piece, after every discount; a line and an invoice are sums of pieces.
CREATE TABLE order_pieces (
    order_line_id uuid NOT NULL CONSTRAINT order_pieces_line REFERENCES order_lines,
    piece int NOT NULL,
    net bigint NOT NULL,
    rate int NOT NULL,
    taxable bigint NOT NULL,
    cgst bigint NOT NULL,
    sgst bigint NOT NULL,
    utgst bigint NOT NULL,
    igst bigint NOT NULL,
    CONSTRAINT order_pieces_pk PRIMARY KEY (order_line_id, piece),
    CONSTRAINT order_pieces_adds_up CHECK (net = taxable + cgst + sgst + utgst + igst)
);

-- Freight and fees: one share per rate group, taxed as one amount.
CREATE TABLE order_charges (
    order_id uuid NOT NULL CONSTRAINT order_charges_order REFERENCES orders,
    kind text NOT NULL CONSTRAINT order_charges_kind CHECK (kind IN ('shipping', 'cod_fee')),
    rate int NOT NULL,
    net bigint NOT NULL,
    taxable bigint NOT NULL,
    cgst bigint NOT NULL,
    sgst bigint NOT NULL,
    utgst bigint NOT NULL,
    igst bigint NOT NULL,
    CONSTRAINT order_charges_pk PRIMARY KEY (order_id, kind, rate),
    CONSTRAINT order_charges_adds_up CHECK (net = taxable + cgst + sgst + utgst + igst)
);

CREATE TABLE status_history (
    id uuid CONSTRAINT status_history_pk PRIMARY KEY,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    order_id uuid NOT NULL CONSTRAINT status_history_order REFERENCES orders,
    at timestamptz NOT NULL,
    life text NOT NULL CONSTRAINT status_history_life
        CHECK (life IN ('order', 'payment', 'fulfilment', 'return')),
    from_state text,
    to_state text NOT NULL,
    actor text NOT NULL,
    note text NOT NULL DEFAULT ''
);
CREATE INDEX status_history_of_order ON status_history (order_id, seq);
CREATE TRIGGER status_history_is_append_only BEFORE UPDATE OR DELETE ON status_history
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
