"""SQL that tells what a variant is."""

from collections.abc import Collection
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.catalog.model import VariantFacts


async def variant_facts(snapshot: Snapshot, ids: Collection[UUID]) -> list[VariantFacts]:
    """The variants that exist, withdrawn and unpublished ones too, each with its first picture."""
    return await snapshot.rows(
        VariantFacts,
        """
        SELECT v.id, c.id AS product_id, s.id AS style_id, c.slug, v.sku, s.title, v.size,
            c.colour_name AS colour, v.price, v.mrp, s.hsn, v.weight_grams, s.returnable_days,
            (SELECT m.files || jsonb_build_object('width', m.width, 'height', m.height,
                'alt', m.alt, 'tint', m.tint)
             FROM media m WHERE m.style_colour_id = c.id ORDER BY m.position LIMIT 1) AS image,
            v.status = 'active' AND s.status = 'active' AND s.published_at <= %(now)s
                AS is_sellable
        FROM variants v
        JOIN style_colours c ON c.id = v.style_colour_id
        JOIN styles s ON s.id = c.style_id
        WHERE v.id = ANY(%(ids)s)
        """,
        ids=list(ids),
        now=snapshot.now,
    )
