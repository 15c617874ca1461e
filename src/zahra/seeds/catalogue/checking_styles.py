"""What must hold of each style: where it stands, what it answers, its sizes, money and law."""

from collections.abc import Iterator
from itertools import pairwise

from zahra.shop import tax

from .contents import Catalogue
from .goods import Badge, Style, StyleColour

NEW_FOR_DAYS = 30

# Apparel and footwear: 5 % up to ₹2,500 a piece before tax, 18 % above (Notification 9/2025-CT(R)).
_SLABS = [
    tax.TaxRule("Apparel and footwear", chapter, 250_000, 5, 18)
    for chapter in ("61", "62", "63", "64")
]


def in_dead_zone(hsn: str, price: int) -> bool:
    """Whether a GST-inclusive price of goods of this HSN has no self-consistent rate.

    >>> in_dead_zone("621142", 279900), in_dead_zone("621142", 262500), in_dead_zone("5007", 279900)
    (True, False, False)
    """
    zone = tax.dead_zone(_SLABS, hsn)
    return zone is not None and price in zone


def mistakes_in_styles(catalogue: Catalogue) -> Iterator[str]:
    """Every mistake in any style, each a sentence that names the style."""
    for style in catalogue.styles:
        for mistake in _mistakes_in(catalogue, style):
            yield f"Style {style.slug}: {mistake}."


def _mistakes_in(catalogue: Catalogue, style: Style) -> Iterator[str]:
    if style.category not in {category.slug for category in catalogue.leaves()}:
        yield f"{style.category} is no category that holds goods"
    if style.type not in {kind.slug for kind in catalogue.types}:
        yield f"the type {style.type} does not exist"
        return
    yield from _mistakes_in_attributes(catalogue, style)
    yield from _mistakes_in_sizes(catalogue, style)
    yield from _mistakes_in_money(style)
    yield from _mistakes_in_law(catalogue, style)
    if (style.badge is Badge.NEW) != (style.published_days_ago <= NEW_FOR_DAYS):
        yield f"the badge new and {style.published_days_ago} days since publishing disagree"


def _mistakes_in_attributes(catalogue: Catalogue, style: Style) -> Iterator[str]:
    asked = set(catalogue.type_of(style).attributes)
    known = {attribute.key: attribute for attribute in catalogue.attributes}
    for key in sorted(set(style.attributes) - asked):
        yield f"{key} is not asked of the type {style.type}"
    for key in sorted(asked & known.keys()):
        attribute, answers = known[key], style.answers(key)
        if not attribute.many and len(answers) != 1:
            yield f"{key} takes exactly one value"
        for answer in sorted(set(answers) - {value.value for value in attribute.values}):
            yield f"{answer} is no value of {key}"


def _mistakes_in_sizes(catalogue: Catalogue, style: Style) -> Iterator[str]:
    charts = {chart.slug for chart in catalogue.size_charts}
    if style.size_chart and style.size_chart not in charts:
        yield f"the size chart {style.size_chart} does not exist"
        return
    chart = catalogue.chart_of(style)
    order = chart.sizes if chart else ("Free",)
    known = {colour.slug for colour in catalogue.colours}
    for colour in style.colours:
        if colour.colour not in known:
            yield f"the colour {colour.colour} does not exist"
        yield from _misplaced_sizes(colour, order)


def _misplaced_sizes(colour: StyleColour, order: tuple[str, ...]) -> Iterator[str]:
    for size in colour.stock:
        if size not in order:
            yield f"size {size} of {colour.slug} is not in its size chart"
    places = [order.index(size) for size in colour.stock if size in order]
    if any(after < before for before, after in pairwise(places)):
        yield f"the sizes of {colour.slug} are not in order"


def _mistakes_in_money(style: Style) -> Iterator[str]:
    if style.price > style.mrp:
        yield f"the price {style.price} is above the MRP {style.mrp}"
    if in_dead_zone(style.hsn, style.price):
        yield f"the price {style.price} lies in the GST dead zone of apparel and footwear"


def _mistakes_in_law(catalogue: Catalogue, style: Style) -> Iterator[str]:
    law, makers = style.compliance, {maker.slug for maker in catalogue.makers}
    for maker in (law.maker, law.packer, law.importer):
        if maker and maker not in makers:
            yield f"the maker {maker} does not exist"
    if (law.origin == "IN") == bool(law.importer):
        yield "goods from abroad, and only they, name an importer"
    if law.made_days_ago < style.published_days_ago:
        yield "it is published before it was made"
