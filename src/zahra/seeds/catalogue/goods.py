"""The demo shop's goods, as written in the TOML files beside this module.

These are notes for the shop's verbs to act on, not the shop's own models: they carry slugs and
"days ago" where the shop has ids and times. Amounts are paise, weights grams, lengths inches.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints

from zahra.base.money import Paise

Slug: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Hex: TypeAlias = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Hsn: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")]
Country: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Price: TypeAlias = Annotated[Paise, Field(gt=0)]
Pieces: TypeAlias = Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf; `parent` is the slug of the one above it, `position` its place in the menu."""

    slug: Slug
    name: str
    copy: str
    position: int
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """One answer an attribute may have, `position` its place in the filter."""

    value: str
    label: str
    position: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question asked of a style; a `facet` is also a filter, `many` allows several answers."""

    key: str
    label: str
    values: tuple[AttributeValue, ...]
    facet: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class ProductType:
    """A kind of goods: which attributes it answers and which chart it is measured by."""

    slug: str
    name: str
    attributes: tuple[str, ...]
    size_chart: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a size chart in inches, a figure per size; empty where it is not taken."""

    key: str
    label: str
    how: str
    body: tuple[float, ...] = ()
    garment: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SizeChart:
    """A table of body and garment measures; `ease` says how much wider the garment is."""

    slug: Slug
    name: str
    sizes: tuple[str, ...]
    ease: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour shoppers filter by; a style-colour names its own shade of it."""

    slug: Slug
    label: str
    swatch: Hex
    position: int


@dataclass(frozen=True, slots=True)
class Maker:
    """A name and address, as the law wants it shown of whoever made, packed or imported."""

    slug: Slug
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Compliance:
    """The declarations of the Legal Metrology (Packaged Commodities) Rules 2011; makers by slug."""

    maker: str
    net_quantity: str
    generic_name: str
    made_days_ago: int
    packer: str = "zahra"
    origin: Country = "IN"
    importer: str | None = None

    def made_in(self, today: date) -> date:
        """The first day of the month in which it was made.

        >>> Compliance("bagru", "1 N", "Kurta", made_days_ago=40).made_in(date(2026, 11, 22))
        datetime.date(2026, 10, 1)
        """
        return (today - timedelta(days=self.made_days_ago)).replace(day=1)


@dataclass(frozen=True, slots=True)
class StyleColour:
    """One card in the listing: a shade, its pictures (front first), opening stock by size."""

    slug: Slug
    name: str
    colour: str
    swatch: Hex
    pictures: tuple[str, ...]
    stock: Mapping[str, Pieces]


class Badge(StrEnum):
    """A word the owner would hang on the card."""

    NEW = "new"
    BESTSELLER = "bestseller"


@dataclass(frozen=True, slots=True)
class Style:
    """One design in its colours. Price and MRP include GST."""

    code: str
    slug: Slug
    title: str
    category: str
    type: str
    description: str
    details: tuple[str, ...]
    fabric: str
    care: tuple[str, ...]
    attributes: Mapping[str, str | tuple[str, ...]]
    hsn: Hsn
    price: Price
    mrp: Price
    weight_grams: Annotated[int, Field(gt=0)]
    published_days_ago: int
    compliance: Compliance
    colours: tuple[StyleColour, ...]
    model_note: str | None = None
    badge: Badge | None = None
    size_chart: str | None = None

    @property
    def sizes(self) -> tuple[str, ...]:
        """Every size any colour comes in, in shelf order as written."""
        return tuple(dict.fromkeys(size for colour in self.colours for size in colour.stock))

    def colour_slug(self, colour: StyleColour) -> str:
        """The address of one colour's card."""
        return f"{self.slug}-{colour.slug}"

    def sku(self, colour: StyleColour, size: str) -> str:
        """The stock-keeping unit of one size of one colour, such as `ZK101-INDIGO-M`."""
        return f"{self.code}-{colour.slug}-{size}".upper()

    def answers(self, key: str) -> tuple[str, ...]:
        """The style's values of an attribute, always a tuple."""
        given = self.attributes.get(key, ())
        return (given,) if isinstance(given, str) else given


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word of the trade and the other ways shoppers spell or say it."""

    term: str
    others: tuple[str, ...]
