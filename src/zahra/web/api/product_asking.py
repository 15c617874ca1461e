"""From a query to what a listing is asked."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field
from starlette.datastructures import QueryParams
from starlette.requests import Request

from zahra.base.errors import Invalid
from zahra.base.money import Paise
from zahra.shop.catalog import Asking, Category, Sort
from zahra.web.http.paging import paging

Price = Annotated[Paise | None, Field(ge=0, le=10**12, description="Paise, inclusive")]
Values = Annotated[list[str], Field(description="Repeated or joined by commas: any of them")]


class ListingQuery(BaseModel):
    """The parameters every listing has; attributes such as `fabric` come on top."""

    category: str | None = Field(None, description="Slug or id, with those below it")
    q: str = Field("", max_length=200, description="Words to search for")
    min_price: Price = Field(None, alias="minPrice")
    max_price: Price = Field(None, alias="maxPrice")
    size: Values = []
    colour: Values = []
    origin: Values = []
    discount: Values = []
    rating: int | None = Field(None, ge=1, le=5, description="At least")
    in_stock: bool = Field(False, alias="inStock", description="Only what is left")
    sort: Sort | None = Field(None, description="`relevance` with `q`, else `recommended`")
    page: int = Field(1, ge=1)
    limit: int = Field(24, ge=1, le=100)


_NO_FILTERS = {"category", "q", "minPrice", "maxPrice", "rating", "inStock"} | {
    *("sort", "page", "limit")
}


def within(asking: Asking, shelf: Category) -> Asking:
    """The same on one shelf. Raises Invalid where the query names one too."""
    if asking.category is not None:
        raise Invalid({"category": "The address names the category already."})
    return replace(asking, category=str(shelf.id))


async def _asking(request: Request, asked: Annotated[ListingQuery, Query()]) -> Asking:
    paged = await paging(asked.page, asked.limit)
    return Asking(
        category=asked.category,
        q=asked.q,
        filters=_filters(request.query_params),
        in_stock=asked.in_stock,
        min_price=asked.min_price,
        max_price=asked.max_price,
        min_rating=asked.rating,
        sort=asked.sort,
        page=paged.page,
        limit=paged.limit,
    )


def _filters(query: QueryParams) -> dict[str, tuple[str, ...]]:
    """Whatever else is in the query; what is no filter is refused by the listing, by name."""
    given = {key: _listed(query.getlist(key)) for key in query if key not in _NO_FILTERS}
    return {key: values for key, values in given.items() if values}


def _listed(texts: Iterable[str]) -> tuple[str, ...]:
    parts = (part.strip() for text in texts for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


AskedFor = Annotated[Asking, Depends(_asking)]
"""What the query asks of a listing."""
