"""Looking for something: everything, a category, a search."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zahra.base.db import Snapshot
from zahra.base.errors import Invalid, NotFound
from zahra.base.money import format_inr
from zahra.shop import catalog
from zahra.web.http.context import Snap
from zahra.web.http.remembering import RememberingRoute
from zahra.web.storefront.asking_forms import (
    address_of,
    applied_to,
    asking_of,
    facets_of,
    query_of,
    sorts_of,
)
from zahra.web.storefront.framing import bare_frame, frame, menu_of, show, show_block, wants_block
from zahra.web.storefront.from_catalog import card_of, trail_of
from zahra.web.storefront.listing_memory import listed
from zahra.web.storefront.listing_view import ListingPage, Suggestion, SuggestionList
from zahra.web.storefront.paging import pager_of
from zahra.web.storefront.rendering import render_page
from zahra.web.ui import NavLink

router = APIRouter(route_class=RememberingRoute)
_LOVED = catalog.Asking(in_stock=True, limit=4)
_ALL = NavLink("Everything", "/products")
_SEARCH = NavLink("Search", "/search")


@router.get("/products")
async def everything(request: Request, snapshot: Snap) -> Response:
    """Everything on sale."""
    return await _listing(request, snapshot, category=None, title="Everything")


@router.get("/search")
async def search(request: Request, snapshot: Snap, q: Annotated[str, Query()] = "") -> Response:
    """What fits the words; no words at all show everything."""
    if not q.strip():
        return RedirectResponse("/products", 303)
    return await _listing(request, snapshot, category=None, title=f"“{q.strip()[:60]}”")


@router.get("/search/suggest")
async def suggest(
    request: Request, snapshot: Snap, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Rows for the list under the search field."""
    found = await catalog.suggest(snapshot, q)
    shelves = tuple(
        Suggestion(crumb.name, f"/c/{crumb.slug}", "category") for crumb in found.categories
    )
    products = tuple(
        Suggestion(
            f"{each.title}, {each.colour_name}", f"/products/{each.slug}", format_inr(each.price)
        )
        for each in found.products
    )
    view = SuggestionList((*shelves, *products))
    return HTMLResponse(render_page("search_suggestions.html", view, bare_frame(request)))


@router.get("/c/{slug}")
async def category(request: Request, snapshot: Snap, slug: str) -> Response:
    """A category and those below it."""
    found = await menu_of(request).category(snapshot, slug)
    return await _listing(request, snapshot, category=found, title=found.name)


async def _listing(
    request: Request, snapshot: Snapshot, *, category: catalog.Category | None, title: str
) -> Response:
    asking = asking_of(request.query_params, category=category.slug if category else None)
    try:
        found = await listed(request, snapshot, asking)
    except Invalid as why:
        raise NotFound from why
    view = _listing_page(request, asking, found, category, title)
    if not found.total:
        loved = await listed(request, snapshot, _LOVED)
        view = replace(view, best_sellers=tuple(map(card_of, loved.cards)))
    if wants_block(request):
        return show_block("listing.html", "listing", view, bare_frame(request))
    chrome = await frame(request, snapshot, search_text=asking.q)
    return show(request, "listing.html", view, chrome)


def _listing_page(
    request: Request,
    asking: catalog.Asking,
    found: catalog.Listing,
    category: catalog.Category | None,
    title: str,
) -> ListingPage:
    path, params = request.url.path, request.query_params
    query = query_of(params)
    here = _SEARCH if path == _SEARCH.url else None if category else _ALL
    corrected = found.corrected
    return ListingPage(
        title=title,
        action=path,
        trail=trail_of(category.trail if category else (), here),
        cards=tuple(map(card_of, found.cards)),
        pager=pager_of(path, query, page=asking.page, limit=asking.limit, total=found.total),
        facets=facets_of(found, params),
        applied=applied_to(found, params, path),
        sorts=sorts_of(asking),
        blurb=category.description if category else "",
        search_text=asking.q if path == "/search" else None,
        quick_filters=_below(category),
        corrected_search=NavLink(corrected, address_of("/search", {"q": [corrected]}))
        if corrected
        else None,
        suggestions=menu_of(request).links if not found.total else (),
    )


def _below(category: catalog.Category | None) -> tuple[NavLink, ...]:
    children = category.children if category else ()
    return tuple(NavLink(child.name, f"/c/{child.slug}") for child in children)
