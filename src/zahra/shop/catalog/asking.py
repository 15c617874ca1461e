"""What a shopper asks of a listing, and how it is made fit for the search. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zahra.base.errors import Invalid
from zahra.base.money import Paise
from zahra.shop.catalog.rules import storable

DISCOUNTS = ("10", "20", "30", "40", "50")
_MOST_WORDS, _LONGEST_WORD = 8, 40
_BETWEEN_WORDS = re.compile(r"[\s\x00-\x1f\x7f!-/:-@\[-`{-~]+")


class Sort(StrEnum):
    """Orders of a listing. Sold-out cards stand last in the first two, priced lowest first in
    `price`, Indian goods among the others by the alphabet in `origin`."""

    RECOMMENDED = "recommended"
    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "-price"
    DISCOUNT = "discount"
    RATING = "rating"
    POPULARITY = "popularity"
    ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class Asking:
    """A listing's question. Values of one filter are alternatives, filters add up.

    `category` is a slug or id and takes in the shelves below it. `filters` holds `size`,
    `colour`, `origin`, `discount` (10 … 50: that much or more) and attributes by key. Prices are
    paise, both ends included. `page` counts from 1.
    """

    category: str | None = None
    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    in_stock: bool = False
    min_price: Paise | None = None
    max_price: Paise | None = None
    min_rating: int | None = None
    sort: Sort | None = None
    page: int = 1
    limit: int = 24

    @property
    def shelf(self) -> str | None:
        """The shelf's slug or id, as it can be compared."""
        return None if self.category is None else storable(self.category)

    @property
    def words(self) -> list[str]:
        """What was typed, as the words to search for."""
        return words_of(self.q)

    @property
    def order(self) -> Sort:
        """The order asked for, or the one that suits."""
        return self.sort or (Sort.RELEVANCE if self.words else Sort.RECOMMENDED)

    @property
    def picks(self) -> list[tuple[str, str]]:
        """Every filter and one value of it, availability included.

        Raises Invalid for a discount that is no step.
        """
        if wrong := set(self.filters.get("discount", ())) - set(DISCOUNTS):
            raise Invalid({"discount": f"{min(wrong)} is not one of {', '.join(DISCOUNTS)}."})
        picked = [
            (storable(key), storable(value))
            for key, values in self.filters.items()
            for value in values
        ]
        return [*picked, ("in_stock", "true")] if self.in_stock else picked


def words_of(text: str) -> list[str]:
    """The words of a search: small, without accents and punctuation, the first eight.

    >>> words_of("  Chanderi  suit-set, Rosé!")
    ['chanderi', 'suit', 'set', 'rose']
    """
    marked = unicodedata.normalize("NFKD", storable(text)).casefold()
    plain = "".join(letter for letter in marked if not "\u0300" <= letter <= "\u036f")
    words = [word[:_LONGEST_WORD] for word in _BETWEEN_WORDS.split(plain) if word]
    return words[:_MOST_WORDS]
