"""Collections: `from`, `to`, `count` (10, at most 100), `skip`; the newest first."""

from collections.abc import Iterable

from starlette.datastructures import QueryParams

from zahra.simulator import checks
from zahra.simulator.books import Json, Window


def collection(items: Iterable[Json]) -> Json:
    found = list(items)
    return {"entity": "collection", "count": len(found), "items": found}


def window(query: QueryParams) -> Window:
    """Which page was asked for."""
    return Window(
        since=checks.whole(query, "from", 0),
        until=checks.whole(query, "to", 2**40),
        count=checks.whole(query, "count", 10, most=100),
        skip=checks.whole(query, "skip", 0),
    )


def expands(query: QueryParams, what: str) -> bool:
    """Whether `expand[]=what` was asked for."""
    return what in query.getlist("expand[]")
