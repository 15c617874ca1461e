"""The bag's coupon: put one on, take it off. Plain forms, which htmx answers in place."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from zahra.base.errors import Conflict, Invalid, NotFound, TooMany
from zahra.shop import cart
from zahra.web.http.context import TheShop
from zahra.web.http.forms import typed_in
from zahra.web.http.guessing import spend_guess
from zahra.web.http.sessions import shop_of
from zahra.web.storefront.cart_pages import holder_of, sentence_of
from zahra.web.storefront.framing import frame, show_framed
from zahra.web.storefront.from_cart import bag_page
from zahra.web.storefront.rendering import render_page
from zahra.web.ui import FormState

router = APIRouter(prefix="/cart/coupon")


@router.post("")
async def apply_coupon(request: Request, shop: TheShop) -> Response:
    """Put the code that was typed, or chosen from the list, on the bag."""
    typed = await typed_in(request)
    holder, code = await holder_of(request), typed.get("code", "")
    try:
        await spend_guess(request, holder)
        async with shop.database.transaction() as tx:
            await cart.apply_coupon(tx, holder, code, terms=shop.terms)
    except (Invalid, Conflict, NotFound, TooMany) as why:
        form = FormState({"code": code[:64]}, {"code": [sentence_of(why)]})
        return await _shown(request, form)
    return await _shown(request)


@router.post("/remove")
async def remove_coupon(request: Request, shop: TheShop) -> Response:
    """Take the code off."""
    await typed_in(request)
    holder = await holder_of(request)
    async with shop.database.transaction() as tx:
        await cart.remove_coupon(tx, holder, terms=shop.terms)
    return await _shown(request)


async def _shown(request: Request, form: FormState | None = None) -> Response:
    """The bag anew: in place for htmx, as a page of its own where something was refused."""
    is_htmx = "hx-request" in request.headers
    if form is None and not is_htmx:
        return RedirectResponse("/cart#coupon", 303)
    shop, status = shop_of(request), 422 if form else 200
    async with shop.database.snapshot() as snapshot:
        found = await cart.cart_of(snapshot, await holder_of(request), shop.terms)
        chrome = await frame(request, snapshot, bag_count=found.count)
    view = bag_page(found, coupon_form=form)
    if is_htmx:
        return HTMLResponse(render_page("bag_changed.html", view, chrome), status)
    return await show_framed(request, "bag.html", view, status=status)
