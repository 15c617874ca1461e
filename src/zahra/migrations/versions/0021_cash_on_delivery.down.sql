DROP TABLE cod_remittances, cod_collections, prepaid_links;
DROP INDEX orders_one_pending_per_cart;
CREATE UNIQUE INDEX orders_one_pending_per_cart ON orders (cart_id) WHERE status = 'pending_payment';
DELETE FROM otp_challenges WHERE purpose = 'confirm_order';
ALTER TABLE otp_challenges DROP CONSTRAINT otp_challenges_purpose;
ALTER TABLE otp_challenges ADD CONSTRAINT otp_challenges_purpose
    CHECK (purpose IN ('login', 'verify_identity', 'step_up', 'reset'));
DROP FUNCTION cod_standing(uuid, text, timestamptz);
DROP TABLE cod_decisions, cod_listings, cod_rules;
