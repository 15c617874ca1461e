"""One style in one colour with everything its page tells."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.money import Paise, discount_percent
from zahra.shop.catalog.compliance import Compliance
from zahra.shop.catalog.listing import Rating
from zahra.shop.catalog.model import Crumb, Image
from zahra.shop.catalog.origins import ORIGINS
from zahra.shop.catalog.size_charts import SizeChart


@dataclass(frozen=True, slots=True)
class Variant:
    """A size on sale. How many there are is inventory's to say."""

    id: UUID
    sku: str
    size: str
    price: Paise
    mrp: Paise
    weight_grams: int

    @property
    def discount_percent(self) -> int:
        """The saving off MRP, floored."""
        return discount_percent(self.mrp, self.price)


@dataclass(frozen=True, slots=True)
class Sibling:
    """The style in one of its colours, the product's own among them. `swatch` is #rrggbb."""

    id: UUID
    slug: str
    colour_name: str
    swatch: str
    image: Image | None
    is_in_stock: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a style answers to one attribute, as a shopper reads it."""

    key: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """A style-colour on sale. Variants by size, siblings and images in their order, front first.

    `trail` leads from the top category to its own. Price and MRP are the cheapest size's.
    """

    id: UUID
    style_id: UUID
    slug: str
    title: str
    description: str
    details: tuple[str, ...]
    fabric: str
    care: tuple[str, ...]
    model_note: str
    colour: str
    colour_name: str
    swatch: str
    badges: tuple[str, ...]
    origin: str
    compliance: Compliance
    returnable_days: int
    published_at: datetime
    price: Paise
    mrp: Paise
    trail: tuple[Crumb, ...]
    variants: tuple[Variant, ...]
    siblings: tuple[Sibling, ...]
    images: tuple[Image, ...]
    answers: tuple[Answer, ...]
    size_chart: SizeChart | None
    rating: Rating | None

    @property
    def discount_percent(self) -> int:
        """The saving off MRP, floored."""
        return discount_percent(self.mrp, self.price)

    @property
    def origin_name(self) -> str:
        """The country it was made in."""
        return ORIGINS[self.origin]
