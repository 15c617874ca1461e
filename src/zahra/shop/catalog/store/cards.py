"""SQL that writes cards: one row per style-colour on sale, with all that a listing needs.

A card is wholly derived from the catalogue and from how much is left, so it is never patched but
written anew. One statement does any number of them, so a style in three colours costs as much as
one and ten thousand styles are a matter of seconds. What is not on sale loses its card.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.catalog.model import Band

_WRITE = """
WITH RECURSIVE shelf (id, ids, names) AS (
    SELECT id, ARRAY[id], name FROM categories WHERE parent_id IS NULL
    UNION ALL
    SELECT c.id, shelf.ids || c.id, shelf.names || ' ' || c.name
    FROM categories c JOIN shelf ON shelf.id = c.parent_id),
left_over (variant_id, band) AS (
    SELECT * FROM unnest(%(variants)s::uuid[], %(bands)s::text[])),
made AS (
    SELECT v.style_colour_id,
        (array_agg(v.price ORDER BY v.price, v.size_rank))[1] AS price,
        (array_agg(v.mrp ORDER BY v.price, v.size_rank))[1] AS mrp,
        jsonb_agg(
            jsonb_build_object('size', v.size, 'band', coalesce(o.band, 'out'))
            ORDER BY v.size_rank, v.size) AS sizes,
        array_agg(a.id) AS sizes_made,
        coalesce(array_agg(a.id) FILTER (WHERE o.band <> 'out'), '{}') AS sizes_left
    FROM variants v
    JOIN attribute_values a ON a.attribute_key = 'size' AND a.value = v.size
    LEFT JOIN left_over o ON o.variant_id = v.id
    WHERE v.style_colour_id = ANY(%(ids)s) AND v.status = 'active'
    GROUP BY v.style_colour_id),
priced AS (
    SELECT c.id, c.style_id, c.slug, c.colour, c.colour_name, c.swatch, c.badges, s.title,
        s.product_type, s.category_id, s.origin, s.popularity, s.published_at, made.*,
        (made.mrp - made.price) * 100 / made.mrp AS discount_percent
    FROM made
    JOIN style_colours c ON c.id = made.style_colour_id
    JOIN styles s ON s.id = c.style_id AND s.status = 'active'),
described AS (
    SELECT p.*, shelf.ids AS category_ids, sizes_left <> '{}' AS is_in_stock,
        coalesce(answers.summary, '') AS summary,
        coalesce(answers.facets, '{}') || standing.facets AS facets,
        zahra_fold(p.title) AS name_text,
        zahra_fold(concat_ws(' ', p.colour_name, standing.colour, shelf.names, t.name))
            AS kind_text,
        zahra_fold(coalesce(answers.labels, '')) AS answer_text
    FROM priced p
    JOIN shelf ON shelf.id = p.category_id
    JOIN product_types t ON t.key = p.product_type,
    LATERAL (
        SELECT array_agg(v.id) FILTER (WHERE a.is_facet) AS facets,
            string_agg(v.label, ' ') AS labels,
            (array_agg(v.label ORDER BY a.position, v.position))[1] AS summary
        FROM style_attributes sa
        JOIN attribute_values v USING (attribute_key, value)
        JOIN attributes a ON a.key = sa.attribute_key
        WHERE sa.style_id = p.style_id) AS answers,
    LATERAL (
        SELECT array_agg(v.id) AS facets,
            max(v.label) FILTER (WHERE v.attribute_key = 'colour') AS colour
        FROM attribute_values v
        WHERE (v.attribute_key = 'colour' AND v.value = p.colour)
            OR (v.attribute_key = 'origin' AND v.value = p.origin)
            OR (v.attribute_key = 'in_stock' AND sizes_left <> '{}')
            OR (v.attribute_key = 'discount' AND v.position <= p.discount_percent)) AS standing),
