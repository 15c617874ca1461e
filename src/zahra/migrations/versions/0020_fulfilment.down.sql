DROP INDEX stock_movements_of_order, stock_movements_parcel_leaves_once,
    stock_movements_return_comes_once, stock_movements_rto_comes_once;
ALTER TABLE stock_movements DROP COLUMN shipment_id, DROP COLUMN return_id, DROP COLUMN rto_id,
    DROP COLUMN exchange_id;
ALTER TABLE stock_allocations DROP CONSTRAINT stock_allocations_parts,
    DROP COLUMN shipped, DROP COLUMN released;
ALTER TABLE refunds DROP COLUMN giveback_id, DROP COLUMN destination;
ALTER TABLE payments DROP CONSTRAINT payments_of_a_gateway_have_an_attempt;
DELETE FROM refunds WHERE payment_id IN (SELECT id FROM payments WHERE attempt_id IS NULL);
DELETE FROM payments WHERE attempt_id IS NULL;
ALTER TABLE payments DROP CONSTRAINT payments_purpose;
ALTER TABLE payments ADD CONSTRAINT payments_purpose
    CHECK (purpose IN ('order', 'surplus', 'quarantined'));
ALTER TABLE payments ALTER COLUMN attempt_id SET NOT NULL;
ALTER TABLE order_charges DROP COLUMN giveback_id;
ALTER TABLE order_pieces DROP CONSTRAINT order_pieces_shipped_in_something,
    DROP CONSTRAINT order_pieces_given_back_once,
    DROP CONSTRAINT order_pieces_delivered_at_some_time, DROP COLUMN delivered_at,
    DROP COLUMN state, DROP COLUMN shipment_id, DROP COLUMN giveback_id;
DROP TABLE givebacks;
DROP INDEX orders_by_fulfilment;
ALTER TABLE orders DROP CONSTRAINT orders_tenders_within_total,
    DROP COLUMN credit_used, DROP COLUMN due_online, DROP COLUMN collectable,
    DROP COLUMN flags, DROP COLUMN replaces_order_id;
