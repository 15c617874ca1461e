"""The shelves goods stand on, as a tree."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop.catalog.model import Category, Crumb
from zahra.shop.catalog.store import shelves
from zahra.shop.catalog.store.shelves import CategoryRow


async def categories(snapshot: Snapshot) -> list[Category]:
    """The shelves without a parent in menu order, each with those below it."""
    return list(_below(None, await shelves.categories(snapshot)))


async def category(snapshot: Snapshot, slug_or_id: str) -> Category:
    """One shelf with its trail and those below it. Raises NotFound."""
    for each in _all(await categories(snapshot)):
        if slug_or_id in (each.slug, str(each.id)):
            return each
    raise NotFound


def _below(
    parent_id: UUID | None, rows: Sequence[CategoryRow], *, trail: tuple[Crumb, ...] = ()
) -> Iterator[Category]:
    for row in rows:
        if row.parent_id == parent_id:
            here = (*trail, Crumb(row.slug, row.name))
            children = tuple(_below(row.id, rows, trail=here))
            yield Category(row.id, row.slug, row.name, row.description, here, children)


def _all(tree: Iterable[Category]) -> Iterator[Category]:
    for each in tree:
        yield each
        yield from _all(each.children)
