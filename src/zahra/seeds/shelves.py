"""The demo shop's shelves: categories, kinds of goods and their attributes, charts, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Transaction
from zahra.seeds.catalogue import Attribute, Catalogue, SizeChart
from zahra.shop import catalog


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where goods go: categories and size charts by slug."""

    categories: Mapping[str, UUID]
    size_charts: Mapping[str, UUID]


async def lay_shelves(tx: Transaction, actor: Actor, demo: Catalogue) -> Shelves:
    """Put up every shelf of an empty shop."""
    for position, attribute in enumerate(demo.attributes):
        await catalog.create_attribute(tx, actor, _attribute(attribute, position))
    colours = tuple(catalog.Choice(each.slug, each.label, each.swatch) for each in demo.colours)
    await catalog.add_choices(tx, actor, "colour", colours)
    for kind in demo.types:
        await catalog.create_product_type(tx, actor, kind.slug, kind.name, kind.attributes)
    for synonym in demo.synonyms:
        await catalog.teach_synonyms(tx, actor, synonym.term, synonym.others)
    charts = {
        chart.slug: await catalog.create_size_chart(tx, actor, _size_chart(chart))
        for chart in demo.size_charts
    }
    return Shelves(await _categories(tx, actor, demo), charts)


async def _categories(tx: Transaction, actor: Actor, demo: Catalogue) -> dict[str, UUID]:
    """The categories, every parent before its children."""
    made: dict[str, UUID] = {}
    for each in sorted(demo.categories, key=lambda category: category.parent is not None):
        new = catalog.NewCategory(
            each.slug,
            each.name,
            each.copy,
            each.position,
            made[each.parent] if each.parent else None,
        )
        made[each.slug] = await catalog.create_category(tx, actor, new)
    return made


def _attribute(attribute: Attribute, position: int) -> catalog.NewAttribute:
    choices = tuple(catalog.Choice(each.value, each.label) for each in attribute.values)
    return catalog.NewAttribute(
        attribute.key, attribute.label, choices, position, is_facet=attribute.facet
    )


def _size_chart(chart: SizeChart) -> catalog.SizeChart:
    measures = tuple(
        catalog.Measure(each.key, each.label, each.how, each.body, each.garment)
        for each in chart.measures
    )
    return catalog.SizeChart(chart.slug, chart.name, chart.sizes, measures, note=chart.ease)
