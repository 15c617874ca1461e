"""SQL of styles and the colours they come in, as catalogue staff write them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.catalog.compliance import Compliance
from zahra.shop.catalog.drafts import NewColour, NewStyle
from zahra.shop.catalog.origins import ORIGINS
from zahra.shop.catalog.states import StyleStatus


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a new style names that the catalogue does not have."""

    category: bool
    product_type: bool
    size_chart: bool
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StyleRow:
    """A style as its verbs need it; `sizeless` names the colours that have no size to sell."""

    id: UUID
    title: str
    status: StyleStatus
    origin: str
    compliance: Compliance
    colour_ids: tuple[UUID, ...]
    sizeless: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether it has cards that a change puts out of date."""
        return self.status is StyleStatus.ACTIVE


async def unknown_in(snapshot: Snapshot, new: NewStyle) -> Unknown:
    """What of a new style does not exist; attributes must be its type's, values the attribute's."""
    pairs = [(key, value) for key, values in new.attributes.items() for value in values]
    found = await snapshot.row(
        Unknown,
        """
        SELECT NOT EXISTS (SELECT FROM categories WHERE id = %(category)s) AS category,
            NOT EXISTS (SELECT FROM product_types WHERE key = %(type)s) AS product_type,
            %(chart)s::uuid IS NOT NULL
                AND NOT EXISTS (SELECT FROM size_charts WHERE id = %(chart)s) AS size_chart,
            ARRAY(
                SELECT DISTINCT asked.key
                FROM unnest(%(keys)s::text[], %(values)s::text[]) AS asked (key, value)
                LEFT JOIN product_type_attributes known
                    ON known.product_type = %(type)s AND known.attribute_key = asked.key
                LEFT JOIN attribute_values v
                    ON v.attribute_key = known.attribute_key AND v.value = asked.value
                WHERE v.value IS NULL ORDER BY asked.key) AS attributes
        """,
        category=new.category_id,
        type=new.product_type,
        chart=new.size_chart_id,
        keys=[key for key, _ in pairs],
        values=[value for _, value in pairs],
    )
    assert found is not None
    return found


async def insert_style(tx: Transaction, new: NewStyle) -> UUID:
    """A draft with its attributes; its country joins the filter."""
    pairs = [(key, value) for key, values in new.attributes.items() for value in values]
    return await tx.value(
        """
        WITH style AS (
            INSERT INTO styles (id, category_id, product_type, size_chart_id, title, description,
                details, fabric, care, model_note, hsn, origin, compliance, popularity,
                returnable_days, created_at)
            VALUES (%(id)s, %(category_id)s, %(product_type)s, %(size_chart_id)s, %(title)s,
                %(description)s, %(details)s, %(fabric)s, %(care)s, %(model_note)s, %(hsn)s,
                %(origin)s, %(compliance)s, %(popularity)s, %(returnable_days)s, %(now)s)
            RETURNING id),
        country AS (
            INSERT INTO attribute_values (attribute_key, value, label)
            VALUES ('origin', %(origin)s, %(country)s) ON CONFLICT DO NOTHING),
        answers AS (
            INSERT INTO style_attributes (style_id, attribute_key, value)
            SELECT style.id, key, value
            FROM style, unnest(%(keys)s::text[], %(values)s::text[]) AS given (key, value))
        SELECT id FROM style
        """,
        **{
            **{name: getattr(new, name) for name in _PLAIN},
            "id": ids.new(),
            "details": list(new.details),
            "care": list(new.care),
            "compliance": Jsonb(asdict(new.compliance)),
            "country": ORIGINS[new.origin],
            "keys": [key for key, _ in pairs],
            "values": [value for _, value in pairs],
            "now": tx.now,
        },
    )


_PLAIN = (
    "category_id",
    "product_type",
    "size_chart_id",
    "title",
    "description",
    "fabric",
    "model_note",
    "hsn",
    "origin",
    "popularity",
    "returnable_days",
)


_TO_CHANGE = """
SELECT s.id, s.title, s.status, s.origin, s.compliance,
    ARRAY(SELECT c.id FROM style_colours c WHERE c.style_id = s.id ORDER BY c.id) AS colour_ids,
    ARRAY(
        SELECT c.colour_name FROM style_colours c
        WHERE c.style_id = s.id AND NOT EXISTS (
            SELECT FROM variants v WHERE v.style_colour_id = c.id AND v.status = 'active')
        ORDER BY c.position, c.colour_name) AS sizeless
FROM styles s
WHERE s.id = coalesce(%(style)s::uuid, (SELECT style_id FROM style_colours WHERE id = %(colour)s))
FOR NO KEY UPDATE OF s
"""


async def style_to_change(tx: Transaction, style_id: UUID) -> StyleRow | None:
    """The style, locked."""
    return await tx.row(StyleRow, _TO_CHANGE, style=style_id, colour=None)


async def style_of_colour_to_change(tx: Transaction, style_colour_id: UUID) -> StyleRow | None:
    """The style that comes in this colour, locked."""
    return await tx.row(StyleRow, _TO_CHANGE, style=None, colour=style_colour_id)


async def set_status(
    tx: Transaction, style_id: UUID, status: StyleStatus, *, published_at: datetime | None
) -> None:
    """The style's place in its life; `published_at` None leaves the date as it is."""
    await tx.run(
        """
        UPDATE styles SET status = %(status)s,
            published_at = coalesce(%(published_at)s::timestamptz, published_at)
        WHERE id = %(id)s
        """,
        id=style_id,
        status=status.value,
        published_at=published_at,
    )


async def colour_exists(snapshot: Snapshot, colour: str) -> bool:
    """Whether shoppers can filter by this colour."""
    return await snapshot.value(
        """
        SELECT EXISTS (
            SELECT FROM attribute_values WHERE attribute_key = 'colour' AND value = %(colour)s)
        """,
        colour=colour,
    )


async def insert_colour(tx: Transaction, new: NewColour, *, slug: str) -> UUID | None:
    """The style-colour's id, or None when the style has the colour or the slug is taken."""
    return await tx.value(
        """
        INSERT INTO style_colours
            (id, style_id, slug, colour, colour_name, swatch, badges, position)
        SELECT %(id)s, %(style_id)s, %(slug)s, %(colour)s, %(name)s, %(swatch)s, %(badges)s,
            %(position)s
        WHERE NOT EXISTS (SELECT FROM slug_history WHERE old_slug = %(slug)s)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        id=ids.new(),
        style_id=new.style_id,
        slug=slug,
        colour=new.colour,
        name=new.name,
        swatch=new.swatch,
        badges=list(new.badges),
        position=new.position,
    )


async def style_of_variant_to_change(tx: Transaction, variant_id: UUID) -> StyleRow | None:
    """The style that comes in this colour and size, locked."""
    colour = "SELECT style_colour_id FROM variants WHERE id = %(id)s"
    found = await tx.value(colour, id=variant_id)
    return None if found is None else await style_of_colour_to_change(tx, found)
