"""What the catalogue consists of, as other packages and the faces see it.

Style -> style-colour (the card, the page, the product id of the API) -> variant (a size of it).
Amounts are paise with GST inside, weights grams. Pictures are stored names, not addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from zahra.base.money import Paise, discount_percent


class Band(StrEnum):
    """How much is left, as coarsely as a listing tells it: nothing, 1 to 3 pieces, more."""

    OUT = "out"
    LOW = "low"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Image:
    """One picture in its renditions: width in pixels, as text, to stored name.

    `width` and `height` are the source's, for the aspect ratio; `tint` shows while it loads.
    """

    avif: Mapping[str, str]
    webp: Mapping[str, str]
    width: int
    height: int
    alt: str
    tint: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """A category on the way down from the top."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf. `children` stand in menu order; `trail` leads from the top to this one."""

    id: UUID
    slug: str
    name: str
    description: str
    trail: tuple[Crumb, ...] = ()
    children: tuple["Category", ...] = ()


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """What carts and orders need to know of a variant, as the catalogue has it now.

    `is_sellable` says that it is published and not withdrawn; how many there are is inventory's.
    `shelves` are its category and all that one stands in.
    """

    id: UUID
    product_id: UUID
    style_id: UUID
    slug: str
    sku: str
    title: str
    size: str
    colour: str
    price: Paise
    mrp: Paise
    hsn: str
    weight_grams: int
    image: Image | None
    returnable_days: int
    is_sellable: bool
    shelves: tuple[UUID, ...] = ()

    @property
    def discount_percent(self) -> int:
        """The saving off MRP, floored."""
        return discount_percent(self.mrp, self.price)