fresh AS (
    SELECT d.*, coalesce(drawn.images, '[]') AS images, worn.swatches,
        concat_ws(' ', kind_text, answer_text) AS other_text,
        coalesce(meant.words, '') AS meant_text
    FROM described d,
    LATERAL (
        SELECT to_tsvector('english', concat_ws(' ', name_text, kind_text, answer_text)) AS said
        OFFSET 0) AS text,
    LATERAL (
        SELECT string_agg(y.meaning, ' ') AS words FROM search_synonyms y
        WHERE text.said @@ y.typed) AS meant,
    LATERAL (
        SELECT jsonb_agg(m.files || jsonb_build_object('width', m.width, 'height', m.height,
            'alt', m.alt, 'tint', m.tint) ORDER BY m.position) AS images
        FROM media m WHERE m.style_colour_id = d.id AND m.position < 3) AS drawn,
    LATERAL (
        SELECT jsonb_agg(
            jsonb_build_object('slug', c.slug, 'name', c.colour_name, 'swatch', c.swatch)
            ORDER BY c.position, c.colour_name) AS swatches
        FROM style_colours c WHERE c.style_id = d.style_id) AS worn),
gone AS (
    DELETE FROM cards WHERE style_colour_id = ANY(%(ids)s)
        AND NOT EXISTS (SELECT FROM fresh WHERE fresh.id = cards.style_colour_id)),
learnt AS (
    INSERT INTO search_words (word)
    SELECT DISTINCT word FROM fresh,
        unnest(tsvector_to_array(to_tsvector('simple', concat_ws(' ', name_text, other_text))))
            AS word
    ORDER BY word ON CONFLICT DO NOTHING)
INSERT INTO cards AS card (style_colour_id, style_id, slug, title, summary, colour, colour_name,
    swatch, category_ids, price, mrp, discount_percent, facets, sizes_made, sizes_left, sizes,
    swatches, images, badges, origin, popularity, is_in_stock, published_at, search, changed_at)
SELECT id, style_id, slug, title, summary, colour, colour_name, swatch, category_ids, price, mrp,
    discount_percent, facets, sizes_made, sizes_left, sizes, swatches, images, badges, origin,
    popularity, is_in_stock, published_at,
    setweight(to_tsvector('english', name_text) || to_tsvector('simple', name_text), 'A')
        || setweight(to_tsvector('english', kind_text) || to_tsvector('simple', kind_text), 'B')
        || setweight(to_tsvector('english', concat_ws(' ', answer_text, meant_text))
            || to_tsvector('simple', answer_text), 'C'),
    %(now)s
FROM fresh
ON CONFLICT (style_colour_id) DO UPDATE SET
    slug = excluded.slug, title = excluded.title, summary = excluded.summary,
    colour = excluded.colour, colour_name = excluded.colour_name, swatch = excluded.swatch,
    category_ids = excluded.category_ids, price = excluded.price, mrp = excluded.mrp,
    discount_percent = excluded.discount_percent, facets = excluded.facets,
    sizes_made = excluded.sizes_made, sizes_left = excluded.sizes_left, sizes = excluded.sizes,
    swatches = excluded.swatches, images = excluded.images, badges = excluded.badges,
    origin = excluded.origin, popularity = excluded.popularity,
    is_in_stock = excluded.is_in_stock, published_at = excluded.published_at,
    search = excluded.search, changed_at = excluded.changed_at
"""


async def write_cards(
    tx: Transaction, style_colour_ids: Collection[UUID], bands: Mapping[UUID, Band]
) -> None:
    """Write these cards anew. A variant without a band counts as sold out.

    A card's price is its cheapest size's. `facets` holds the discount in steps (35 % stands in 10,
    20 and 30), `summary` the first answer the style gives, such as its fabric.
    """
    await tx.run(
        _WRITE,
        ids=list(style_colour_ids),
        variants=list(bands),
        bands=[band.value for band in bands.values()],
        now=tx.now,
    )
