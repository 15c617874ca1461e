-- How much there is: one level row per variant, holds that expire by themselves, an append-only ledger.
CREATE TABLE stock_levels (
    variant_id uuid CONSTRAINT stock_levels_pk PRIMARY KEY
        CONSTRAINT stock_levels_variant REFERENCES variants ON DELETE CASCADE,
    on_hand int NOT NULL DEFAULT 0 CONSTRAINT stock_levels_on_hand CHECK (on_hand >= 0),
    unavailable int NOT NULL DEFAULT 0 CONSTRAINT stock_levels_unavailable CHECK (unavailable >= 0),
    allocated int NOT NULL DEFAULT 0 CONSTRAINT stock_levels_allocated CHECK (allocated >= 0),
    oversell_limit int NOT NULL DEFAULT 0 CONSTRAINT stock_levels_oversell CHECK (oversell_limit >= 0),
    CONSTRAINT stock_levels_never_oversold
        CHECK (on_hand - unavailable - allocated >= -oversell_limit)
);

CREATE TABLE stock_holds (
    id uuid CONSTRAINT stock_holds_pk PRIMARY KEY,
    variant_id uuid NOT NULL CONSTRAINT stock_holds_level REFERENCES stock_levels,
    order_id uuid NOT NULL,
    qty int NOT NULL CONSTRAINT stock_holds_qty CHECK (qty > 0),
    state text NOT NULL DEFAULT 'active' CONSTRAINT stock_holds_state
        CHECK (state IN ('active', 'converted', 'released', 'expired')),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT stock_holds_one_per_order UNIQUE (order_id, variant_id)
);
CREATE INDEX stock_holds_live ON stock_holds (variant_id, expires_at) WHERE state = 'active';

CREATE TABLE stock_allocations (
    id uuid CONSTRAINT stock_allocations_pk PRIMARY KEY,
    variant_id uuid NOT NULL CONSTRAINT stock_allocations_level REFERENCES stock_levels,
    order_id uuid NOT NULL,
    qty int NOT NULL CONSTRAINT stock_allocations_qty CHECK (qty > 0),
    state text NOT NULL DEFAULT 'allocated' CONSTRAINT stock_allocations_state
        CHECK (state IN ('allocated', 'shipped', 'released')),
    created_at timestamptz NOT NULL,
    CONSTRAINT stock_allocations_one_per_order UNIQUE (order_id, variant_id)
);

CREATE TABLE stock_movements (
    id uuid CONSTRAINT stock_movements_pk PRIMARY KEY,
    variant_id uuid NOT NULL CONSTRAINT stock_movements_level REFERENCES stock_levels,
    kind text NOT NULL CONSTRAINT stock_movements_kind
        CHECK (kind IN ('received', 'allocated', 'shipped', 'released', 'adjusted')),
    on_hand int NOT NULL,
    unavailable int NOT NULL DEFAULT 0,
    allocated int NOT NULL,
    reason text,
    order_id uuid,
    actor text NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT stock_movements_adjusted_has_reason CHECK (kind <> 'adjusted' OR reason IS NOT NULL),
    CONSTRAINT stock_movements_move_something CHECK (on_hand <> 0 OR unavailable <> 0 OR allocated <> 0)
);
CREATE INDEX stock_movements_of_variant ON stock_movements (variant_id, at);
CREATE TRIGGER stock_movements_is_append_only BEFORE UPDATE OR DELETE ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION zahra_append_only();
