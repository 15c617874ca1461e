"""A one-time code asked for by a browser: bound to its cookie, and answered only with it."""

import base64
from binascii import Error as NotBase64
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from zahra.base import ids
from zahra.shop import identity
from zahra.web.http.cookies import Cookie, clear_cookie, read_cookie, set_cookie
from zahra.web.http.limits import OTP_SEND, OTP_VERIFY, spend_for
from zahra.web.http.sessions import (
    device_of,
    device_token_of,
    session_cookie_of,
    shop_of,
)


@dataclass(frozen=True, slots=True)
class PendingCode:
    """What the browser's cookie remembers of the code it asked for."""

    binding: str
    challenge_id: UUID
    identifier: str


def pending_code(request: Request) -> PendingCode | None:
    """The code this browser is waiting for, if any."""
    parts = (read_cookie(request, Cookie.CODE) or "").split(".")
    if len(parts) != 3 or (challenge := ids.parse(parts[1])) is None:
        return None
    try:
        identifier = base64.urlsafe_b64decode(parts[2] + "==").decode()
    except (NotBase64, ValueError):
        return None
    return PendingCode(parts[0], challenge, identifier)


def remember_code(request: Request, response: Response, pending: PendingCode) -> None:
    """Bind this browser to the code on its way."""
    name = base64.urlsafe_b64encode(pending.identifier.encode()).decode().rstrip("=")
    value = f"{pending.binding}.{pending.challenge_id}.{name}"
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
    return PendingCode(binding, sent.challenge_id, identity.identifier_of(identifier).value)


async def ask_again(request: Request, pending: PendingCode) -> None:
    """Send the same code again. Raises NotFound when it is spent, TooMany."""
    shop = shop_of(request)
    await spend_for(request, OTP_SEND)
    async with shop.database.transaction() as tx:
        await identity.resend_code(
            tx, pending.challenge_id, binding=pending.binding, policy=shop.policy
        )


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
