"""Logging in and out: an identifier, the code that proves it, and the way back."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Invalid, NotFound, TooMany
from zahra.shop import identity
from zahra.web.http.codes import (
    PendingCode,
    answer_code,
    ask_again,
    ask_for_code,
    pending_code,
    remember_code,
    sign_in,
)
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.cookies import Cookie, clear_cookie, clear_site_data
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.passkeys import party_of
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import identify, shop_of
from zahra.web.storefront.afresh_pages import whose_number
from zahra.web.storefront.checkout_view import CodeEntry
from zahra.web.storefront.framing import bare_frame, frame, show, show_framed
from zahra.web.storefront.login_view import LoginCodePage, LoginPage
from zahra.web.ui import Flash, FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter()
Next = Annotated[str, Query(alias="next")]


@router.get("/login")
async def login(request: Request, snapshot: Snap, next_url: Next = "/account") -> Response:
    """Ask for a phone or an e-mail address; whoever is signed in is sent on."""
    if (await identify(request)).user_id is not None:
        return RedirectResponse(own_address(next_url), 303)
    view = login_page(request, own_address(next_url))
    return show(request, "login/identifier.html", view, await frame(request, snapshot))


@router.post("/login")
async def send_code(request: Request) -> Response:
    """Send a code and go on to where it is typed."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    try:
        pending = await code_for(request, typed)
    except (Invalid, TooMany) as why:
        view = login_page(request, next_url, form=refused_form(typed, why))
        return await show_framed(request, "login/identifier.html", view, status=422)
    answer = RedirectResponse(f"/login/code?next={quote(next_url)}", 303)
    remember_code(request, answer, pending)
    return answer


@router.get("/login/code")
async def type_code(request: Request, snapshot: Snap, next_url: Next = "/account") -> Response:
    """Ask for the code; a browser that waits for none begins again."""
    if (pending := pending_code(request)) is None:
        return RedirectResponse("/login", 303)
    view = LoginCodePage(code_entry(request, pending), next_url=own_address(next_url))
    return show(request, "login/code.html", view, await frame(request, snapshot))


@router.post("/login/code")
async def verify(request: Request) -> Response:
    """Sign in by the code and go where the shopper wanted to be."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    if (pending := pending_code(request)) is None:
        return RedirectResponse("/login", 303)
    try:
        signed_in = await answer_code(request, pending, typed.get("code", "").strip())
    except (identity.WrongCode, TooMany) as why:
        form = FormState(errors={"code": [why.sentence]})
        view = LoginCodePage(code_entry(request, pending), form, next_url)
        return await show_framed(request, "login/code.html", view, status=422)
    except identity.SecondProofRequired as why:
        return whose_number(request, why, bare_frame(request), next_url=next_url)
    answer = RedirectResponse(next_url, 303)
    sign_in(request, answer, signed_in)
    return answer


@router.post("/logout")
async def log_out(request: Request, shop: TheShop) -> Response:
    """End the session and forget it in the browser, whatever state it was in.

    The form's token is not asked for: on a page whose session is over it fits no more, and the way
    out is never refused. That no other site takes it is seen to by `CrossSiteDefence`.
    """
    actor = await identify(request)
    async with shop.database.transaction() as tx:
        await identity.log_out(tx, actor)
    answer = RedirectResponse("/", 303)
    for cookie in (Cookie.SESSION, Cookie.CODE, Cookie.CART):
        clear_cookie(request, answer, cookie)
    clear_site_data(answer)
    leave_flash(request, answer, Flash("You are logged out.", "success"))
    return answer


def login_page(request: Request, next_url: str, *, form: FormState = UNTOUCHED) -> LoginPage:
    """Who are you? Passkeys are offered where a browser can have one for this shop."""
    return LoginPage(form, next_url, party_of(request).is_possible)


async def code_for(request: Request, typed: dict[str, str]) -> PendingCode:
    """The code to wait for: the same again when that was asked, else a new one.

    Raises InvalidIdentifier, TooMany.
    """
    pending = pending_code(request)
    if "resend" not in typed or pending is None:
        return await ask_for_code(request, typed.get("identifier", ""))
    try:
        return await ask_again(request, pending)
    except NotFound:
        return await ask_for_code(request, pending.identifier)


def code_entry(request: Request, pending: PendingCode) -> CodeEntry:
    """What the page says about the code on its way."""
    to = identity.identifier_of(pending.identifier)
    channel = "email" if "@" in to.value else "sms"
    return CodeEntry(to.masked, channel, pending.wait(shop_of(request).database.now))
