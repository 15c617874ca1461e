"""Pages of a list: `?page=1&limit=24`."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from zahra.base.errors import Invalid
from zahra.web.http.schemas import Meta

DEEPEST = 10_000  # page × limit; further in, a list is not a list any more


class Paging(BaseModel):
    """Which page of a list is asked for."""

    model_config = ConfigDict(extra="ignore")
    page: int = Field(1, ge=1, le=DEEPEST)
    limit: int = Field(24, ge=1, le=100)


async def paging(
    page: Annotated[int, Query(ge=1, le=DEEPEST)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 24,
) -> Paging:
    """The page asked for. Raises Invalid further in than 10,000 rows."""
    if page * limit > DEEPEST:
        raise Invalid({"page": f"Lists end after {DEEPEST:,} rows; narrow the search instead."})
    return Paging(page=page, limit=limit)


def meta_of(asked: Paging, total: int) -> Meta:
    """The `meta` of an answer. An empty list has one page."""
    pages = max(1, -(-total // asked.limit))
    return Meta(page=asked.page, limit=asked.limit, total=total, pages=pages)
