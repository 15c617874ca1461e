-- What was set aside counts as cash again, as it did before.
UPDATE payments SET purpose = 'cash' WHERE purpose = 'quarantined' AND attempt_id IS NULL;
ALTER TABLE payments DROP CONSTRAINT payments_of_a_gateway_have_an_attempt;
ALTER TABLE payments ADD CONSTRAINT payments_of_a_gateway_have_an_attempt
    CHECK ((purpose IN ('cash', 'credit')) = (attempt_id IS NULL));

-- Rules that decisions were made by stay; the reason counts nothing any more.
UPDATE cod_rules SET points = points - 'pin_rto';
