"""Looking for something: listings by shelf, filter and word."""

from zahra.base.db import Snapshot
from zahra.base.errors import Invalid
from zahra.shop.catalog.asking import Asking, words_of
from zahra.shop.catalog.listing import Address, Facet, Listing, Suggestions
from zahra.shop.catalog.store import listing as store
from zahra.shop.catalog.store import slugs, suggestions

_PRICE_AFTER = "colour"
_MOST_SUGGESTED = 6


async def listing(snapshot: Snapshot, asking: Asking) -> Listing:
    """The page asked for, in one statement, with facets that say what each filter would leave.

    Raises Invalid for a filter or a shelf that there is not; an unknown value finds nothing.
    """
    found = await store.found(snapshot, asking)
    wrong = dict.fromkeys(found.unknown, "There is no such filter.")
    if not found.has_shelf:
        wrong["category"] = "There is no such category."
    if wrong:
        raise Invalid(wrong)
    facets = list(found.facets)
    if found.low is not None:
        place = 1 + next((i for i, f in enumerate(facets) if f.key == _PRICE_AFTER), -1)
        price = Facet("price", "Price", "range", low=found.low, high=found.high)
        facets.insert(place, price)
    return Listing(found.cards, found.total, tuple(facets), found.corrected)


async def suggest(snapshot: Snapshot, q: str) -> Suggestions:
    """Up to six products and three shelves for what has been typed; nothing below two letters."""
    words = words_of(q)
    if len("".join(words)) < 2:
        return Suggestions()
    return await suggestions.suggestions(snapshot, words, limit=_MOST_SUGGESTED)


async def addresses(snapshot: Snapshot, *, limit: int = 50_000) -> list[Address]:
    """Where everything on sale is, newest first: what search engines are told."""
    return await slugs.on_sale(snapshot, limit=limit)
