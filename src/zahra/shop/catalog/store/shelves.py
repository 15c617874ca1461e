"""SQL of what goods are sorted by: categories, product types, attributes, charts, synonyms."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.catalog.drafts import Choice, NewAttribute, NewCategory
from zahra.shop.catalog.size_charts import SizeChart


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category as it is stored, knowing only its parent."""

    id: UUID
    parent_id: UUID | None
    slug: str
    name: str
    description: str


async def categories(snapshot: Snapshot) -> list[CategoryRow]:
    """Every category in menu order."""
    return await snapshot.rows(
        CategoryRow,
        """
        SELECT id, parent_id, slug, name, description FROM categories
        ORDER BY position, name, id
        """,
    )


async def insert_category(tx: Transaction, new: NewCategory) -> UUID | None:
    """The new category's id, or None when the slug is taken."""
    return await tx.value(
        """
        INSERT INTO categories (id, parent_id, slug, name, description, position)
        VALUES (%(id)s, %(parent)s, %(slug)s, %(name)s, %(description)s, %(position)s)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        id=ids.new(),
        parent=new.parent_id,
        slug=new.slug,
        name=new.name,
        description=new.description,
        position=new.position,
    )


async def insert_product_type(
    tx: Transaction, key: str, name: str, attributes: tuple[str, ...]
) -> None:
    """A type and the attributes it answers; called again it learns new attributes."""
    await tx.run(
        """
        WITH type AS (
            INSERT INTO product_types (key, name) VALUES (%(key)s, %(name)s)
            ON CONFLICT (key) DO UPDATE SET name = excluded.name RETURNING key)
        INSERT INTO product_type_attributes (product_type, attribute_key)
        SELECT type.key, asked FROM type, unnest(%(attributes)s::text[]) AS asked
        ON CONFLICT DO NOTHING
        """,
        key=key,
        name=name,
        attributes=list(attributes),
    )


async def unknown_attributes(snapshot: Snapshot, keys: tuple[str, ...]) -> list[str]:
    """Those of `keys` that no attribute has."""
    return await snapshot.values(
        """
        SELECT asked FROM unnest(%(keys)s::text[]) AS asked
        WHERE NOT EXISTS (SELECT FROM attributes WHERE key = asked)
        """,
        keys=list(keys),
    )


async def insert_attribute(tx: Transaction, new: NewAttribute) -> bool:
    """Whether the key was free; its choices are inserted apart."""
    return (
        await tx.run(
            """
        INSERT INTO attributes (key, label, position, is_facet)
        VALUES (%(key)s, %(label)s, %(position)s, %(is_facet)s)
        ON CONFLICT DO NOTHING
        """,
            key=new.key,
            label=new.label,
            position=new.position,
            is_facet=new.is_facet,
        )
        == 1
    )


async def upsert_choices(tx: Transaction, key: str, choices: Sequence[Choice]) -> None:
    """Answers of an attribute, after those it has; a known one is labelled and dyed anew."""
    await tx.run(
        """
        INSERT INTO attribute_values (attribute_key, value, label, position, swatch)
        SELECT %(key)s, value, label, last.position + place, swatch
        FROM unnest(%(values)s::text[], %(labels)s::text[], %(swatches)s::text[])
            WITH ORDINALITY AS given (value, label, swatch, place),
            (SELECT coalesce(max(position), 0) AS position FROM attribute_values
             WHERE attribute_key = %(key)s) AS last
        ON CONFLICT (attribute_key, value) DO UPDATE
        SET label = excluded.label, swatch = excluded.swatch
        """,
        key=key,
        values=[choice.value for choice in choices],
        labels=[choice.label for choice in choices],
        swatches=[choice.swatch for choice in choices],
    )


async def insert_size_chart(tx: Transaction, chart: SizeChart) -> UUID | None:
    """The new chart's id, or None when the key is taken."""
    return await tx.value(
        """
        INSERT INTO size_charts (id, key, name, note, chart)
        VALUES (%(id)s, %(key)s, %(name)s, %(note)s, %(chart)s)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        id=ids.new(),
        key=chart.key,
        name=chart.name,
        note=chart.note,
        chart=Jsonb({"sizes": chart.sizes, "measures": [asdict(m) for m in chart.measures]}),
    )


async def insert_synonyms(tx: Transaction, meaning: str, words: tuple[str, ...]) -> None:
    """Teach the search what shoppers mean by these words or phrases; a known one changes."""
    await tx.run(
        """
        INSERT INTO search_synonyms (word, meaning)
        SELECT DISTINCT zahra_fold(word), zahra_fold(%(meaning)s)
        FROM unnest(%(words)s::text[]) AS word WHERE zahra_fold(word) <> zahra_fold(%(meaning)s)
        ON CONFLICT (word) DO UPDATE SET meaning = excluded.meaning
        """,
        meaning=meaning,
        words=list(words),
    )
