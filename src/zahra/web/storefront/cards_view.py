"""A product as it stands in a grid, and the parts other pages show too."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from zahra.base.money import Paise
from zahra.web.ui.pictures import Picture

BadgeTone: TypeAlias = Literal["plain", "good", "attention", "bad", "info"]


@dataclass(frozen=True, slots=True)
class Badge:
    """A word or two on a picture or beside a title."""

    label: str
    tone: BadgeTone = "plain"


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour the style comes in. `hex` starts with #."""

    name: str
    hex: str


@dataclass(frozen=True, slots=True)
class ProductCard:
    """One style in one colour."""

    url: str
    title: str
    subtitle: str  # "Indigo · Mulmul"
    price: Paise
    mrp: Paise
    discount_percent: int
    picture: Picture
    second_picture: Picture | None = None  # shown on hover
    badge: Badge | None = None  # one at most, and only when true
    swatches: tuple[Swatch, ...] = ()
    more_colours: int = 0
    is_sold_out: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page; one without an address is the gap between numbers."""

    label: str
    url: str | None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a list this is. `first` and `last` count from 1."""

    first: int
    last: int
    total: int
    links: tuple[PageLink, ...] = ()
    previous_url: str | None = None
    next_url: str | None = None
