"""Showing again that it is you: asked for where a signed-in browser left alone would do harm."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.errors import Invalid
from zahra.shop import identity
from zahra.web.admin.asking import Staff
from zahra.web.admin.framing import HOME, show
from zahra.web.admin.login_pages import Next
from zahra.web.admin.login_view import ConfirmPage
from zahra.web.http.context import TheShop
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.http.limits import LOGIN, spend_for
from zahra.web.http.passkeys import asked_json, given_credential, party_of
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import keep_secret
from zahra.web.ui import Flash, FormState

router = APIRouter(prefix="/admin/confirm")
_THANKS = Flash("Thank you. For ten minutes you will not be asked again.", "success")


@router.get("")
async def confirm(request: Request, shop: TheShop, staff: Staff, next_url: Next = HOME) -> Response:
    """Ask for what the app shows, or for a passkey."""
    return await _ask(request, shop, staff, next_url)


@router.post("")
async def check_code(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Go on where it was asked for, with a code of the app."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    asked = identity.SteppingUp(identity.Way.TOTP, typed.get("code", ""))
    try:
        secret = await identity.step_up(shop.database, shop.keys, staff, asked, policy=shop.policy)
    except (identity.WrongSecondFactor, identity.WayNotOpen, Invalid) as why:
        form = FormState(errors={"code": [why.sentence]})
        return await _ask(request, shop, staff, typed.get("next", ""), form=form)
    keep_secret(request, secret)
    return _onward(request, typed)


@router.post("/passkey/begin")
async def begin_passkey(request: Request, shop: TheShop, staff: Staff) -> Response:
    """What the browser is to be asked."""
    await typed_in(request)
    async with shop.database.transaction() as tx:
        asked = await identity.begin_passkey_step_up(
            tx, staff, party_of(request), policy=shop.policy
        )
    return asked_json(asked)


@router.post("/passkey")
async def check_passkey(request: Request, shop: TheShop, staff: Staff) -> Response:
    """Go on where it was asked for, with a passkey of one's own."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    try:
        given = identity.PasskeyGiven(
            party_of(request), typed.get("token", ""), given_credential(typed)
        )
        asked = identity.SteppingUp(identity.Way.PASSKEY, passkey=given)
        secret = await identity.step_up(shop.database, shop.keys, staff, asked, policy=shop.policy)
    except (identity.PasskeyRefused, identity.WayNotOpen) as why:
        form = FormState(refusal=why.sentence)
        return await _ask(request, shop, staff, typed.get("next", ""), form=form)
    keep_secret(request, secret)
    return _onward(request, typed)


async def _ask(
    request: Request,
    shop: TheShop,
    staff: Staff,
    next_url: str,
    *,
    form: FormState = FormState(),
) -> Response:
    async with shop.database.snapshot() as snapshot:
        ways = (await identity.ways_to_step_up(snapshot, staff)).ways
    view = ConfirmPage(
        form,
        own_address(next_url, otherwise=HOME),
        identity.Way.TOTP in ways,
        identity.Way.PASSKEY in ways and party_of(request).is_possible,
    )
    return show(request, "confirm.html", view, status=422 if form.is_refused else 200)


def _onward(request: Request, typed: dict[str, str]) -> Response:
    answer = RedirectResponse(own_address(typed.get("next", ""), otherwise=HOME), 303)
    leave_flash(request, answer, _THANKS)
    return answer
