"""The bag: look at it, put things in, change how many, take things out."""

from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zahra.base import ids
from zahra.base.db import Snapshot
from zahra.base.errors import Conflict, Invalid, NotFound, ShopError
from zahra.shop import cart, catalog, orders
from zahra.shop.assembled import Shop
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.cookies import Cookie, read_cookie, set_cookie
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.http.repeats import is_repeat
from zahra.web.http.sessions import identify, shop_of
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.from_cart import added, bag_page, is_short
from zahra.web.storefront.from_catalog import card_of
from zahra.web.storefront.listing_memory import listed
from zahra.web.storefront.product_view import BuyNote
from zahra.web.storefront.rendering import render_page
from zahra.web.ui import Flash, NavLink

router = APIRouter(prefix="/cart")
_NEW = catalog.Asking(sort=catalog.Sort.NEWEST, in_stock=True, limit=8)
_LATEST = 3
_Refusals = (Invalid, Conflict, NotFound)


@router.get("")
async def bag(request: Request, snapshot: Snap, shop: TheShop) -> Response:
    """The bag as it stands now."""
    found = await cart.cart_of(snapshot, await holder_of(request), shop.terms)
    view = bag_page(found, unpaid=await _unpaid(request, snapshot, found))
    if not found.items:
        new = await listed(request, snapshot, _NEW)
        view = replace(view, suggestions=tuple(map(card_of, new.cards)))
    chrome = await frame(request, snapshot, bag_count=found.count)
    return show(request, "bag.html", view, chrome)


@router.post("/items")
async def add(request: Request, shop: TheShop) -> Response:
    """Put a variant into the bag; htmx gets the sheet, everybody else the bag."""
    typed = await typed_in(request)
    holder, variant_id = await holder_of(request), ids.parse(typed.get("variant_id", ""))
    qty = _number(typed.get("qty", "1"))
    if variant_id is None:
        return await _not_added(request, typed, "Please select a size first.")
    try:
        async with shop.database.transaction() as tx:
            if await is_repeat(tx, request, typed):
                return _sent(request, "/cart")
            found = await cart.add_item(tx, holder, variant_id, qty, terms=shop.terms)
    except _Refusals as why:
        return await _not_added(request, typed, sentence_of(why))
    answer = await _added(request, shop, found, variant_id, typed)
    if found.new_token:
        set_cookie(request, answer, Cookie.CART, found.new_token)
    return answer


@router.post("/items/{item_id}")
async def change(request: Request, shop: TheShop, item_id: UUID) -> Response:
    """Have more or fewer of a line, or none."""
    typed = await typed_in(request)
    holder = await holder_of(request)
    qty = 0 if "remove" in typed else _number(typed.get("qty", ""))
    refusal = None
    try:
        async with shop.database.transaction() as tx:
            await cart.change_qty(tx, holder, item_id, qty, terms=shop.terms)
    except _Refusals as why:
        refusal = sentence_of(why)
    if "hx-request" in request.headers:
        return await _changed(request, shop, refusal)
    if refusal:
        return await _shown_again(request, shop, refusal)
    return RedirectResponse("/cart", 303)


async def _unpaid(
    request: Request, snapshot: Snapshot, found: cart.Cart
) -> orders.WholeOrder | None:
    """The shopper's own order that waits for its payment, where a line falls short: it may be
    what holds the pieces."""
    if not any(map(is_short, found.items)):
        return None
    page = await orders.orders_of(snapshot, await identify(request), limit=_LATEST)
    return next((whole for whole in page.orders if whole.order.is_pending), None)


async def holder_of(request: Request) -> cart.Holder:
    """Whose bag this browser holds."""
    actor = await identify(request)
    return cart.Holder(actor.user_id, read_cookie(request, Cookie.CART))


def sentence_of(why: ShopError) -> str:
    """A refusal in one sentence, the field's own where there is one."""
    if isinstance(why, Invalid) and why.fields:
        return next(iter(why.fields.values()))[0]
    return why.sentence


async def _added(
    request: Request, shop: Shop, found: cart.Cart, variant_id: UUID, typed: dict[str, str]
) -> Response:
    if typed.get("then") == "checkout":
        return _sent(request, "/checkout")
    if "hx-request" not in request.headers:
        answer = RedirectResponse("/cart", 303)
        leave_flash(request, answer, Flash("Added to your bag.", "success"))
        return answer
    async with shop.database.snapshot() as snapshot:
        chrome = await frame(request, snapshot, bag_count=found.count)
    return HTMLResponse(render_page("added_to_bag.html", added(found, variant_id), chrome))


async def _not_added(request: Request, typed: dict[str, str], said: str) -> Response:
    """Back on the product's page, with the reason."""
    if "hx-request" in request.headers:
        async with shop_of(request).database.snapshot() as snapshot:
            chrome = await frame(request, snapshot)
        return HTMLResponse(render_page("product/buy_note.html", BuyNote(said), chrome), 422)
    answer = RedirectResponse(f"/products/{typed.get('slug', '')}".rstrip("/"), 303)
    leave_flash(request, answer, Flash(said, "error", NavLink("See your bag", "/cart")))
    return answer


async def _changed(request: Request, shop: Shop, refusal: str | None) -> Response:
    async with shop.database.snapshot() as snapshot:
        found = await cart.cart_of(snapshot, await holder_of(request), shop.terms)
        chrome = await frame(request, snapshot, bag_count=found.count)
    html = render_page("bag_changed.html", bag_page(found, refusal=refusal), chrome)
    return HTMLResponse(html, 422 if refusal else 200)


async def _shown_again(request: Request, shop: Shop, refusal: str) -> Response:
    async with shop.database.snapshot() as snapshot:
        found = await cart.cart_of(snapshot, await holder_of(request), shop.terms)
    view = bag_page(found, refusal=refusal)
    return await show_framed(request, "bag.html", view, status=422)


def _sent(request: Request, address: str) -> Response:
    if "hx-request" in request.headers:
        return Response(status_code=200, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def _number(text: str) -> int:
    """A quantity as typed; 0 for what is no number, which the cart refuses by name."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
