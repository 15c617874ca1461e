"""One's own password: setting one, changing it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Invalid
from zahra.shop import identity
from zahra.web.http.context import Person, Snap, TheShop
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import LOGIN, spend_for
from zahra.web.http.sessions import keep_secret, shop_of
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.security_pages import back
from zahra.web.storefront.security_view import PasswordPage
from zahra.web.ui import FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter()
HERE = "/account/security/password"


@router.get(HERE)
async def password(request: Request, snapshot: Snap, actor: Person) -> Response:
    """Ask for the present password and a new one; where there is none, for a fresh proof first."""
    view = await _page(snapshot, actor)
    if not view.has_password:
        actor.must_be_fresh(snapshot.now)
    return show(request, "account/password.html", view, await frame(request, snapshot))


@router.post(HERE)
async def change(request: Request, shop: TheShop, actor: Person) -> Response:
    """Set it, and log out everywhere else."""
    typed = await typed_in(request)
    current, new = typed.get("current_password") or None, typed.get("password", "")
    try:
        await spend_for(request, LOGIN)
        secret = await identity.change_password(
            shop.database, actor, current, new, policy=shop.policy
        )
    except identity.InvalidCredentials:
        wrong = FormState(errors={"current_password": ["That is not your present password."]})
        return await _again(request, actor, wrong)
    except Invalid as why:
        return await _again(request, actor, refused_form({}, why))
    keep_secret(request, secret)
    return back(request, "Your password is saved. You are logged out everywhere else.")


@router.get("/.well-known/change-password")
async def well_known() -> Response:
    """Where password managers send people (W3C: A Well-Known URL for Changing Passwords)."""
    return RedirectResponse(HERE, 302)


async def _page(snapshot: Snapshot, actor: Actor, *, form: FormState = UNTOUCHED) -> PasswordPage:
    person = await identity.person(snapshot, actor)
    has_password = await identity.password_changed_at(snapshot, actor) is not None
    return PasswordPage(has_password, person.email or person.phone or "", form)


async def _again(request: Request, actor: Actor, form: FormState) -> Response:
    async with shop_of(request).database.snapshot() as snapshot:
        view = await _page(snapshot, actor, form=form)
    return await show_framed(request, "account/password.html", view, status=422)
