"""Goods by the thousand, as a program hands them over: a style with all its colours and sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zahra.base.money import Paise
from zahra.shop.catalog.drafts import NewStyle
from zahra.shop.catalog.model import Image
from zahra.shop.tax import Priced


@dataclass(frozen=True, slots=True)
class LotSize:
    """A variant to be, with its opening stock in pieces."""

    sku: str
    size: str
    price: Paise
    mrp: Paise
    weight_grams: int
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class LotColour:
    """A style-colour to be."""

    colour: str
    name: str
    swatch: str
    slug: str
    sizes: tuple[LotSize, ...]
    images: tuple[Image, ...] = ()
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lot:
    """A style on sale since `published_at`."""

    style: NewStyle
    published_at: datetime
    colours: tuple[LotColour, ...]

    def prices(self) -> Iterator[Priced]:
        """What each of its variants will cost, row by row."""
        for colour in self.colours:
            for each in colour.sizes:
                yield Priced(each.sku, self.style.hsn, each.price)
