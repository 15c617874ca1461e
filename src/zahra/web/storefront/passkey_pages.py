"""Passkeys: logging in with one, adding, naming and removing one's own."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.errors import Conflict, Invalid, Unauthenticated
from zahra.shop import identity
from zahra.web.http.context import Person, TheShop, Tx
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import LOGIN, limited, spend_for
from zahra.web.http.passkeys import asked_json, given_credential, party_of
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import device_of
from zahra.web.storefront.framing import show_framed
from zahra.web.storefront.login_pages import login_page
from zahra.web.storefront.password_pages import signed_in_at
from zahra.web.storefront.security_pages import back, shown_again
from zahra.web.ui import FormState

router = APIRouter()
_MINE = "/account/security/passkeys"


@router.post("/login/passkey/begin")
async def begin_login(request: Request, shop: TheShop) -> Response:
    """What the browser is to be asked, for whoever it will be."""
    await typed_in(request)
    await spend_for(request, LOGIN)
    async with shop.database.transaction() as tx:
        asked = await identity.begin_passkey_sign_in(tx, party_of(request), policy=shop.policy)
    return asked_json(asked)


@router.post("/login/passkey", dependencies=[limited(LOGIN)])
async def log_in(request: Request, shop: TheShop) -> Response:
    """Sign in by what the browser answered."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    try:
        asked = identity.SigningInWithPasskey(
            typed.get("token", ""),
            given_credential(typed),
            identity.SessionKind.WEB,
            device_of(request),
            read_cookie(request, Cookie.CART),
        )
        found = await identity.sign_in_with_passkey(
            shop.database, shop.keys, party_of(request), asked, policy=shop.policy
        )
    except identity.PasskeyRefused as why:
        view = login_page(request, next_url, form=FormState(refusal=why.sentence))
        return await show_framed(request, "login/identifier.html", view, status=422)
    return signed_in_at(request, found, next_url)


@router.post(f"{_MINE}/begin", dependencies=[limited(LOGIN)])
async def begin_adding(request: Request, shop: TheShop, tx: Tx, actor: Person) -> Response:
    """What the browser is to be asked to make."""
    await typed_in(request)
    asked = await identity.begin_adding_passkey(tx, actor, party_of(request), policy=shop.policy)
    return asked_json(asked)


@router.post(_MINE)
async def add(request: Request, shop: TheShop, actor: Person) -> Response:
    """Keep what the browser made."""
    typed = await typed_in(request)
    try:
        adding = identity.AddingPasskey(
            typed.get("token", ""), given_credential(typed), typed.get("name", "").strip()
        )
        added = await identity.add_passkey(
            shop.database, actor, party_of(request), adding, policy=shop.policy
        )
    except (Invalid, Unauthenticated, Conflict) as why:
        return await shown_again(request, actor, refused_form(typed, why))
    return back(request, f"“{added.name}” opens your account from now on.")


@router.post(_MINE + "/{passkey_id}/rename")
async def rename(request: Request, shop: TheShop, actor: Person, passkey_id: UUID) -> Response:
    """Call it something else."""
    typed = await typed_in(request)
    try:
        async with shop.database.transaction() as tx:
            await identity.rename_passkey(tx, actor, passkey_id, typed.get("name", "").strip())
    except Invalid as why:
        return await shown_again(request, actor, FormState(refusal=_first(why)))
    return back(request, "The name is saved.")


@router.post(_MINE + "/{passkey_id}/remove")
async def remove(request: Request, tx: Tx, actor: Person, passkey_id: UUID) -> Response:
    """Forget it: it opens nothing any more."""
    await typed_in(request)
    await identity.remove_passkey(tx, actor, passkey_id)
    return back(request, "The passkey is removed. Delete it on your device too.")


def _first(why: Invalid) -> str:
    return next((said[0] for said in why.fields.values() if said), why.sentence)
