"""SQL of a product's page: one row with everything on it, lists as JSON.

What has a card is on sale; a draft, an archived style and a colour without sizes have none.
"""

from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.catalog.product import Product

_PRODUCT = """
WITH RECURSIVE up (id, parent_id, slug, name, depth) AS (
    SELECT c.id, c.parent_id, c.slug, c.name, 0
    FROM asked JOIN styles s ON s.id = asked.style_id JOIN categories c ON c.id = s.category_id
    UNION ALL
    SELECT c.id, c.parent_id, c.slug, c.name, up.depth + 1
    FROM up JOIN categories c ON c.id = up.parent_id),
asked AS MATERIALIZED (
    SELECT * FROM cards WHERE published_at <= %(now)s AND style_colour_id = coalesce(
        (SELECT id FROM style_colours WHERE slug = %(slug)s),
        (SELECT style_colour_id FROM slug_history WHERE old_slug = %(slug)s),
        %(id)s::uuid))
SELECT k.style_colour_id AS id, k.style_id, k.slug, k.title, s.description, s.details, s.fabric,
    s.care, s.model_note, k.colour, k.colour_name, k.swatch, k.badges, k.origin, s.compliance,
    s.returnable_days, k.published_at, k.price, k.mrp,
    (SELECT jsonb_agg(jsonb_build_object('slug', slug, 'name', name) ORDER BY depth DESC)
     FROM up) AS trail,
    (SELECT jsonb_agg(jsonb_build_object('id', v.id, 'sku', v.sku, 'size', v.size,
        'price', v.price, 'mrp', v.mrp, 'weight_grams', v.weight_grams)
        ORDER BY v.size_rank, v.size)
     FROM variants v WHERE v.style_colour_id = k.style_colour_id AND v.status = 'active')
        AS variants,
    (SELECT jsonb_agg(jsonb_build_object('id', o.style_colour_id, 'slug', o.slug,
        'colour_name', o.colour_name, 'swatch', o.swatch, 'image', o.images -> 0,
        'is_in_stock', o.is_in_stock) ORDER BY c.position, c.colour_name)
     FROM style_colours c JOIN cards o ON o.style_colour_id = c.id
     WHERE c.style_id = k.style_id) AS siblings,
    coalesce((
        SELECT jsonb_agg(m.files || jsonb_build_object('width', m.width, 'height', m.height,
            'alt', m.alt, 'tint', m.tint) ORDER BY m.position)
        FROM media m WHERE m.style_colour_id = k.style_colour_id), '[]') AS images,
    coalesce((
        SELECT jsonb_agg(told.answer ORDER BY told.position)
        FROM (
            SELECT a.position, jsonb_build_object('key', a.key, 'label', a.label,
                'values', jsonb_agg(v.label ORDER BY v.position)) AS answer
            FROM style_attributes sa
            JOIN attribute_values v USING (attribute_key, value)
            JOIN attributes a ON a.key = sa.attribute_key
            WHERE sa.style_id = k.style_id GROUP BY a.key) AS told), '[]') AS answers,
    (SELECT z.chart || jsonb_build_object('key', z.key, 'name', z.name, 'note', z.note)
     FROM size_charts z WHERE z.id = s.size_chart_id) AS size_chart,
    CASE WHEN k.rating_count > 0 THEN jsonb_build_object(
        'average', k.rating_average, 'count', k.rating_count) END AS rating
FROM asked k JOIN styles s ON s.id = k.style_id
"""


async def product(snapshot: Snapshot, slug: str, *, or_id: UUID | None) -> Product | None:
    """The product at this address, at one it used to have, or with this id."""
    return await snapshot.row(Product, _PRODUCT, slug=slug, id=or_id, now=snapshot.now)
