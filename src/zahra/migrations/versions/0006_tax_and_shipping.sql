-- Dated GST rules by HSN prefix and value per piece; ways of delivery.
CREATE TABLE tax_rules (
    id uuid CONSTRAINT tax_rules_pk PRIMARY KEY,
    name text NOT NULL,
    hsn_prefix text NOT NULL CONSTRAINT tax_rules_hsn CHECK (hsn_prefix ~ '^\d{2,8}$'),
    valid_from date NOT NULL,
    valid_until date,
    threshold bigint CONSTRAINT tax_rules_threshold CHECK (threshold > 0),
    rate_low int NOT NULL CONSTRAINT tax_rules_low CHECK (rate_low BETWEEN 0 AND 100),
    rate_high int NOT NULL CONSTRAINT tax_rules_high CHECK (rate_high BETWEEN 0 AND 100),
    CONSTRAINT tax_rules_dates CHECK (valid_until IS NULL OR valid_until > valid_from),
    CONSTRAINT tax_rules_one_a_day UNIQUE (hsn_prefix, valid_from)
);

INSERT INTO tax_rules (id, name, hsn_prefix, valid_from, threshold, rate_low, rate_high)
SELECT gen_random_uuid(), name, prefix, DATE '2025-09-22', threshold, low, high FROM (VALUES
    ('Knitted apparel', '61', 250000, 5, 18),
    ('Woven apparel', '62', 250000, 5, 18),
    ('Made-up textiles', '63', 250000, 5, 18),
    ('Footwear', '64', 250000, 5, 18),
    ('Silk', '50', NULL, 5, 5),
    ('Wool', '51', NULL, 5, 5),
    ('Cotton', '52', NULL, 5, 5),
    ('Other vegetable fibres', '53', NULL, 5, 5),
    ('Man-made filament', '54', NULL, 5, 5),
    ('Man-made staple fibre', '55', NULL, 5, 5),
    ('Imitation jewellery', '7117', NULL, 3, 3),
    ('Gold and silver jewellery', '7113', NULL, 3, 3),
    ('Cotton handbags', '42022220', NULL, 5, 5),
    ('Jute handbags', '42022230', NULL, 5, 5),
    ('Other bags and purses', '4202', NULL, 18, 18),
    ('Hair ornaments', '9615', NULL, 5, 5)
) AS rules (name, prefix, threshold, low, high);

-- The rules in force on a business day: of several for one prefix, the one that began last.
CREATE FUNCTION tax_rules_on(day date) RETURNS SETOF tax_rules LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (hsn_prefix) * FROM tax_rules
    WHERE valid_from <= day AND (valid_until IS NULL OR day < valid_until)
    ORDER BY hsn_prefix, valid_from DESC
$$;

CREATE TABLE shipping_methods (
    key text CONSTRAINT shipping_methods_pk PRIMARY KEY,
    name text NOT NULL,
    price bigint NOT NULL CONSTRAINT shipping_methods_price CHECK (price >= 0),
    free_from bigint CONSTRAINT shipping_methods_free_from CHECK (free_from > 0),
    near_min_days int NOT NULL,
    near_max_days int NOT NULL,
    far_min_days int NOT NULL,
    far_max_days int NOT NULL,
    position int NOT NULL DEFAULT 0,
    CONSTRAINT shipping_methods_days CHECK (
        0 < near_min_days AND near_min_days <= near_max_days
        AND 0 < far_min_days AND far_min_days <= far_max_days)
);
INSERT INTO shipping_methods VALUES
    ('standard', 'Standard delivery', 7900, 99900, 2, 4, 4, 7, 1),
    ('express', 'Express delivery', 14900, NULL, 1, 2, 2, 3, 2);
