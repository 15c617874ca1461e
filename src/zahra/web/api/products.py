"""`/products`: listings, search, and one product with everything about it."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import NotFound
from zahra.shop import catalog, inventory
from zahra.web.api.documenting import public
from zahra.web.api.listing_schemas import ListingOut, SuggestionsOut
from zahra.web.api.product_asking import AskedFor
from zahra.web.api.product_schemas import ProductOut
from zahra.web.http.caching import public_json
from zahra.web.http.context import Snap
from zahra.web.http.remembering import PublicRoute
from zahra.web.http.schemas import Envelope, ok

router = APIRouter(prefix="/products", tags=["Products"], route_class=PublicRoute)


@router.get(
    "",
    summary="A listing or a search",
    response_model=ListingOut,
    responses=public(),
    openapi_extra={"x-open-query": True},
)
async def listing(request: Request, asked: AskedFor, snapshot: Snap) -> Response:
    """Values of one filter are alternatives, filters add up; every key in `meta.facets` is one.

    Each facet's counts ignore its own filter, so they say what choosing a value would give.
    """
    found = await catalog.listing(snapshot, asked)
    return public_json(request, ListingOut.of(found, asked))


@router.get(
    "/suggest",
    summary="What a search field offers",
    response_model=Envelope[SuggestionsOut],
    responses=public(),
)
async def suggest(
    request: Request, snapshot: Snap, q: Annotated[str, Query(max_length=200)]
) -> Response:
    """Products and categories for what has been typed so far; nothing below two letters."""
    return public_json(request, ok(SuggestionsOut.of(await catalog.suggest(snapshot, q))))


@router.get(
    "/{slug_or_id}",
    summary="One product",
    response_model=Envelope[ProductOut],
    responses={**public(NotFound), 301: {"description": "It has moved; `Location` says where."}},
)
async def product(request: Request, slug_or_id: str, snapshot: Snap) -> Response:
    """By the slug or the id of a style in one colour, with what is left this moment."""
    try:
        found = await catalog.product(snapshot, slug_or_id)
    except catalog.SlugMoved as moved:
        return RedirectResponse(moved.slug, 301)
    bands = await inventory.bands(snapshot, [variant.id for variant in found.variants])
    return public_json(request, ok(ProductOut.of(found, bands)))
