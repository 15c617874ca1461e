-- Cash for a parcel that nobody waited for any more is set aside: like a gateway's, it pays for
-- nothing until somebody has looked, and unlike a gateway's it came by no attempt.
ALTER TABLE payments DROP CONSTRAINT payments_of_a_gateway_have_an_attempt;
ALTER TABLE payments ADD CONSTRAINT payments_of_a_gateway_have_an_attempt
    CHECK (purpose = 'quarantined' OR (purpose IN ('cash', 'credit')) = (attempt_id IS NULL));

-- A PIN code that most of our parcels came back from counts points from this day on.
INSERT INTO cod_rules (id, valid_from, otp_from, advance_from, prepaid_from, open_most,
    high_value_from, advance_percent, advance_least, points, changed_by)
SELECT gen_random_uuid(), '2026-11-23T00:00Z', otp_from, advance_from, prepaid_from, open_most,
    high_value_from, advance_percent, advance_least, points || '{"pin_rto": 25}', 'the shop'
FROM cod_rules WHERE NOT points ? 'pin_rto' ORDER BY valid_from DESC LIMIT 1
ON CONFLICT (valid_from) DO UPDATE SET points = excluded.points;
