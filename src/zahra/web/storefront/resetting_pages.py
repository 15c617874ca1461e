"""A new password for somebody who lost theirs, by a link or a code."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.errors import ShopError
from zahra.base.text import mask
from zahra.shop import identity
from zahra.web.http.codes import PendingCode, code_on_its_way, pending_code, remember_code
from zahra.web.http.context import Snap, TheShop
from zahra.web.http.cookies import Cookie, clear_cookie
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import FORGOT, OTP_VERIFY, spend_for
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.login_view import ForgotPage, ResetPage
from zahra.web.storefront.password_pages import REFUSED
from zahra.web.ui import Flash, FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter()


@router.get("/forgot")
async def forgot(request: Request, snapshot: Snap, sent: Annotated[str, Query()] = "") -> Response:
    """Ask where the link or the code shall go."""
    view = ForgotPage(is_sent=bool(sent))
    return show(request, "login/forgot.html", view, await frame(request, snapshot))


@router.post("/forgot")
async def ask_reset(request: Request, shop: TheShop) -> Response:
    """Send it, if there is such an account; nobody is told whether there is."""
    typed = await typed_in(request)
    identifier, binding = typed.get("identifier", "").strip(), ids.token()
    try:
        await spend_for(request, FORGOT)
        async with shop.database.transaction() as tx:
            sent = await identity.ask_reset(
                tx, shop.keys, identifier, binding=binding, policy=shop.policy
            )
    except REFUSED as why:
        view = ForgotPage(refused_form(typed, why))
        return await show_framed(request, "login/forgot.html", view, status=422)
    if sent is None:
        return RedirectResponse("/forgot?sent=yes", 303)
    answer = RedirectResponse("/reset", 303)
    pending = code_on_its_way(request, sent, binding=binding, identifier=identifier)
    remember_code(request, answer, pending)
    return answer


@router.get("/reset")
async def reset(request: Request, snapshot: Snap, token: Annotated[str, Query()] = "") -> Response:
    """Ask for the new password; without a link or a code on its way, begin again."""
    pending = pending_code(request)
    if not token and pending is None:
        return RedirectResponse("/forgot", 303)
    view = _reset_page(token, pending)
    return _unreferred(show(request, "login/reset.html", view, await frame(request, snapshot)))


@router.post("/reset")
async def save(request: Request, shop: TheShop) -> Response:
    """Set the new password and end every session; nobody is logged in by this."""
    typed = await typed_in(request)
    token, pending = typed.get("token", ""), pending_code(request)
    asked = identity.Resetting(typed.get("password", ""), token=token)
    if not token and pending is not None:
        code = typed.get("code", "").strip()
        asked = identity.Resetting(
            asked.password, identifier=pending.identifier, code=code, binding=pending.binding
        )
    try:
        await spend_for(request, OTP_VERIFY)
        await identity.reset_password(shop.database, shop.keys, asked, policy=shop.policy)
    except REFUSED as why:
        return await _reset_again(request, token, pending, why)
    answer = RedirectResponse("/login/password", 303)
    clear_cookie(request, answer, Cookie.CODE)
    leave_flash(request, answer, Flash("Your new password is saved. Log in with it.", "success"))
    return answer


async def _reset_again(
    request: Request, token: str, pending: PendingCode | None, why: ShopError
) -> Response:
    at = "code" if pending is not None and not token else ""
    view = _reset_page(token, pending, form=refused_form({}, why, at=at))
    return _unreferred(await show_framed(request, "login/reset.html", view, status=422))


def _reset_page(
    token: str, pending: PendingCode | None, *, form: FormState = UNTOUCHED
) -> ResetPage:
    sent_to = mask(pending.identifier) if pending is not None and not token else ""
    return ResetPage(token[:200], sent_to, form)


def _unreferred(answer: Response) -> Response:
    """The address holds a secret: it goes to no other site."""
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
