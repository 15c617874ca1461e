"""The whole catalogue in one value, and the ways into it."""

from dataclasses import dataclass

from .goods import Attribute, Category, Colour, Maker, ProductType, SizeChart, Style, Synonym
from .story import PastOrder, Shopper, StaffMember


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the demo shop is built from, each list in the order of its file."""

    categories: tuple[Category, ...]
    attributes: tuple[Attribute, ...]
    types: tuple[ProductType, ...]
    size_charts: tuple[SizeChart, ...]
    colours: tuple[Colour, ...]
    makers: tuple[Maker, ...]
    styles: tuple[Style, ...]
    synonyms: tuple[Synonym, ...]
    staff: tuple[StaffMember, ...]
    shoppers: tuple[Shopper, ...]
    orders: tuple[PastOrder, ...]

    def style(self, slug: str) -> Style:
        """The style of that slug. Raises KeyError when there is none."""
        return {style.slug: style for style in self.styles}[slug]

    def shopper(self, key: str) -> Shopper:
        """The shopper of that key. Raises KeyError when there is none."""
        return {shopper.key: shopper for shopper in self.shoppers}[key]

    def type_of(self, style: Style) -> ProductType:
        """The product type of a style."""
        return {kind.slug: kind for kind in self.types}[style.type]

    def chart_of(self, style: Style) -> SizeChart | None:
        """The chart a style is measured by: its own, else its type's, else none (a bag)."""
        slug = style.size_chart or self.type_of(style).size_chart
        return {chart.slug: chart for chart in self.size_charts}[slug] if slug else None

    def leaves(self) -> tuple[Category, ...]:
        """The categories that hold goods: those that are nobody's parent."""
        parents = {category.parent for category in self.categories}
        return tuple(category for category in self.categories if category.slug not in parents)
