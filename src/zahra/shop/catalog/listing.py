"""What a listing answers: a page of cards, how many there are, and how to narrow it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.catalog.model import Band, Crumb, Image


@dataclass(frozen=True, slots=True)
class CardSize:
    """A size of the card's style-colour, and how much of it was left when the card was written."""

    size: str
    band: Band


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour the style comes in, as a dot and a page. `swatch` is #rrggbb."""

    slug: str
    name: str
    swatch: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What buyers think: 1.0 to 5.0, and how many of them."""

    average: float
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """One style in one colour, as it stands in a grid. `summary` is its first answer: its fabric.

    Price and MRP are those of the cheapest size, the discount floored. At most three images.
    """

    id: UUID
    style_id: UUID
    slug: str
    title: str
    summary: str
    colour: str
    colour_name: str
    price: Paise
    mrp: Paise
    discount_percent: int
    origin: str
    is_in_stock: bool
    badges: tuple[str, ...]
    sizes: tuple[CardSize, ...]
    swatches: tuple[Swatch, ...]
    images: tuple[Image, ...]
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where a product's page is, and since when."""

    slug: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One answer to tick. `count`: cards there would be with it, all other filters kept."""

    value: str
    label: str
    count: int
    is_selected: bool
    swatch: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One question about a listing. A `range` has ends instead of values: of price, in paise."""

    key: str
    label: str
    kind: Literal["values", "range"] = "values"
    values: tuple[FacetValue, ...] = field(default=())
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of cards out of `total`.

    `corrected` are the words searched for instead of those typed, which no card has.
    """

    cards: tuple[Card, ...]
    total: int
    facets: tuple[Facet, ...]
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A product offered while somebody types."""

    slug: str
    title: str
    colour_name: str
    price: Paise
    mrp: Paise
    image: Image | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Products and shelves for what has been typed so far, the likeliest first."""

    products: tuple[Suggestion, ...] = ()
    categories: tuple[Crumb, ...] = ()
    corrected: str | None = None
