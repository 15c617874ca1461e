-- What is sold: style -> style-colour -> variant, and the one row that a listing reads per card.
CREATE TABLE categories (
    id uuid CONSTRAINT categories_pk PRIMARY KEY,
    parent_id uuid CONSTRAINT categories_parent REFERENCES categories,
    slug text NOT NULL CONSTRAINT categories_slug UNIQUE,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    position int NOT NULL DEFAULT 0,
    CONSTRAINT categories_not_own_parent CHECK (parent_id <> id)
);

CREATE TABLE product_types (
    key text CONSTRAINT product_types_pk PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE attributes (
    key text CONSTRAINT attributes_pk PRIMARY KEY,
    label text NOT NULL,
    position int NOT NULL DEFAULT 0,
    is_facet boolean NOT NULL DEFAULT true
);

-- The small id is what a card carries: counting integers is what makes facets fast.
CREATE TABLE attribute_values (
    id int GENERATED ALWAYS AS IDENTITY CONSTRAINT attribute_values_id UNIQUE,
    attribute_key text NOT NULL CONSTRAINT attribute_values_attribute REFERENCES attributes,
    value text NOT NULL,
    label text NOT NULL,
    position int NOT NULL DEFAULT 0,
    swatch text CONSTRAINT attribute_values_swatch CHECK (swatch ~ '^#[0-9a-f]{6}$'),
    CONSTRAINT attribute_values_pk PRIMARY KEY (attribute_key, value)
);

-- What every style is filtered by, whatever its type. Sizes, colours and origins join as they are
-- first used; a discount of 35 % stands in the steps 10, 20 and 30.
INSERT INTO attributes (key, label, position) VALUES
    ('size', 'Size', -20), ('colour', 'Colour', -10), ('discount', 'Discount', 900),
    ('in_stock', 'Availability', 910), ('origin', 'Country of origin', 920);
INSERT INTO attribute_values (attribute_key, value, label, position) VALUES
    ('in_stock', 'true', 'In stock', 0), ('discount', '10', '10% or more', 10),
    ('discount', '20', '20% or more', 20), ('discount', '30', '30% or more', 30),
    ('discount', '40', '40% or more', 40), ('discount', '50', '50% or more', 50);

CREATE TABLE product_type_attributes (
    product_type text NOT NULL CONSTRAINT product_type_attributes_type REFERENCES product_types,
    attribute_key text NOT NULL CONSTRAINT product_type_attributes_attribute REFERENCES attributes,
    CONSTRAINT product_type_attributes_pk PRIMARY KEY (product_type, attribute_key)
);

-- chart: {"sizes": ["S", …], "measures": [{"key", "label", "how", "body": [n], "garment": [n]}]}
-- with one figure in inches per size, or none where a measure is not taken.
CREATE TABLE size_charts (
    id uuid CONSTRAINT size_charts_pk PRIMARY KEY,
    key text NOT NULL CONSTRAINT size_charts_key UNIQUE,
    name text NOT NULL,
    note text NOT NULL DEFAULT '',
    chart jsonb NOT NULL
);

CREATE TABLE styles (
    id uuid CONSTRAINT styles_pk PRIMARY KEY,
    category_id uuid NOT NULL CONSTRAINT styles_category REFERENCES categories,
    product_type text NOT NULL CONSTRAINT styles_type REFERENCES product_types,
    size_chart_id uuid CONSTRAINT styles_size_chart REFERENCES size_charts,
    title text NOT NULL,
    description text NOT NULL DEFAULT '',
    details text[] NOT NULL DEFAULT '{}',
    fabric text NOT NULL DEFAULT '',
    care text[] NOT NULL DEFAULT '{}',
    model_note text NOT NULL DEFAULT '',
    hsn text NOT NULL CONSTRAINT styles_hsn CHECK (hsn ~ '^\d{4,8}$'),
    origin char(2) NOT NULL DEFAULT 'IN',
    compliance jsonb NOT NULL DEFAULT '{}',
    status text NOT NULL DEFAULT 'draft'
        CONSTRAINT styles_status CHECK (status IN ('draft', 'active', 'archived')),
    popularity int NOT NULL DEFAULT 0,
    returnable_days int NOT NULL DEFAULT 7 CONSTRAINT styles_returnable CHECK (returnable_days >= 0),
    published_at timestamptz,
    created_at timestamptz NOT NULL,
    CONSTRAINT styles_active_is_published CHECK (status <> 'active' OR published_at IS NOT NULL)
);
CREATE INDEX styles_of_category ON styles (category_id);

CREATE TABLE style_attributes (
    style_id uuid NOT NULL CONSTRAINT style_attributes_style REFERENCES styles ON DELETE CASCADE,
    attribute_key text NOT NULL,
    value text NOT NULL,
    CONSTRAINT style_attributes_pk PRIMARY KEY (style_id, attribute_key, value),
    CONSTRAINT style_attributes_value FOREIGN KEY (attribute_key, value)
        REFERENCES attribute_values (attribute_key, value)
);

CREATE TABLE style_colours (
    id uuid CONSTRAINT style_colours_pk PRIMARY KEY,
    style_id uuid NOT NULL CONSTRAINT style_colours_style REFERENCES styles ON DELETE CASCADE,
    slug text NOT NULL CONSTRAINT style_colours_slug UNIQUE,
    attribute_key text NOT NULL GENERATED ALWAYS AS ('colour') STORED,
    colour text NOT NULL,
    colour_name text NOT NULL,
    swatch text NOT NULL CONSTRAINT style_colours_swatch CHECK (swatch ~ '^#[0-9a-f]{6}$'),
    badges text[] NOT NULL DEFAULT '{}',
    position int NOT NULL DEFAULT 0,
    CONSTRAINT style_colours_one_of_each UNIQUE (style_id, colour),
    CONSTRAINT style_colours_colour FOREIGN KEY (attribute_key, colour)
        REFERENCES attribute_values (attribute_key, value)
);

CREATE TABLE variants (
    id uuid CONSTRAINT variants_pk PRIMARY KEY,
    style_colour_id uuid NOT NULL
        CONSTRAINT variants_style_colour REFERENCES style_colours ON DELETE CASCADE,
    sku text NOT NULL CONSTRAINT variants_sku UNIQUE,
    barcode text CONSTRAINT variants_barcode UNIQUE,
    size text NOT NULL,
    size_rank int NOT NULL,
    price bigint NOT NULL CONSTRAINT variants_price CHECK (price > 0),
    mrp bigint NOT NULL,
    weight_grams int NOT NULL CONSTRAINT variants_weight CHECK (weight_grams > 0),
    status text NOT NULL DEFAULT 'active'
        CONSTRAINT variants_status CHECK (status IN ('active', 'archived')),
    CONSTRAINT variants_price_within_mrp CHECK (price <= mrp),
    CONSTRAINT variants_one_of_each_size UNIQUE (style_colour_id, size)
);

-- files: {"avif": {"320": "name.avif"}, "webp": {...}}; names are content hashes.
CREATE TABLE media (
    id uuid CONSTRAINT media_pk PRIMARY KEY,
    style_colour_id uuid NOT NULL
        CONSTRAINT media_style_colour REFERENCES style_colours ON DELETE CASCADE,
    position int NOT NULL,
    alt text NOT NULL,
    width int NOT NULL CONSTRAINT media_width CHECK (width > 0),
    height int NOT NULL CONSTRAINT media_height CHECK (height > 0),
    tint text NOT NULL,
    files jsonb NOT NULL,
    CONSTRAINT media_one_place UNIQUE (style_colour_id, position)
);

CREATE TABLE slug_history (
    old_slug text CONSTRAINT slug_history_pk PRIMARY KEY,
    style_colour_id uuid NOT NULL
        CONSTRAINT slug_history_style_colour REFERENCES style_colours ON DELETE CASCADE,
    changed_at timestamptz NOT NULL
);

-- A word or phrase shoppers type and the one the catalogue uses, both folded.
CREATE TABLE search_synonyms (
    word text CONSTRAINT search_synonyms_pk PRIMARY KEY,
    meaning text NOT NULL,
    typed tsquery GENERATED ALWAYS AS (plainto_tsquery('english', word)) STORED,
    understood tsquery GENERATED ALWAYS AS
        (plainto_tsquery('english', word) || plainto_tsquery('english', meaning)) STORED
);

-- Every word a card can be found by: what a mistyped word is compared with.
CREATE TABLE search_words (word text CONSTRAINT search_words_pk PRIMARY KEY);

-- One row per card: everything a listing shows, filters and sorts by, rewritten when a style
-- changes or a variant's stock crosses a band; checkout never touches it. `facets`, `sizes_made`
-- and `sizes_left` are ids of attribute_values: all but sizes, every size, the sizes in stock.
CREATE TABLE cards (
    style_colour_id uuid CONSTRAINT cards_pk PRIMARY KEY
        CONSTRAINT cards_style_colour REFERENCES style_colours ON DELETE CASCADE,
    style_id uuid NOT NULL,
    slug text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    colour text NOT NULL,
    colour_name text NOT NULL,
    swatch text NOT NULL,
    category_ids uuid[] NOT NULL,
    price bigint NOT NULL,
    mrp bigint NOT NULL,
    discount_percent int NOT NULL,
    facets int[] NOT NULL,
    sizes_made int[] NOT NULL,
    sizes_left int[] NOT NULL,
    sizes jsonb NOT NULL,
    swatches jsonb NOT NULL,
    images jsonb NOT NULL,
    badges text[] NOT NULL,
    origin char(2) NOT NULL,
    rating_average numeric(3, 2),
    rating_count int NOT NULL DEFAULT 0,
    popularity int NOT NULL,
    is_in_stock boolean NOT NULL,
    published_at timestamptz NOT NULL,
    search tsvector NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX cards_by_category ON cards USING gin (category_ids);
CREATE INDEX cards_by_word ON cards USING gin (search);

-- Words as a search: each must be found, by its stem or what it means (phrases before single
-- words); of the last its beginning is enough.
CREATE FUNCTION zahra_query(words text[]) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
DECLARE
    synonyms constant text :=
        'SELECT typed, understood FROM search_synonyms ORDER BY numnode(typed) DESC, word';
    last constant text := words[cardinality(words)];
    before constant tsquery :=
        plainto_tsquery('english', array_to_string(words[:cardinality(words) - 1], ' '));
BEGIN
    RETURN ts_rewrite(before && plainto_tsquery('english', last), synonyms)
        || (ts_rewrite(before, synonyms) && to_tsquery('simple', quote_literal(last) || ':*'));
END $$;

-- What was typed, as a search that finds something if anything can be found: when no card has
-- the words, each that is on no card becomes the most alike that is, and one like none is left
-- out. `corrected` are the words then searched for. Words come folded, without punctuation.
CREATE FUNCTION zahra_understand(words text[], OUT query tsquery, OUT corrected text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    meant text[];
BEGIN
    query := zahra_query(words);
    IF words = '{}' OR EXISTS (SELECT FROM cards WHERE search @@ query) THEN
        RETURN;
    END IF;
    SELECT array_agg(coalesce(found.word, alike.word) ORDER BY typed.place) INTO meant
    FROM unnest(words) WITH ORDINALITY AS typed (word, place)
    LEFT JOIN LATERAL (
        SELECT typed.word WHERE EXISTS (
            SELECT FROM cards WHERE search @@ zahra_query(ARRAY[typed.word]))) AS found ON true
    LEFT JOIN LATERAL (
        SELECT known.meaning AS word
        FROM (SELECT word, word AS meaning FROM search_words
              UNION ALL SELECT word, meaning FROM search_synonyms) AS known
        WHERE found.word IS NULL AND similarity(known.word, typed.word) >= 0.3
        ORDER BY similarity(known.word, typed.word) DESC, known.word LIMIT 1) AS alike ON true
    WHERE coalesce(found.word, alike.word) IS NOT NULL;
    IF meant IS NOT NULL AND meant <> words THEN
        corrected := array_to_string(meant, ' ');
        query := zahra_query(string_to_array(corrected, ' '));
    END IF;
END $$;
