"""Signing in and out: a password and what the app shows, or a passkey."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import Kind
from zahra.base.errors import Invalid
from zahra.shop import identity
from zahra.web.admin.entering import let_in, let_out
from zahra.web.admin.framing import HOME, show
from zahra.web.admin.login_view import LoginPage, SecondFactorPage
from zahra.web.http.context import TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.http.limits import LOGIN, spend_for
from zahra.web.http.passkeys import asked_json, given_credential, party_of
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import device_of, identify
from zahra.web.ui import Flash, FormState

router = APIRouter(prefix="/admin")
Next = Annotated[str, Query(alias="next")]
_WRONG = "E-mail and password do not belong together, or were tried too often. Check both."


@router.get("/login")
async def login(request: Request, next_url: Next = HOME) -> Response:
    """Ask who it is; whoever is signed in is sent on."""
    if (await identify(request)).kind is Kind.STAFF:
        return RedirectResponse(_here(next_url), 303)
    return _ask(request, FormState(), next_url)


@router.post("/login")
async def check_password(request: Request, shop: TheShop) -> Response:
    """Check the password and ask for the second factor."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    asked = identity.LoggingIn(
        typed.get("identifier", ""),
        typed.get("password", ""),
        identity.SessionKind.ADMIN,
        device=device_of(request),
    )
    try:
        found = await identity.log_in(shop.database, shop.keys, asked, policy=shop.policy)
    except (identity.InvalidCredentials, identity.NotStaff, Invalid) as why:
        said = _WRONG if isinstance(why, identity.InvalidCredentials) else why.sentence
        return _ask(request, FormState(typed, refusal=said), typed.get("next", ""))
    assert isinstance(found, identity.SecondFactorNeeded), "a password alone opens nothing here"
    view = SecondFactorPage(found.token, next_url=_here(typed.get("next", "")))
    return show(request, "second_factor.html", view)


@router.post("/login/code")
async def check_code(request: Request, shop: TheShop) -> Response:
    """Sign in by what the app shows, or by a recovery code."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    token, next_url = typed.get("token", ""), _here(typed.get("next", ""))
    asked = identity.FinishingSecondFactor(
        token, typed.get("code", ""), identity.SessionKind.ADMIN, device=device_of(request)
    )
    try:
        found = await identity.finish_second_factor(
            shop.database, shop.keys, asked, policy=shop.policy
        )
    except identity.WrongSecondFactor as why:
        form = FormState(errors={"code": [why.sentence]})
        view = SecondFactorPage(token, form, next_url)
        return show(request, "second_factor.html", view, status=422)
    return _let_in(request, found, next_url)


@router.post("/login/passkey/begin")
async def begin_passkey(request: Request, shop: TheShop) -> Response:
    """What the browser is to be asked."""
    await typed_in(request)
    await spend_for(request, LOGIN)
    async with shop.database.transaction() as tx:
        asked = await identity.begin_passkey_sign_in(tx, party_of(request), policy=shop.policy)
    return asked_json(asked)


@router.post("/login/passkey")
async def check_passkey(request: Request, shop: TheShop) -> Response:
    """Sign in by a passkey alone: the device has asked for finger, face or PIN."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    try:
        found = await _passkey_sign_in(request, shop, typed)
    except (identity.PasskeyRefused, identity.NotStaff) as why:
        return _ask(request, FormState(refusal=why.sentence), typed.get("next", ""))
    return _let_in(request, found, typed.get("next", ""))


@router.post("/logout")
async def log_out(request: Request, shop: TheShop) -> Response:
    """End the session and forget it in the browser, whatever state it was in.

    Where it is over already there is nothing for another site to do harm to.
    """
    actor = await identify(request)
    if actor.session_id is not None:
        await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.log_out(tx, actor)
    answer = RedirectResponse("/admin/login", 303)
    let_out(request, answer)
    leave_flash(request, answer, Flash("You are signed out.", "success"))
    return answer


async def _passkey_sign_in(
    request: Request, shop: TheShop, typed: dict[str, str]
) -> identity.SignedIn:
    """A staff session for whoever's passkey answered. Raises PasskeyRefused, NotStaff."""
    asked = identity.SigningInWithPasskey(
        typed.get("token", ""),
        given_credential(typed),
        identity.SessionKind.ADMIN,
        device=device_of(request),
    )
    return await identity.sign_in_with_passkey(
        shop.database, shop.keys, party_of(request), asked, policy=shop.policy
    )


def _ask(request: Request, form: FormState, next_url: str) -> Response:
    view = LoginPage(form, _here(next_url), party_of(request).is_possible)
    return show(request, "login.html", view, status=422 if form.is_refused else 200)


def _let_in(request: Request, found: identity.SignedIn, next_url: str) -> Response:
    answer = RedirectResponse(_here(next_url), 303)
    let_in(request, answer, found)
    return answer


def _here(address: str) -> str:
    return own_address(address, otherwise=HOME)
