"""Making a style: the design, its colours, their sizes and pictures. Nothing here is shown yet."""

import re
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.base.text import slug_of
from zahra.shop.catalog.drafts import NewColour, NewStyle, NewVariant
from zahra.shop.catalog.events import StyleChanged
from zahra.shop.catalog.model import Image
from zahra.shop.catalog.origins import ORIGINS
from zahra.shop.catalog.rules import price_refusals
from zahra.shop.catalog.sizes import canonical_size, size_rank
from zahra.shop.catalog.store import styles, variants

_SWATCH = re.compile(r"#[0-9a-f]{6}")
_HSN = re.compile(r"\d{4,8}")


async def create_style(tx: Transaction, actor: Actor, new: NewStyle) -> UUID:
    """A draft. Raises Invalid for what the catalogue does not have or cannot be."""
    actor.must(Permission.CATALOGUE_WRITE)
    unknown = await styles.unknown_in(tx, new)
    refusals = {
        "title": ("Give it a name.", not new.title.strip()),
        "hsn": ("An HSN code has 4 to 8 digits.", not _HSN.fullmatch(new.hsn)),
        "origin": ("We do not know this country.", new.origin not in ORIGINS),
        "categoryId": ("There is no such category.", unknown.category),
        "productType": ("There is no such kind of goods.", unknown.product_type),
        "sizeChartId": ("There is no such size chart.", unknown.size_chart),
    }
    for key in unknown.attributes:
        refusals[f"attributes.{key}"] = ("This kind of goods has no such answer.", True)
    if wrong := {path: sentence for path, (sentence, is_so) in refusals.items() if is_so}:
        raise Invalid(wrong)
    made = await styles.insert_style(tx, new)
    await audit.note(tx, actor, "style.created", subject=str(made), detail={"title": new.title})
    return made


async def add_colour(tx: Transaction, actor: Actor, new: NewColour) -> UUID:
    """A style in one more colour; its address is made of title and shade unless one is given."""
    actor.must(Permission.CATALOGUE_WRITE)
    if not _SWATCH.fullmatch(new.swatch):
        raise Invalid({"swatch": "Write the colour as #rrggbb."})
    if not await styles.colour_exists(tx, new.colour):
        raise Invalid({"colour": "Shoppers cannot filter by this colour yet."})
    style = await styles.style_to_change(tx, new.style_id)
    if style is None:
        raise NotFound
    slug = new.slug or slug_of(f"{style.title} {new.name}")
    made = await styles.insert_colour(tx, new, slug=slug)
    if made is None:
        raise Invalid({"colour": "The style has this colour already, or its address is taken."})
    await audit.note(tx, actor, "colour.added", subject=str(made), detail={"slug": slug})
    if style.is_shown:
        await tx.announce(StyleChanged((*style.colour_ids, made)))
    return made


async def add_variant(tx: Transaction, actor: Actor, new: NewVariant) -> UUID:
    """One size of a style-colour, with the size in its one spelling."""
    actor.must(Permission.CATALOGUE_WRITE)
    wrong = price_refusals(new.price, new.mrp)
    if new.weight_grams <= 0:
        wrong["weightGrams"] = "Say what it weighs, packed."
    if wrong:
        raise Invalid(wrong)
    style = await styles.style_of_colour_to_change(tx, new.style_colour_id)
    if style is None:
        raise NotFound
    size = canonical_size(new.size)
    made = await variants.insert_variant(tx, new, size=size, rank=size_rank(size))
    if made is None:
        raise Invalid({"sku": "The size is there already, or the SKU or barcode is taken."})
    await audit.note(tx, actor, "variant.added", subject=str(made), detail={"sku": new.sku})
    if style.is_shown:
        await tx.announce(StyleChanged((new.style_colour_id,)))
    return made


async def add_picture(tx: Transaction, actor: Actor, style_colour_id: UUID, image: Image) -> UUID:
    """A picture after those there are. Its files are in the storage already."""
    actor.must(Permission.CATALOGUE_WRITE)
    style = await styles.style_of_colour_to_change(tx, style_colour_id)
    if style is None:
        raise NotFound
    made = await variants.insert_picture(tx, style_colour_id, image)
    await audit.note(tx, actor, "picture.added", subject=str(style_colour_id))
    if style.is_shown:
        await tx.announce(StyleChanged((style_colour_id,)))
    return made
