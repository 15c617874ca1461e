"""From an address's query to what a listing is asked, and back to addresses without one filter."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from zahra.shop import catalog
from zahra.shop.catalog import Asking, Sort
from zahra.web.storefront.listing_view import AppliedFilter, Facet, FacetValue, SortChoice

_KNOWN = {"q", "sort", "page", "min_price", "max_price", "in_stock", "utm_source", "utm_medium"}
_A_PAGE = 24
_SORTS = (
    (Sort.RECOMMENDED, "Recommended"),
    (Sort.NEWEST, "New in"),
    (Sort.PRICE, "Price, low to high"),
    (Sort.PRICE_DOWN, "Price, high to low"),
    (Sort.DISCOUNT, "Discount"),
)
Query = dict[str, list[str]]


def asking_of(params: QueryParams, *, category: str | None) -> Asking:
    """What is asked. Prices are typed in whole rupees; what is no number is left out."""
    query = query_of(params)
    return Asking(
        category=category,
        q=params.get("q", "").strip()[:200],
        filters={key: tuple(values) for key, values in query.items() if key not in _KNOWN},
        in_stock=params.get("in_stock") == "true",
        min_price=_paise(params.get("min_price", "")),
        max_price=_paise(params.get("max_price", "")),
        sort=_sort(params.get("sort", "")),
        page=_page(params.get("page", "")),
        limit=_A_PAGE,
    )


def query_of(params: QueryParams) -> Query:
    """The query as names and values, blanks and the page number dropped."""
    found: Query = {}
    for name, value in params.multi_items():
        if value and name != "page":
            found.setdefault(name, []).append(value)
    return found


def facets_of(listing: catalog.Listing, params: QueryParams) -> tuple[Facet, ...]:
    """The questions beside the list."""
    return tuple(_facet(each, params) for each in listing.facets)


def applied_to(
    listing: catalog.Listing, params: QueryParams, path: str
) -> tuple[AppliedFilter, ...]:
    """Every filter in force, with the same page without it."""
    query = query_of(params)
    return tuple(
        AppliedFilter(label, address_of(path, _without(query, name, value)))
        for name, value, label in _in_force(listing, query)
    )


def sorts_of(asking: Asking) -> tuple[SortChoice, ...]:
    """The orders to choose from; a search begins with the best match."""
    best = ((Sort.RELEVANCE, "Best match"),) if asking.words else ()
    choices = (*best, *_SORTS)
    return tuple(SortChoice(s.value, label, s is asking.order) for s, label in choices)


def address_of(path: str, query: Mapping[str, Sequence[str]]) -> str:
    """A path with its query."""
    pairs = [(name, value) for name, values in query.items() for value in values]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _in_force(listing: catalog.Listing, query: Query) -> Iterator[tuple[str, str, str]]:
    for facet in listing.facets:
        for value in facet.values:
            if value.is_selected:
                yield facet.key, value.value, value.label
    for name, word in (("min_price", "From"), ("max_price", "Up to")):
        for value in query.get(name, []):
            yield name, value, f"{word} ₹{value}"


def _without(query: Query, name: str, value: str) -> Query:
    left = {key: [v for v in values if (key, v) != (name, value)] for key, values in query.items()}
    return {key: values for key, values in left.items() if values}


def _facet(facet: catalog.Facet, params: QueryParams) -> Facet:
    if facet.kind == "range":
        return Facet(
            facet.key,
            facet.label,
            "range",
            low=params.get("min_price", ""),
            high=params.get("max_price", ""),
            low_hint=str((facet.low or 0) // 100),
            high_hint=str(-(-(facet.high or 0) // 100)),
        )
    values = tuple(
        FacetValue(v.value, v.label, v.count, v.is_selected, v.swatch) for v in facet.values
    )
    return Facet(facet.key, facet.label, values=values)


def _paise(text: str) -> int | None:
    return int(text) * 100 if text.isascii() and text.isdigit() and len(text) < 8 else None


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _sort(text: str) -> Sort | None:
    return Sort(text) if text in set(Sort) else None
