"""Numbered pages of a list, as links."""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode

from zahra.web.storefront.cards_view import PageLink, Pager

Query = Mapping[str, Sequence[str]]


def pager_of(path: str, query: Query, *, page: int, limit: int, total: int) -> Pager:
    """Which part of a list this is, with links to the others. Other parameters are kept.

    >>> pager_of("/products", {}, page=2, limit=24, total=60).next_url
    '/products?page=3'
    """
    pages = max(1, -(-total // limit))
    first = (page - 1) * limit + 1 if total else 0
    return Pager(
        first=min(first, total),
        last=min(page * limit, total),
        total=total,
        links=tuple(_links(path, query, page=page, pages=pages)) if pages > 1 else (),
        previous_url=_address(path, query, page - 1) if 1 < page <= pages else None,
        next_url=_address(path, query, page + 1) if page < pages else None,
    )


def _links(path: str, query: Query, *, page: int, pages: int) -> Iterator[PageLink]:
    shown = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    before = 0
    for number in shown:
        if number > before + 1:
            yield PageLink("…", None)
        yield PageLink(str(number), _address(path, query, number), is_current=number == page)
        before = number


def _address(path: str, query: Query, page: int) -> str:
    kept = [(name, value) for name, values in query.items() for value in values]
    pairs = [*kept, ("page", str(page))] if page > 1 else kept
    return f"{path}?{urlencode(pairs)}" if pairs else path
