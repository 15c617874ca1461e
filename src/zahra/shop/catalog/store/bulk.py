"""SQL that loads styles through COPY, a table at a time."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from zahra.base import ids
from zahra.base.db import Transaction
from zahra.shop.catalog.lots import Lot, LotColour, LotSize
from zahra.shop.catalog.origins import ORIGINS
from zahra.shop.catalog.sizes import canonical_size, size_rank

Row = tuple[Any, ...]


def _rows() -> list[Row]:
    return []


@dataclass(slots=True)
class Rows:
    """The rows of many styles, table by table, gathered in memory before they are sent."""

    now: datetime
    styles: list[Row] = field(default_factory=_rows)
    answers: list[Row] = field(default_factory=_rows)
    colours: list[Row] = field(default_factory=_rows)
    media: list[Row] = field(default_factory=_rows)
    variants: list[Row] = field(default_factory=_rows)
    sizes: set[str] = field(default_factory=set[str])
    origins: set[str] = field(default_factory=set[str])
    style_colour_ids: list[UUID] = field(default_factory=list[UUID])
    pieces: dict[UUID, int] = field(default_factory=dict[UUID, int])

    def add(self, lot: Lot) -> None:
        """Take up a style, giving an id to everything in it."""
        style_id, new = ids.new(), lot.style
        self.origins.add(new.origin)
        self.styles.append(
            (
                style_id,
                new.category_id,
                new.product_type,
                new.size_chart_id,
                new.title,
                new.description,
                list(new.details),
                new.fabric,
                list(new.care),
                new.model_note,
                new.hsn,
                new.origin,
                Jsonb(asdict(new.compliance)),
                "active",
                new.popularity,
                new.returnable_days,
                lot.published_at,
                self.now,
            )
        )
        for key, values in new.attributes.items():
            self.answers.extend((style_id, key, value) for value in values)
        for position, colour in enumerate(lot.colours):
            self._add_colour(style_id, colour, position)

    def _add_colour(self, style_id: UUID, new: LotColour, position: int) -> None:
        colour_id = ids.new()
        self.style_colour_ids.append(colour_id)
        badges = list(new.badges)
        self.colours.append(
            (colour_id, style_id, new.slug, new.colour, new.name, new.swatch, badges, position)
        )
        for place, image in enumerate(new.images):
            files = Jsonb({"avif": dict(image.avif), "webp": dict(image.webp)})
            size = (image.width, image.height)
            self.media.append((ids.new(), colour_id, place, image.alt, *size, image.tint, files))
        for each in new.sizes:
            self._add_variant(colour_id, each)

    def _add_variant(self, colour_id: UUID, new: LotSize) -> None:
        variant_id, size = ids.new(), canonical_size(new.size)
        rank, money = size_rank(size), (new.price, new.mrp)
        self.sizes.add(size)
        self.variants.append((variant_id, colour_id, new.sku, size, rank, *money, new.weight_grams))
        if new.pieces:
            self.pieces[variant_id] = new.pieces


_COPIES = (
    """
    COPY styles (id, category_id, product_type, size_chart_id, title, description, details,
        fabric, care, model_note, hsn, origin, compliance, status, popularity, returnable_days,
        published_at, created_at) FROM STDIN
    """,
    "COPY style_attributes (style_id, attribute_key, value) FROM STDIN",
    """
    COPY style_colours (id, style_id, slug, colour, colour_name, swatch, badges, position)
    FROM STDIN
    """,
    "COPY media (id, style_colour_id, position, alt, width, height, tint, files) FROM STDIN",
    """
    COPY variants (id, style_colour_id, sku, size, size_rank, price, mrp, weight_grams)
    FROM STDIN
    """,
)


async def copy(tx: Transaction, rows: Rows) -> None:
    """Send the rows, those that others refer to first; new sizes and countries join the filters."""
    await tx.run(
        """
        INSERT INTO attribute_values (attribute_key, value, label, position)
        SELECT 'size', size, size, rank
        FROM unnest(%(sizes)s::text[], %(ranks)s::int[]) AS made (size, rank)
        UNION ALL
        SELECT 'origin', code, name, 0
        FROM unnest(%(codes)s::text[], %(names)s::text[]) AS country (code, name)
        ON CONFLICT DO NOTHING
        """,
        sizes=list(rows.sizes),
        ranks=[size_rank(size) for size in rows.sizes],
        codes=list(rows.origins),
        names=[ORIGINS[code] for code in rows.origins],
    )
    tables = (rows.styles, rows.answers, rows.colours, rows.media, rows.variants)
    for statement, records in zip(_COPIES, tables, strict=True):
        await tx.copy_in(statement, records)
