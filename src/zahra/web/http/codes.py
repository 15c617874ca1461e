"""A one-time code asked for by a browser: bound to its cookie, and answered only with it."""

import base64
import math
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from zahra.base import ids
from zahra.base.errors import Invalid
from zahra.shop import identity
from zahra.web.http.cookies import Cookie, clear_cookie, read_cookie, set_cookie
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, spend_for
from zahra.web.http.sessions import (
    device_of,
    device_token_of,
    session_cookie_of,
    shop_of,
)

_COOKIE = re.compile(
    r"(?P<binding>[\w-]{43})\.(?P<challenge>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"\.(?P<again>[0-9]{13})\.(?P<name>[\w-]+)",
    re.ASCII,
)
_LONGEST_WAIT = 3600


@dataclass(frozen=True, slots=True)
class PendingCode:
    """What the browser's cookie remembers of the code it asked for, and from when it may ask
    again."""

    binding: str
    challenge_id: UUID
    identifier: str
    again_at: datetime

    def wait(self, now: datetime) -> int:
        """Whole seconds until one may ask again, as far as this browser knows; an hour at most."""
        left = math.ceil((self.again_at - now).total_seconds())
        return max(0, min(left, _LONGEST_WAIT))


def pending_code(request: Request) -> PendingCode | None:
    """The code this browser is waiting for, if any; None for a cookie we would not have set."""
    parts = _COOKIE.fullmatch(read_cookie(request, Cookie.CODE) or "")
    if parts is None or (identifier := _identifier_in(parts["name"])) is None:
        return None
    again_at = datetime.fromtimestamp(int(parts["again"]) / 1000, UTC)
    return PendingCode(parts["binding"], UUID(parts["challenge"]), identifier, again_at)


def code_on_its_way(
    request: Request, sent: identity.SentCode, *, binding: str, identifier: str
) -> PendingCode:
    """What to remember of a code that was just sent. Raises InvalidIdentifier."""
    to = identity.identifier_of(identifier).value
    return PendingCode(binding, sent.challenge_id, to, _again_at(request, sent))


def remember_code(request: Request, response: Response, pending: PendingCode) -> None:
    """Bind this browser to the code on its way."""
    name = base64.urlsafe_b64encode(pending.identifier.encode()).decode().rstrip("=")
    again = int(pending.again_at.timestamp() * 1000)
    value = f"{pending.binding}.{pending.challenge_id}.{again}.{name}"
    set_cookie(request, response, Cookie.CODE, value)


async def ask_for_code(request: Request, identifier: str) -> PendingCode:
    """Send a code for this browser. Raises InvalidIdentifier, TooMany."""
    shop = shop_of(request)
    await spend_for(request, OTP_SEND)
    binding = ids.token()
    async with shop.database.transaction() as tx:
        sent = await identity.send_code(
            tx,
            shop.keys,
            identifier,
            binding=binding,
            device=device_of(request),
            policy=shop.policy,
        )
    return code_on_its_way(request, sent, binding=binding, identifier=identifier)


async def ask_again(request: Request, pending: PendingCode) -> PendingCode:
    """Send the same code again; the next time is later. Raises NotFound when it is spent,
    TooMany."""
    shop = shop_of(request)
    await spend_for(request, OTP_SEND)
    async with shop.database.transaction() as tx:
        sent = await identity.resend_code(
            tx, pending.challenge_id, binding=pending.binding, policy=shop.policy
        )
    return replace(pending, again_at=_again_at(request, sent))


async def answer_code(request: Request, pending: PendingCode, code: str) -> identity.SignedIn:
    """Sign this browser in. Raises WrongCode, TooMany."""
    shop = shop_of(request)
    await spend_for(request, OTP_VERIFY)
    asked = identity.VerifyingCode(
        pending.identifier,
        code,
        identity.SessionKind.WEB,
        binding=pending.binding,
        cart_token=read_cookie(request, Cookie.CART),
        device=device_of(request),
    )
    return await identity.verify_code(shop.database, shop.keys, asked, policy=shop.policy)


def sign_in(request: Request, response: Response, signed_in: identity.SignedIn) -> None:
    """Give the browser its session, however it signed in, and a cookie to be known again by; the
    code's and the guest bag's cookies have done their work."""
    assert signed_in.secret is not None
    set_cookie(request, response, session_cookie_of(request), signed_in.secret)
    set_cookie(request, response, Cookie.DEVICE, device_token_of(request))
    clear_cookie(request, response, Cookie.CODE)
    clear_cookie(request, response, Cookie.CART)


def _again_at(request: Request, sent: identity.SentCode) -> datetime:
    return shop_of(request).database.now + timedelta(seconds=sent.resend_after)


def _identifier_in(name: str) -> str | None:
    try:
        text = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
        return text if identity.identifier_of(text).value == text else None
    except (ValueError, Invalid):
        return None
