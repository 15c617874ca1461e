"""One product, what goes with it, and what a PIN code may expect."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zahra.base import ids
from zahra.base.db import Snapshot
from zahra.base.errors import Invalid
from zahra.shop import catalog, inventory, shipping
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.cookies import Cookie, read_cookie, set_cookie
from zahra.web.http.remembering import RememberingRoute
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import shop_of
from zahra.web.storefront.framing import bare_frame, frame, show
from zahra.web.storefront.from_catalog import card_of, product_page
from zahra.web.storefront.listing_memory import listed
from zahra.web.storefront.product_view import DeliveryCheck, MoreProducts, ProductPage
from zahra.web.storefront.rendering import render_page
from zahra.web.storefront.structured_data import breadcrumb_list, product_group

router = APIRouter(route_class=RememberingRoute)
_A_RAIL = 12


@router.get("/products/{slug}")
async def product(
    request: Request,
    snapshot: Snap,
    shop: TheShop,
    slug: str,
    size: Annotated[str, Query(max_length=20)] = "",
    pincode: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """One style in one colour; an address it used to have leads to the new one. A PIN code that
    was asked about without scripts is answered in the page."""
    try:
        found = await catalog.product(snapshot, slug)
    except catalog.SlugMoved as moved:
        return RedirectResponse(f"/products/{moved.slug}", 301)
    left = await inventory.sellable(snapshot, [variant.id for variant in found.variants])
    view = product_page(found, left, now=snapshot.now, chosen_size=size or None)
    view = _with_extras(request, view, shop.brand.name)
    if pincode:
        answer = await delivery_check(snapshot, shop.terms.origin, shop.terms.cod, pincode)
        view = replace(view, delivery=answer)
    return show(request, "product.html", view, await frame(request, snapshot))


@router.get("/products/{slug}/more")
async def more(request: Request, snapshot: Snap, slug: str) -> Response:
    """Others from the same shelf, for the foot of a product's page."""
    found = await catalog.product(snapshot, slug)
    shelf = found.trail[-1].slug if found.trail else None
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/c/{shelf}" if shelf else "/products", 303)
    asking = catalog.Asking(category=shelf, in_stock=True, limit=_A_RAIL)
    beside = await listed(request, snapshot, asking)
    cards = [card_of(card) for card in beside.cards if card.style_id != found.style_id]
    view = MoreProducts(tuple(cards))
    return HTMLResponse(render_page("product/more.html", view, bare_frame(request)))


@router.get("/pincode")
async def check_pincode(
    request: Request,
    snapshot: Snap,
    shop: TheShop,
    pincode: Annotated[str, Query(max_length=12)] = "",
    next_url: Annotated[str, Query(alias="next")] = "/",
) -> Response:
    """What a PIN code may expect; remembered for the next product."""
    view = await delivery_check(snapshot, shop.terms.origin, shop.terms.cod, pincode)
    if "hx-request" in request.headers:
        answer: Response = HTMLResponse(
            render_page("delivery_answer.html", view, bare_frame(request))
        )
    else:
        back = own_address(next_url).partition("?")[0]
        told = urlencode({"pincode": view.pincode})
        answer = RedirectResponse(f"{back}?{told}#delivery-title", 303)
    if view.error is None:
        set_cookie(request, answer, Cookie.PINCODE, view.pincode)
    return answer


async def delivery_check(
    snapshot: Snapshot, origin: shipping.Origin, cod: shipping.CodTerms, pincode: str
) -> DeliveryCheck:
    """The promise for a PIN code: a date, a charge, cash or not."""
    pincode = pincode.replace(" ", "")
    try:
        found = await shipping.serviceability(snapshot, pincode, origin=origin, terms=cod)
        if not found.serviceable:
            return DeliveryCheck(pincode, error=found.message)
        offers = await shipping.offers_for(snapshot, origin, pincode)
    except Invalid as why:
        return DeliveryCheck(pincode, error=next(iter(why.fields.values()))[0])
    place = ", ".join(filter(None, (found.district, found.state)))
    return DeliveryCheck(
        pincode=pincode,
        place=place,
        arrives_by=offers[0].promised_by,
        cod_fee=cod.fee if found.cod_available else None,
    )


def _with_extras(request: Request, view: ProductPage, brand: str) -> ProductPage:
    origin = shop_of(request).brand.url
    documents = (product_group(view, origin, brand), breadcrumb_list(view.trail, origin))
    remembered = DeliveryCheck(read_cookie(request, Cookie.PINCODE) or "")
    # Strangers are shown one page all alike, so it carries no key; a double click of theirs makes
    # two bags, of which the browser keeps one.
    key = str(ids.new()) if request.cookies else ""
    return replace(view, structured_data=documents, delivery=remembered, idempotency_key=key)
