"""The account's security: how it is opened, where it is open, and ending that."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.text import mask
from zahra.shop import identity, privacy
from zahra.shop.identity import Session
from zahra.web.http.context import Person, Snap, Tx
from zahra.web.http.flashes import leave_flash
from zahra.web.http.forms import typed_in
from zahra.web.http.passkeys import party_of
from zahra.web.http.sessions import device_of, shop_of
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.security_view import (
    Copy,
    OpenSession,
    OwnDevice,
    OwnPasskey,
    SecurityPage,
)
from zahra.web.ui import Flash, FormState
from zahra.web.ui.filters import count_of
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter(prefix="/account/security")
HERE = "/account/security"


@router.get("")
async def security(request: Request, snapshot: Snap, actor: Person) -> Response:
    """Everything that opens the account, and everywhere it is open."""
    view = await security_page(request, snapshot, actor)
    return show(request, "account/security.html", view, await frame(request, snapshot))


@router.post("/sessions/{session_id}/end")
async def end_session(request: Request, tx: Tx, actor: Person, session_id: UUID) -> Response:
    """Log out another device."""
    await typed_in(request)
    await identity.revoke_session(tx, actor, session_id)
    return back(request, "That device is logged out.")


@router.post("/sessions/end-others")
async def end_others(request: Request, tx: Tx, actor: Person) -> Response:
    """Log out everywhere but here."""
    await typed_in(request)
    ended = await identity.log_out_elsewhere(tx, actor)
    return back(
        request, f"You are logged out on {count_of(ended, 'other device', 'other devices')}."
    )


async def security_page(
    request: Request, snapshot: Snapshot, actor: Actor, *, form: FormState = UNTOUCHED
) -> SecurityPage:
    """The page as it stands now."""
    person = await identity.person(snapshot, actor)
    factors = await identity.factors_of(snapshot, actor)
    passkeys = await identity.passkeys_of(snapshot, actor) if factors.passkeys else []
    devices = await identity.devices_of(snapshot, actor, device_of(request))
    copy = await privacy.latest_export(snapshot, actor)
    return SecurityPage(
        reached_by=tuple(mask(to) for to in (person.phone, person.email) if to),
        password_since=await identity.password_changed_at(snapshot, actor),
        has_app=factors.has_totp,
        recovery_codes=factors.recovery_codes,
        passkeys=tuple(map(_passkey, passkeys)),
        can_have_passkeys=party_of(request).is_possible,
        sessions=tuple(map(_session, await identity.sessions_of(snapshot, actor))),
        devices=tuple(map(_device, devices)),
        copy=_copy(copy) if copy else None,
        form=form,
    )


async def shown_again(request: Request, actor: Actor, form: FormState) -> Response:
    """The page with what was refused."""
    async with shop_of(request).database.snapshot() as snapshot:
        view = await security_page(request, snapshot, actor, form=form)
    return await show_framed(request, "account/security.html", view, status=422)


def back(request: Request, said: str) -> Response:
    """To the page, saying what was done."""
    answer = RedirectResponse(HERE, 303)
    leave_flash(request, answer, Flash(said, "success"))
    return answer


def _session(session: Session) -> OpenSession:
    unnamed = "An app" if session.kind is identity.SessionKind.API else "A browser"
    return OpenSession(
        id=str(session.id),
        device=session.device or unnamed,
        glyph=_glyph(session.user_agent),
        area=network_of(session.ip_area),
        since=session.created_at,
        last_seen_at=session.last_seen_at,
        is_current=session.is_current,
    )


def _device(device: identity.KnownDevice) -> OwnDevice:
    return OwnDevice(
        id=str(device.id),
        name=device.name or "A browser",
        glyph=_glyph(device.name),
        first_seen_at=device.first_seen_at,
        last_seen_at=device.last_seen_at,
        is_this=device.is_this,
    )


def _glyph(said: str) -> str:
    is_phone = any(word in said for word in ("Mobile", "Android", "iPhone"))
    return "smartphone" if is_phone else "monitor"


def network_of(area: str | None) -> str:
    """Roughly where, as people may recognise it: not an address, but where it begins.

    >>> network_of("49.36.12.0/24"), network_of("2401:4900:1c2a::/48"), network_of(None)
    ('network 49.36.12.x', 'network 2401:4900:1c2a::', 'an unknown network')
    """
    if area is None:
        return "an unknown network"
    start = area.partition("/")[0]
    return f"network {start[:-1]}x" if "." in start else f"network {start}"


def _passkey(passkey: identity.Passkey) -> OwnPasskey:
    return OwnPasskey(
        id=str(passkey.id),
        name=passkey.name,
        created_at=passkey.created_at,
        last_used_at=passkey.last_used_at,
        is_synced=passkey.is_backed_up,
    )


def _copy(export: privacy.Export) -> Copy:
    url = f"{HERE}/copy/{export.id}" if export.is_ready else None
    return Copy(export.asked_at, export.expires_at, url)
