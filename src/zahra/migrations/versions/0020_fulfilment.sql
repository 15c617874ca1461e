-- What an order is paid with, what becomes of each of its pieces, and money given back for them.

-- due_online: asked of a gateway. collectable: still to be taken at the door; falls when pieces of
-- a cash order are cancelled. credit_used: store credit. When placed they re-add to the total.
ALTER TABLE orders
    ADD COLUMN credit_used bigint NOT NULL DEFAULT 0
        CONSTRAINT orders_credit_used CHECK (credit_used >= 0),
    ADD COLUMN due_online bigint NOT NULL DEFAULT 0
        CONSTRAINT orders_due_online CHECK (due_online >= 0),
    ADD COLUMN collectable bigint NOT NULL DEFAULT 0
        CONSTRAINT orders_collectable CHECK (collectable >= 0),
    ADD COLUMN flags text[] NOT NULL DEFAULT '{}',
    ADD COLUMN replaces_order_id uuid CONSTRAINT orders_replaces REFERENCES orders;
UPDATE orders SET due_online = CASE WHEN payment_method = 'cod' THEN 0 ELSE total END,
    collectable = CASE WHEN payment_method = 'cod' AND payment_status = 'cod_due' THEN total ELSE 0 END;
ALTER TABLE orders ADD CONSTRAINT orders_tenders_within_total
    CHECK (credit_used + due_online + collectable <= total);
CREATE INDEX orders_by_fulfilment ON orders (fulfilment_status, placed_at) WHERE status = 'placed';

-- Why money was given back: one decision, however many tenders it goes back to. `uncollected` is
-- no longer taken at the door, `refunded` goes back; what of the sum is in neither had been given
-- back before.
CREATE TABLE givebacks (
    id uuid CONSTRAINT givebacks_pk PRIMARY KEY,
    order_id uuid NOT NULL CONSTRAINT givebacks_order REFERENCES orders,
    kind text NOT NULL CONSTRAINT givebacks_kind
        CHECK (kind IN ('cancellation', 'return', 'rto', 'lost', 'goodwill')),
    goods bigint NOT NULL CONSTRAINT givebacks_goods CHECK (goods >= 0),
    charges bigint NOT NULL DEFAULT 0 CONSTRAINT givebacks_charges CHECK (charges >= 0),
    uncollected bigint NOT NULL DEFAULT 0
        CONSTRAINT givebacks_uncollected CHECK (uncollected >= 0),
    refunded bigint NOT NULL DEFAULT 0 CONSTRAINT givebacks_refunded CHECK (refunded >= 0),
    reason text NOT NULL,
    idempotency_key text NOT NULL,
    asked_by text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT givebacks_once_per_key UNIQUE (order_id, idempotency_key),
    CONSTRAINT givebacks_no_more_than_was_bought
        CHECK (uncollected + refunded <= goods + charges)
);

-- A piece goes one way only: cancelled, or shipped and then delivered, lost or back; a delivered
-- one may be returned. So what came back to origin can never be returned by its buyer as well.
ALTER TABLE order_pieces
    ADD COLUMN state text NOT NULL DEFAULT 'ordered' CONSTRAINT order_pieces_state CHECK (state IN
        ('ordered', 'cancelled', 'shipped', 'delivered', 'returned', 'rto', 'lost')),
    ADD COLUMN shipment_id uuid,
    ADD COLUMN delivered_at timestamptz,
    ADD COLUMN giveback_id uuid CONSTRAINT order_pieces_giveback REFERENCES givebacks,
    ADD CONSTRAINT order_pieces_shipped_in_something
        CHECK (state IN ('ordered', 'cancelled') OR shipment_id IS NOT NULL),
    ADD CONSTRAINT order_pieces_delivered_at_some_time
        CHECK (state NOT IN ('delivered', 'returned') OR delivered_at IS NOT NULL),
    ADD CONSTRAINT order_pieces_given_back_once CHECK (
        giveback_id IS NULL OR state IN ('cancelled', 'returned', 'rto', 'lost'));
CREATE INDEX order_pieces_of_shipment ON order_pieces (shipment_id) WHERE shipment_id IS NOT NULL;

-- Charges go back at most once.
ALTER TABLE order_charges
    ADD COLUMN giveback_id uuid CONSTRAINT order_charges_giveback REFERENCES givebacks;

-- Every tender is a payment: a gateway's, cash taken at the door, store credit that was spent.
ALTER TABLE payments ALTER COLUMN attempt_id DROP NOT NULL;
ALTER TABLE payments DROP CONSTRAINT payments_purpose;
ALTER TABLE payments ADD CONSTRAINT payments_purpose
    CHECK (purpose IN ('order', 'surplus', 'quarantined', 'cash', 'credit'));
ALTER TABLE payments ADD CONSTRAINT payments_of_a_gateway_have_an_attempt
    CHECK ((purpose IN ('cash', 'credit')) = (attempt_id IS NULL));

ALTER TABLE refunds
    ADD COLUMN giveback_id uuid,
    ADD COLUMN destination text NOT NULL DEFAULT 'source' CONSTRAINT refunds_destination
        CHECK (destination IN ('source', 'store_credit', 'payout'));

-- A promise can be kept in parts: what of it was shipped, and what was taken back.
ALTER TABLE stock_allocations
    ADD COLUMN shipped int NOT NULL DEFAULT 0
        CONSTRAINT stock_allocations_shipped CHECK (shipped >= 0),
    ADD COLUMN released int NOT NULL DEFAULT 0
        CONSTRAINT stock_allocations_released CHECK (released >= 0);
UPDATE stock_allocations SET released = qty WHERE state = 'released';
UPDATE stock_allocations SET shipped = qty WHERE state = 'shipped';
ALTER TABLE stock_allocations ADD CONSTRAINT stock_allocations_parts CHECK (
    shipped + released <= qty
    AND (state <> 'released' OR released = qty)
    AND (state <> 'shipped' OR (shipped > 0 AND shipped + released = qty)));

-- What a line of the ledger was for. A parcel leaves once; a return or an RTO comes back once.
ALTER TABLE stock_movements
    ADD COLUMN shipment_id uuid,
    ADD COLUMN return_id uuid,
    ADD COLUMN rto_id uuid,
    ADD COLUMN exchange_id uuid;
CREATE UNIQUE INDEX stock_movements_parcel_leaves_once ON stock_movements (shipment_id, variant_id)
    WHERE kind = 'shipped';
CREATE UNIQUE INDEX stock_movements_return_comes_once ON stock_movements (return_id, variant_id)
    WHERE return_id IS NOT NULL;
CREATE UNIQUE INDEX stock_movements_rto_comes_once ON stock_movements (rto_id, variant_id)
    WHERE rto_id IS NOT NULL;
CREATE INDEX stock_movements_of_order ON stock_movements (order_id) WHERE order_id IS NOT NULL;
