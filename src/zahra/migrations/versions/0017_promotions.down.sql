DROP TABLE order_line_discounts, order_discounts;
DROP FUNCTION zahra_shares_add_up();
ALTER TABLE carts DROP COLUMN coupon_code;
DROP FUNCTION promotions_for(timestamptz, text, uuid, uuid);
DROP FUNCTION person_keys(uuid);
DROP TABLE buyers, redemptions, promotion_people, promotion_codes, promotions;
