"""One's own account: password, app, recovery codes, and where one is signed in."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.shop import identity
from zahra.web.admin.account_showing import back_to_account, show_account
from zahra.web.admin.account_view import AppPage
from zahra.web.admin.asking import Staff
from zahra.web.admin.enrol_view import RecoveryCodesPage
from zahra.web.admin.entering import let_out
from zahra.web.admin.framing import show
from zahra.web.admin.from_factors import app_setup
from zahra.web.http.context import TheShop
from zahra.web.http.forms import typed_in
from zahra.web.http.limits import LOGIN, spend_for
from zahra.web.http.sessions import keep_secret
from zahra.web.ui import FormState

router = APIRouter(prefix="/admin/account")


@router.get("")
async def account(request: Request, staff: Staff) -> Response:
    """Everything that opens one's own account."""
    return await show_account(request, staff)


@router.post("/password")
async def change_password(request: Request, shop: TheShop, staff: Staff) -> Response:
    """A new password; everywhere else one is signed out."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    current, new = typed.get("current") or None, typed.get("password", "")
    try:
        secret = await identity.change_password(
            shop.database, staff, current, new, policy=shop.policy
        )
    except identity.InvalidCredentials:
        form = FormState(errors={"current": ["That is not your password now."]})
        return await show_account(request, staff, password_form=form)
    except identity.PasswordRejected as why:
        form = FormState(errors=why.fields or {"password": [why.sentence]})
        return await show_account(request, staff, password_form=form)
    keep_secret(request, secret)
    return back_to_account(request, "Your new password is set. Other devices are signed out.")


@router.get("/app")
async def set_up_app(request: Request, shop: TheShop, staff: Staff) -> Response:
    """A new secret to put into an app. Asks for a fresh proof."""
    return await _show_app(request, shop, staff)


@router.post("/app")
async def keep_app(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Keep the secret once the app has shown a code of it."""
    typed = await typed_in(request)
    sealed, code = typed.get("sealed", ""), typed.get("code", "")
    try:
        async with shop.database.transaction() as tx:
            await identity.confirm_totp(tx, shop.keys, staff, sealed=sealed, code=code)
    except identity.WrongTotp as why:
        form = FormState(errors=why.fields)
        return await _show_app(request, shop, staff, sealed=sealed, form=form)
    return back_to_account(request, "From now on this app shows your codes.")


@router.post("/app/remove")
async def remove_app(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Do without an app; staff keep a passkey then."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.remove_totp(tx, staff)
    return back_to_account(request, "The app is removed.")


@router.post("/recovery-codes")
async def make_recovery_codes(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Ten new ones, shown now and never again."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        codes = await identity.make_recovery_codes(tx, shop.keys, staff)
    view = RecoveryCodesPage(codes, is_new_here=False, onward="/admin/account")
    return show(request, "recovery_codes.html", view)


@router.post("/sessions/{session_id}/end")
async def end_session(request: Request, shop: TheShop, staff: Staff, session_id: UUID) -> Response:
    """Sign one of one's own devices out."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.revoke_session(tx, staff, session_id)
    return back_to_account(request, "That device is signed out.")


@router.post("/sign-out-everywhere")
async def sign_out_everywhere(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Here, and on every other device, the shop's own pages included."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        await identity.log_out_everywhere(tx, staff)
    answer = RedirectResponse("/admin/login", 303)
    let_out(request, answer)
    return answer


async def _show_app(
    request: Request,
    shop: TheShop,
    staff: Staff,
    *,
    sealed: str | None = None,
    form: FormState = FormState(),
) -> Response:
    async with shop.database.snapshot() as snapshot:
        setup = await identity.begin_totp(
            snapshot, shop.keys, staff, issuer=shop.brand.name, sealed=sealed
        )
    view = AppPage(app_setup(setup), form)
    return show(request, "account_app.html", view, status=422 if form.is_refused else 200)
