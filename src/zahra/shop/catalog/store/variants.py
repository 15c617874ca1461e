"""SQL of sizes and pictures: made, priced, and told of."""

from collections.abc import Collection
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.catalog.drafts import NewVariant
from zahra.shop.catalog.model import Image, VariantFacts


async def variant_facts(snapshot: Snapshot, variant_ids: Collection[UUID]) -> list[VariantFacts]:
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
                AS is_sellable,
            ARRAY(
                WITH RECURSIVE up (id, parent_id) AS (
                    SELECT id, parent_id FROM categories WHERE id = s.category_id
                    UNION ALL
                    SELECT k.id, k.parent_id FROM categories k JOIN up ON k.id = up.parent_id)
                SELECT id FROM up) AS shelves
        FROM variants v
        JOIN style_colours c ON c.id = v.style_colour_id
        JOIN styles s ON s.id = c.style_id
        WHERE v.id = ANY(%(ids)s)
        """,
        ids=list(variant_ids),
        now=snapshot.now,
    )


async def insert_variant(tx: Transaction, new: NewVariant, *, size: str, rank: int) -> UUID | None:
    """The variant's id, or None when SKU, barcode or size is taken; its size joins the filter."""
    return await tx.value(
        """
        WITH size AS (
            INSERT INTO attribute_values (attribute_key, value, label, position)
            VALUES ('size', %(size)s, %(size)s, %(rank)s) ON CONFLICT DO NOTHING)
        INSERT INTO variants
            (id, style_colour_id, sku, barcode, size, size_rank, price, mrp, weight_grams)
        VALUES (%(id)s, %(style_colour_id)s, %(sku)s, %(barcode)s, %(size)s, %(rank)s, %(price)s,
            %(mrp)s, %(weight_grams)s)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        id=ids.new(),
        size=size,
        rank=rank,
        **{name: getattr(new, name) for name in _OF_VARIANT},
    )


_OF_VARIANT = ("style_colour_id", "sku", "barcode", "price", "mrp", "weight_grams")


async def insert_picture(tx: Transaction, style_colour_id: UUID, image: Image) -> UUID:
    """A picture after those the style-colour has."""
    return await tx.value(
        """
        INSERT INTO media (id, style_colour_id, position, alt, width, height, tint, files)
        SELECT %(id)s, %(style_colour_id)s, count(*), %(alt)s, %(width)s, %(height)s, %(tint)s,
            %(files)s
        FROM media WHERE style_colour_id = %(style_colour_id)s
        RETURNING id
        """,
        id=ids.new(),
        style_colour_id=style_colour_id,
        alt=image.alt,
        width=image.width,
        height=image.height,
        tint=image.tint,
        files=Jsonb({"avif": dict(image.avif), "webp": dict(image.webp)}),
    )


async def set_price(tx: Transaction, variant_id: UUID, *, price: int, mrp: int) -> UUID:
    """Price a variant; the style-colour it belongs to."""
    return await tx.value(
        """
        UPDATE variants SET price = %(price)s, mrp = %(mrp)s WHERE id = %(id)s
        RETURNING style_colour_id
        """,
        id=variant_id,
        price=price,
        mrp=mrp,
    )
