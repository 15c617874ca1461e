"""What a category and a search show: the same page, told apart by `search_text`."""

from dataclasses import dataclass
from typing import Literal

from zahra.web.storefront.cards_view import Pager, ProductCard
from zahra.web.ui.page import NavLink


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One box to tick. A value nothing has is shown, disabled, never hidden."""

    value: str
    label: str
    count: int
    is_selected: bool = False
    hex: str | None = None  # of a colour

    @property
    def is_dead_end(self) -> bool:
        """Whether ticking it would leave nothing."""
        return self.count == 0 and not self.is_selected


@dataclass(frozen=True, slots=True)
class Facet:
    """One question about the list. `low` and `high` are whole rupees, as they are typed."""

    key: str
    label: str
    kind: Literal["values", "range"] = "values"
    values: tuple[FacetValue, ...] = ()
    low: str = ""
    high: str = ""
    low_hint: str = ""
    high_hint: str = ""

    @property
    def is_open(self) -> bool:
        """Whether something in it is chosen."""
        return bool(self.low or self.high) or any(value.is_selected for value in self.values)


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """A filter in force, and the same page without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class SortChoice:
    """One order of the list."""

    value: str
    label: str
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class ListingPage:
    """`action` is the page's own path: the filter form gets it with the fields as query."""

    title: str
    action: str
    trail: tuple[NavLink, ...]
    cards: tuple[ProductCard, ...]
    pager: Pager
    facets: tuple[Facet, ...] = ()
    applied: tuple[AppliedFilter, ...] = ()
    sorts: tuple[SortChoice, ...] = ()
    blurb: str = ""
    search_text: str | None = None
    quick_filters: tuple[NavLink, ...] = ()
    corrected_search: NavLink | None = None  # "Did you mean …"
    suggestions: tuple[NavLink, ...] = ()  # where to go when there is nothing
    best_sellers: tuple[ProductCard, ...] = ()  # what to look at when there is nothing

    @property
    def is_search(self) -> bool:
        """Whether somebody typed what they want."""
        return self.search_text is not None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row under the search field: a product, or a way to search."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """What the search field offers while one types: the answer of `/search/suggest`."""

    suggestions: tuple[Suggestion, ...]
