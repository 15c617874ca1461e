"""What must hold across the catalogue's files, one sentence for each mistake.

Shapes (a price is above zero, no unknown field) are held by the dataclasses; checking holds what
takes two facts to see.
"""

from collections import Counter
from collections.abc import Iterator

from .checking_orders import mistakes_in_orders
from .checking_styles import mistakes_in_styles
from .contents import Catalogue


def mistakes_in(catalogue: Catalogue) -> Iterator[str]:
    """Every mistake, as a sentence for whoever edits the files."""
    yield from _repeated_names(catalogue)
    yield from _lost_parents(catalogue)
    yield from _lost_attributes(catalogue)
    yield from _ragged_charts(catalogue)
    yield from mistakes_in_styles(catalogue)
    yield from mistakes_in_orders(catalogue)


def _repeated_names(catalogue: Catalogue) -> Iterator[str]:
    styles = catalogue.styles
    named = {
        "category": [category.slug for category in catalogue.categories],
        "attribute": [attribute.key for attribute in catalogue.attributes],
        "type": [kind.slug for kind in catalogue.types],
        "size chart": [chart.slug for chart in catalogue.size_charts],
        "colour": [colour.slug for colour in catalogue.colours],
        "maker": [maker.slug for maker in catalogue.makers],
        "style": [style.slug for style in styles],
        "style code": [style.code for style in styles],
        "card": [style.colour_slug(colour) for style in styles for colour in style.colours],
        "shopper": [shopper.key for shopper in catalogue.shoppers],
        "phone": [person.phone for person in (*catalogue.staff, *catalogue.shoppers)],
        "order": [order.key for order in catalogue.orders],
        "search word": [word for each in catalogue.synonyms for word in (each.term, *each.others)],
    }
    for noun, names in named.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield f"The {noun} {name} is written {times} times."


def _lost_parents(catalogue: Catalogue) -> Iterator[str]:
    slugs = {category.slug for category in catalogue.categories}
    for category in catalogue.categories:
        if category.parent and category.parent not in slugs:
            yield f"Category {category.slug}: its parent {category.parent} does not exist."


def _lost_attributes(catalogue: Catalogue) -> Iterator[str]:
    keys = {attribute.key for attribute in catalogue.attributes}
    charts = {chart.slug for chart in catalogue.size_charts}
    for kind in catalogue.types:
        for key in kind.attributes:
            if key not in keys:
                yield f"Type {kind.slug}: the attribute {key} does not exist."
        if kind.size_chart and kind.size_chart not in charts:
            yield f"Type {kind.slug}: the size chart {kind.size_chart} does not exist."


def _ragged_charts(catalogue: Catalogue) -> Iterator[str]:
    for chart in catalogue.size_charts:
        for measure in chart.measures:
            for figures in (measure.body, measure.garment):
                if figures and len(figures) != len(chart.sizes):
                    yield f"Size chart {chart.slug}: {measure.key} is not given for every size."
