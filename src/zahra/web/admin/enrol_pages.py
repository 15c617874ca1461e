"""Behind an invitation: a password and an app, or a passkey, and the codes for bad days."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.errors import Invalid
from zahra.shop import identity
from zahra.shop.assembled import Shop
from zahra.web.admin.enrol_view import EnrolPage, RecoveryCodesPage
from zahra.web.admin.entering import let_in
from zahra.web.admin.framing import show
from zahra.web.admin.from_factors import app_setup
from zahra.web.http.context import TheShop
from zahra.web.http.forms import typed_in
from zahra.web.http.limits import LOGIN, spend_for
from zahra.web.http.passkeys import asked_json, given_credential, party_of
from zahra.web.http.sessions import device_of
from zahra.web.ui import FormState

router = APIRouter(prefix="/admin/enrol")
Token = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The link, and the setup that was shown behind it before."""

    token: str
    sealed: str | None = None


@router.get("")
async def enrol(request: Request, shop: TheShop, token: Token = "") -> Response:
    """What the link is for. Raises EnrolmentOver."""
    await spend_for(request, LOGIN)
    view = await _page(request, shop, Asked(token), FormState())
    return show(request, "enrol.html", view)


@router.post("")
async def join(request: Request, shop: TheShop) -> Response:
    """Join by a password and an app."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    wanted = identity.Enrolment(
        typed.get("enrolment", ""),
        password=typed.get("password", ""),
        name=typed.get("name", "").strip() or None,
        sealed=typed.get("sealed", ""),
        code=typed.get("code", ""),
        device=device_of(request),
    )
    return await _enrol(request, shop, typed, wanted)


@router.post("/passkey/begin")
async def begin_passkey(request: Request, shop: TheShop) -> Response:
    """What the browser is to make."""
    typed = await typed_in(request)
    async with shop.database.transaction() as tx:
        asked = await identity.begin_enrolment_passkey(
            tx, typed.get("enrolment", ""), party_of(request), policy=shop.policy
        )
    return asked_json(asked)


@router.post("/passkey")
async def join_by_passkey(request: Request, shop: TheShop) -> Response:
    """Join by a passkey alone."""
    typed = await typed_in(request)
    await spend_for(request, LOGIN)
    wanted = identity.Enrolment(
        typed.get("enrolment", ""),
        name=typed.get("name", "").strip() or None,
        passkey_token=typed.get("token", ""),
        passkey=given_credential(typed),
        device=device_of(request),
    )
    return await _enrol(request, shop, typed, wanted)


async def _enrol(
    request: Request, shop: Shop, typed: dict[str, str], wanted: identity.Enrolment
) -> Response:
    """Use the link up and show the recovery codes; where something is wrong, the form again."""
    try:
        joined = await identity.enrol(
            shop.database, shop.keys, party_of(request), wanted, policy=shop.policy
        )
    except (Invalid, identity.PasskeyRefused) as why:
        shown = {name: typed[name] for name in ("name",) if name in typed}
        fields = why.fields if isinstance(why, Invalid) else {}
        form = FormState(shown, fields, None if fields else why.sentence)
        asked = Asked(wanted.token, typed.get("sealed") or None)
        view = await _page(request, shop, asked, form)
        return show(request, "enrol.html", view, status=422)
    view = RecoveryCodesPage(joined.recovery_codes, is_new_here=True)
    answer = show(request, "recovery_codes.html", view)
    let_in(request, answer, joined.signed_in)
    return answer


async def _page(request: Request, shop: Shop, asked: Asked, form: FormState) -> EnrolPage:
    async with shop.database.snapshot() as snapshot:
        found = await identity.enrolling(
            snapshot, shop.keys, asked.token, issuer=shop.brand.name, sealed=asked.sealed
        )
    return EnrolPage(
        asked.token,
        found.email,
        found.roles,
        app_setup(found.totp),
        form if form.is_refused else FormState({"name": found.name or ""}),
        party_of(request).is_possible,
    )
