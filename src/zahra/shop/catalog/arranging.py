"""Setting up the shelves: categories, kinds of goods, what is asked of them, size charts, words."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.shop.catalog.drafts import Choice, NewAttribute, NewCategory
from zahra.shop.catalog.rules import is_free_key
from zahra.shop.catalog.size_charts import SizeChart
from zahra.shop.catalog.store import shelves


async def create_category(tx: Transaction, actor: Actor, new: NewCategory) -> UUID:
    """Put up a shelf. Raises Invalid when its slug is taken."""
    actor.must(Permission.CATALOGUE_WRITE)
    if (made := await shelves.insert_category(tx, new)) is None:
        raise Invalid({"slug": "Another category has this address."})
    await audit.note(tx, actor, "category.created", subject=str(made), detail={"slug": new.slug})
    return made


async def create_product_type(
    tx: Transaction, actor: Actor, key: str, name: str, attributes: tuple[str, ...]
) -> None:
    """Name a kind of goods and which attributes it answers. Raises Invalid for unknown ones."""
    actor.must(Permission.CATALOGUE_WRITE)
    if unknown := await shelves.unknown_attributes(tx, attributes):
        raise Invalid({f"attributes.{key}": "There is no such attribute." for key in unknown})
    await shelves.insert_product_type(tx, key, name, attributes)
    await audit.note(tx, actor, "product_type.created", subject=key)


async def create_attribute(tx: Transaction, actor: Actor, new: NewAttribute) -> None:
    """Ask something new of styles. Raises Invalid for a key that is taken or means something in
    a listing's address."""
    actor.must(Permission.CATALOGUE_WRITE)
    if not is_free_key(new.key):
        raise Invalid({"key": "Use small letters and underscores, and no word a search uses."})
    if not await shelves.insert_attribute(tx, new):
        raise Invalid({"key": "There is such an attribute already."})
    await shelves.upsert_choices(tx, new.key, new.choices)
    await audit.note(tx, actor, "attribute.created", subject=new.key)


async def add_choices(tx: Transaction, actor: Actor, key: str, choices: tuple[Choice, ...]) -> None:
    """More answers to an attribute, after those it has. `colour` is the one colours belong to.

    A known answer gets the new label and swatch. Raises Invalid for an unknown attribute.
    """
    actor.must(Permission.CATALOGUE_WRITE)
    if await shelves.unknown_attributes(tx, (key,)):
        raise Invalid({"key": "There is no such attribute."})
    await shelves.upsert_choices(tx, key, choices)
    await audit.note(tx, actor, "attribute.extended", subject=key)


async def create_size_chart(tx: Transaction, actor: Actor, chart: SizeChart) -> UUID:
    """Keep a chart. Raises Invalid when a measure lacks a size or the key is taken."""
    actor.must(Permission.CATALOGUE_WRITE)
    if misfits := chart.misfits():
        raise Invalid({f"measures.{key}": "Give one figure for each size." for key in misfits})
    if (made := await shelves.insert_size_chart(tx, chart)) is None:
        raise Invalid({"key": "Another chart has this name."})
    await audit.note(tx, actor, "size_chart.created", subject=chart.key)
    return made


async def teach_synonyms(
    tx: Transaction, actor: Actor, meaning: str, words: tuple[str, ...]
) -> None:
    """Make the search take `words` for `meaning`; cards learn it when they are next written."""
    actor.must(Permission.CATALOGUE_WRITE)
    await shelves.insert_synonyms(tx, meaning, words)
    await audit.note(tx, actor, "synonyms.taught", subject=meaning)
