"""What the first page shows."""

from dataclasses import dataclass

from zahra.web.storefront.cards_view import ProductCard
from zahra.web.ui.pictures import Picture


@dataclass(frozen=True, slots=True)
class Hero:
    """One picture, one thought, one way on. `tall` is the picture for narrow screens."""

    kicker: str
    title: str
    title_accent: str  # the words of the title set in italics, at its end
    text: str
    action: str
    url: str
    wide: Picture
    tall: Picture


@dataclass(frozen=True, slots=True)
class CategoryTile:
    """A category in its arch."""

    label: str
    url: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Rail:
    """A titled row of products, with the way to all of them."""

    title: str
    url: str
    cards: tuple[ProductCard, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A reason to dress, with a line about it."""

    label: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class CraftStory:
    """How the cloth is made."""

    title: str
    paragraphs: tuple[str, ...]
    picture: Picture
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class PriceBand:
    """A limit to shop under: "Under ₹999"."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """A part without content is left out."""

    hero: Hero
    categories: tuple[CategoryTile, ...] = ()
    new_in: Rail | None = None
    occasions: tuple[Occasion, ...] = ()
    story: CraftStory | None = None
    favourites: Rail | None = None
    price_bands: tuple[PriceBand, ...] = ()
