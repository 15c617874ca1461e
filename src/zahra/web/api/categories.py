"""`/categories`: the shelves as a tree, and what stands on each."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.errors import NotFound
from zahra.shop import catalog
from zahra.web.api.documenting import public
from zahra.web.api.listing_schemas import ListingOut
from zahra.web.api.product_asking import AskedFor, within
from zahra.web.http.caching import public_json
from zahra.web.http.context import Snap
from zahra.web.http.remembering import PublicRoute
from zahra.web.http.schemas import Envelope, Output, ok

router = APIRouter(prefix="/categories", tags=["Categories"], route_class=PublicRoute)


class CategoryOut(Output):
    """A shelf and those below it, in menu order."""

    id: UUID
    slug: str
    name: str
    description: str
    children: list["CategoryOut"]


@router.get(
    "",
    summary="All categories",
    response_model=Envelope[list[CategoryOut]],
    responses=public(),
)
async def tree(request: Request, snapshot: Snap) -> Response:
    """The top categories, each with those below it."""
    found = await catalog.categories(snapshot)
    return public_json(request, ok([CategoryOut.model_validate(each) for each in found]))


@router.get(
    "/{category_id}/products",
    summary="What is in a category",
    response_model=ListingOut,
    responses=public(NotFound),
    openapi_extra={"x-open-query": True},
)
async def products(request: Request, category_id: str, asked: AskedFor, snapshot: Snap) -> Response:
    """A listing of it and those below it, by slug or id; asks and answers as `/products` does."""
    shelf = await catalog.category(snapshot, category_id)
    asked = within(asked, shelf)
    found = await catalog.listing(snapshot, asked)
    return public_json(request, ListingOut.of(found, asked))
