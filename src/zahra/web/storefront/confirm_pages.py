"""Showing again that it is you, on the way to what needs it: `/account/confirm?next=…`."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Conflict, NotFound, TooMany, Unauthenticated
from zahra.base.text import mask
from zahra.shop import identity
from zahra.shop.identity import Channel, PasskeyGiven, SteppingUp, Way
from zahra.web.http.codes import (
    PendingCode,
    ask_again,
    code_on_its_way,
    pending_code,
    remember_code,
)
from zahra.web.http.context import Person, Snap, TheShop, Tx
from zahra.web.http.cookies import Cookie, clear_cookie
from zahra.web.http.forms import refused_form, typed_in
from zahra.web.http.limits import LOGIN, OTP_SEND, OTP_VERIFY, limited, spend_for
from zahra.web.http.passkeys import asked_json, given_credential, party_of
from zahra.web.http.returning import own_address
from zahra.web.http.sessions import device_of, keep_secret, shop_of
from zahra.web.storefront.checkout_view import CodeEntry
from zahra.web.storefront.framing import frame, show, show_framed
from zahra.web.storefront.login_pages import code_entry
from zahra.web.storefront.login_view import ConfirmPage
from zahra.web.ui import FormState
from zahra.web.ui.forms import UNTOUCHED

router = APIRouter(prefix="/account/confirm")
Next = Annotated[str, Query(alias="next")]
_FIELDS = {Way.OTP: "code", Way.PASSWORD: "password", Way.TOTP: "totp"}


@router.get("")
async def confirm(
    request: Request,
    snapshot: Snap,
    actor: Person,
    next_url: Next = "/account",
    sent: Annotated[str, Query()] = "",
) -> Response:
    """Offer what the person has: a code, their password, their app."""
    code = _code_entry(request) if sent else None
    view = await _page(snapshot, actor, own_address(next_url), code=code)
    return show(request, "login/confirm.html", view, await frame(request, snapshot))


@router.post("/code")
async def send_code(request: Request, actor: Person) -> Response:
    """Send a code to the person's own phone or address and go on to where it is typed."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    try:
        pending = await _code_for(request, actor, typed)
    except (TooMany, Conflict) as why:
        return await _again(request, actor, next_url, refused_form({}, why))
    answer = RedirectResponse(f"/account/confirm?sent=yes&next={quote(next_url)}", 303)
    remember_code(request, answer, pending)
    return answer


@router.post("")
async def prove(request: Request, shop: TheShop, actor: Person) -> Response:
    """Check the proof; the browser gets a new secret and goes where it wanted to."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    asked, field = _proof(request, typed)
    try:
        await spend_for(request, OTP_VERIFY)
        secret = await identity.step_up(shop.database, shop.keys, actor, asked, policy=shop.policy)
    except (Unauthenticated, TooMany, Conflict) as why:
        code = _code_entry(request) if asked.way is Way.OTP else None
        return await _again(request, actor, next_url, refused_form({}, why, at=field), code=code)
    return _onward(request, secret, next_url)


@router.post("/passkey/begin", dependencies=[limited(LOGIN)])
async def begin_passkey(request: Request, tx: Tx, actor: Person) -> Response:
    """What the browser is to be asked: for one of the person's own passkeys."""
    await typed_in(request)
    party = party_of(request)
    policy = shop_of(request).policy
    return asked_json(await identity.begin_passkey_step_up(tx, actor, party, policy=policy))


@router.post("/passkey", dependencies=[limited(LOGIN)])
async def prove_by_passkey(request: Request, shop: TheShop, actor: Person) -> Response:
    """As `prove`, by what the browser answered."""
    typed = await typed_in(request)
    next_url = own_address(typed.get("next", ""))
    try:
        given = PasskeyGiven(party_of(request), typed.get("token", ""), given_credential(typed))
        asked = SteppingUp(Way.PASSKEY, passkey=given)
        secret = await identity.step_up(shop.database, shop.keys, actor, asked, policy=shop.policy)
    except (Unauthenticated, Conflict) as why:
        return await _again(request, actor, next_url, refused_form({}, why))
    return _onward(request, secret, next_url)


def _onward(request: Request, secret: str | None, next_url: str) -> Response:
    answer = RedirectResponse(next_url, 303)
    clear_cookie(request, answer, Cookie.CODE)
    keep_secret(request, secret)
    return answer


def _proof(request: Request, typed: dict[str, str]) -> tuple[SteppingUp, str]:
    """What was typed, and the field it stood in."""
    way = Way(typed["way"]) if typed.get("way") in _FIELDS else Way.OTP
    field = _FIELDS[way]
    proof = typed.get(field, "")
    if way is Way.PASSWORD:
        return SteppingUp(way, proof), field
    pending = pending_code(request) if way is Way.OTP else None
    if pending is None:
        return SteppingUp(way, proof.strip()), field
    channel = Channel.EMAIL if "@" in pending.identifier else Channel.SMS
    return SteppingUp(way, proof.strip(), channel, pending.binding), field


def _code_entry(request: Request) -> CodeEntry | None:
    pending = pending_code(request)
    return code_entry(request, pending) if pending else None


async def _code_for(request: Request, actor: Actor, typed: dict[str, str]) -> PendingCode:
    """The code to wait for: the same again when that was asked, else a new one."""
    pending, channel = pending_code(request), typed.get("channel", "")
    if "resend" in typed and pending is not None:
        channel = "email" if "@" in pending.identifier else "sms"
        try:
            return await ask_again(request, pending)
        except NotFound:
            pass
    return await _new_code(request, actor, Channel(channel) if channel in set(Channel) else None)


async def _new_code(request: Request, actor: Actor, channel: Channel | None) -> PendingCode:
    shop = shop_of(request)
    await spend_for(request, OTP_SEND)
    binding = ids.token()
    async with shop.database.transaction() as tx:
        sent = await identity.send_step_up_code(
            tx,
            shop.keys,
            actor,
            channel=channel,
            binding=binding,
            device=device_of(request),
            policy=shop.policy,
        )
        to = (await identity.ways_to_step_up(tx, actor)).address(channel)
    return code_on_its_way(request, sent, binding=binding, identifier=to)


async def _again(
    request: Request,
    actor: Actor,
    next_url: str,
    form: FormState,
    *,
    code: CodeEntry | None = None,
) -> Response:
    """The page once more, with what is wrong."""
    async with shop_of(request).database.snapshot() as snapshot:
        view = await _page(snapshot, actor, next_url, code=code, form=form)
    return await show_framed(request, "login/confirm.html", view, status=422)


async def _page(
    snapshot: Snapshot,
    actor: Actor,
    next_url: str,
    *,
    code: CodeEntry | None = None,
    form: FormState = UNTOUCHED,
) -> ConfirmPage:
    open_ways = await identity.ways_to_step_up(snapshot, actor)
    return ConfirmPage(
        ways=tuple(way.value for way in open_ways.ways),
        channels=tuple((channel.value, mask(to)) for channel, to in open_ways.addresses.items()),
        code=code,
        form=form,
        next_url=next_url,
    )
