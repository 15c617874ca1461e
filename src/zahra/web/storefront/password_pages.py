"""Logging in with a password, and with a second factor after it."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Invalid, TooMany, Unauthenticated, Unavailable
from zahra.shop import identity
from zahra.web.http.codes import sign_in
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import LOGIN, spend_for
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import device_of, identify
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.login_pages import login_page
from zahra.web.storefront.login_view import SecondFactorPage

router = APIRouter()
Next = Annotated[str, Query(alias="next")]
REFUSED = (Invalid, Unauthenticated, TooMany, Unavailable)


@router.get("/login/password")
async def login(request: Request, snapshot: Snap, next_url: Next = "/account") -> Response:
    """Ask who and for the password; whoever is signed in is sent on."""
    return await unless_signed_in(request, snapshot, "login/password.html", next_url)


@router.post("/login/password")
async def log_in(request: Request, shop: TheShop) -> Response:
    """Sign in, or ask for the second factor on a page of its own."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    asked = identity.LoggingIn(
        typed.get("identifier", "").strip(),
        typed.get("password", ""),
        identity.SessionKind.WEB,
        device_of(request),
        read_cookie(request, Cookie.CART),
    )
    try:
        await spend_for(request, LOGIN)
        found = await identity.log_in(shop.database, shop.keys, asked, policy=shop.policy)
    except REFUSED as why:
        view = login_page(request, next_url, form=refused_form(without_secrets(typed), why))
        return await show_framed(request, "login/password.html", view, status=422)
    if isinstance(found, identity.SecondFactorNeeded):
        step = SecondFactorPage(found.token, next_url=next_url)
        return await show_framed(request, "login/second_factor.html", step)
    return signed_in_at(request, found, next_url)


@router.post("/login/second-factor")
async def finish(request: Request, shop: TheShop) -> Response:
    """Sign in by the app's code, or a recovery code, after the password."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    asked = identity.FinishingSecondFactor(
        typed.get("wait", ""),
        typed.get("code", "").strip(),
        identity.SessionKind.WEB,
        device_of(request),
        read_cookie(request, Cookie.CART),
    )
    try:
        await spend_for(request, LOGIN)
        found = await identity.finish_second_factor(
            shop.database, shop.keys, asked, policy=shop.policy
        )
    except REFUSED as why:
        form = refused_form({}, why, at="code")
        view = SecondFactorPage(typed.get("wait", ""), form, next_url)
        return await show_framed(request, "login/second_factor.html", view, status=422)
    return signed_in_at(request, found, next_url)


def signed_in_at(request: Request, signed_in: identity.SignedIn, next_url: str) -> RedirectResponse:
    """The way on with the session's cookie."""
    answer = RedirectResponse(next_url, 303)
    sign_in(request, answer, signed_in)
    return answer


def without_secrets(typed: dict[str, str]) -> dict[str, str]:
    """What was typed, as far as a page may show it again."""
    return {name: value for name, value in typed.items() if "password" not in name}


async def unless_signed_in(
    request: Request, snapshot: Snap, template: str, next_url: str
) -> Response:
    """The page, or the way on for whoever is signed in already."""
    next_url = own_address(next_url)
    if (await identify(request)).user_id is not None:
        return RedirectResponse(next_url, 303)
    view = login_page(request, next_url)
    return show(request, template, view, await frame(request, snapshot))
