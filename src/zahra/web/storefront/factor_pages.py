"""The second factors of an account: an authenticator app, and recovery codes in its place."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.shop import identity
from zahra.shop.assembled import Shop
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.forms import typed_in
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.security_pages import back
from zahra.web.storefront.security_view import AppPage, RecoveryPage
from zahra.web.ui import FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter(prefix="/account/security")


@router.get("/app")
async def app(request: Request, shop: TheShop, snapshot: Snap, actor: Person) -> Response:
    """Show a secret to scan; nothing is kept until a code of it was typed."""
    view = await _setup(snapshot, shop, actor)
    return show(request, "account/app.html", view, await frame(request, snapshot))


@router.post("/app")
async def confirm(request: Request, shop: TheShop, actor: Person) -> Response:
    """Keep the secret, if the app shows what it should; recovery codes come with the first."""
    typed = await typed_in(request)
    sealed, code = typed.get("sealed", ""), typed.get("code", "").replace(" ", "")
    try:
        async with shop.database.transaction() as tx:
            await identity.confirm_totp(tx, shop.keys, actor, sealed=sealed, code=code)
            held = await identity.factors_of(tx, actor)
            codes = () if held.recovery_codes else await _new_codes(tx, shop, actor)
    except identity.WrongTotp as why:
        form = FormState(errors={"code": [why.sentence]})
        async with shop.database.snapshot() as snapshot:
            view = await _setup(snapshot, shop, actor, sealed=sealed, form=form)
        return await show_framed(request, "account/app.html", view, status=422)
    if codes:
        return await show_framed(request, "account/recovery_codes.html", RecoveryPage(codes))
    return back(request, "Your authenticator app is set up.")


@router.post("/app/remove")
async def remove(request: Request, tx: Tx, actor: Person) -> Response:
    """Do without the app."""
    await typed_in(request)
    await identity.remove_totp(tx, actor)
    return back(request, "Your authenticator app is not asked for any more.")


@router.post("/recovery-codes")
async def new_codes(request: Request, shop: TheShop, actor: Person) -> Response:
    """Ten new recovery codes, shown this once; older ones are worth nothing."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        codes = await _new_codes(tx, shop, actor)
    return await show_framed(request, "account/recovery_codes.html", RecoveryPage(codes))


async def _setup(
    snapshot: Snapshot,
    shop: Shop,
    actor: Actor,
    *,
    sealed: str | None = None,
    form: FormState = UNTOUCHED,
) -> AppPage:
    setup = await identity.begin_totp(
        snapshot, shop.keys, actor, issuer=shop.brand.name, sealed=sealed
    )
    return AppPage(setup.picture, setup.in_groups, setup.uri, setup.sealed, form)


async def _new_codes(tx: Transaction, shop: Shop, actor: Actor) -> tuple[str, ...]:
    return await identity.make_recovery_codes(tx, shop.keys, actor)
