"""Who asks: from a bearer token, an API key or the session cookie, read once per request.

A request with a bearer token is judged by that alone; its cookies are ignored. The session row
is read on every authenticated request, so that a logout works at once.
"""

from starlette.requests import Request

from zahra.base import ids
from zahra.base.actors import GUEST, Actor
from zahra.base.errors import Unauthenticated
from zahra.shop import identity
from zahra.shop.assembled import Shop
from zahra.web.http.cookies import Cookie, read_cookie


def shop_of(request: Request) -> Shop:
    """The assembled shop this process serves."""
    return request.app.state.shop


def bearer_of(request: Request) -> str | None:
    """The bearer token, if the request carries one."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


async def identify(request: Request) -> Actor:
    """The actor behind this request. Raises Unauthenticated for credentials that are no good.

    A dead session cookie makes a guest, not an error: the browser did nothing wrong.
    """
    known = await settle_identity(request)
    if isinstance(known, Unauthenticated):
        raise known
    return known


async def settle_identity(request: Request) -> Actor | Unauthenticated:
    """Find out who asks, once, before any other connection is taken for this request."""
    known: Actor | Unauthenticated | None = getattr(request.state, "asker", None)
    if known is None:
        try:
            known = await _identify(request)
        except Unauthenticated as why:
            known = why
        request.state.asker = known
    return known


def asker_of(request: Request) -> Actor | None:
    """Who asks, if that is settled and known; asks nothing of the database."""
    known: object = getattr(request.state, "asker", None)
    return known if isinstance(known, Actor) else None


def session_cookie_of(request: Request) -> Cookie:
    """The cookie that says who asks: staff's under `/admin`, a shopper's elsewhere.

    A face's router chooses by a dependency of its own, not by looking at the path.
    """
    return getattr(request.state, "session_cookie", Cookie.SESSION)


def keep_secret(request: Request, secret: str | None) -> None:
    """Have the answer to this request hand the browser its session's new secret (`FreshSecrets`).
    None leaves the cookie as it is."""
    if secret is not None:
        request.state.fresh_secret = (session_cookie_of(request), secret)


def fresh_secret_of(request: Request) -> tuple[Cookie, str] | None:
    """The cookie and the secret that `keep_secret` left, if it did."""
    return getattr(request.state, "fresh_secret", None)


def device_of(request: Request, label: str = "") -> identity.Device:
    """The device a request says it comes from."""
    host = request.client.host if request.client else None
    agent = request.headers.get("user-agent", "")
    token = device_token_of(request)
    return identity.Device.seen(host, user_agent=agent, label=label, token=token)


def device_token_of(request: Request) -> str:
    """By what this browser is known again: its cookie's value, or what `sign_in` will give it."""
    known: str | None = getattr(request.state, "device_token", None)
    known = known or read_cookie(request, Cookie.DEVICE) or ids.token()
    request.state.device_token = known
    return known


async def _identify(request: Request) -> Actor:
    shop = shop_of(request)
    if (token := bearer_of(request)) is not None:
        async with shop.database.snapshot() as snapshot:
            found = await identity.recognise_bearer(snapshot, shop.keys, token, policy=shop.policy)
        return await _tended(request, found)
    cookie = session_cookie_of(request)
    if (secret := read_cookie(request, cookie)) is None:
        return GUEST
    kind = identity.SessionKind.ADMIN if cookie is Cookie.ADMIN else identity.SessionKind.WEB
    try:
        async with shop.database.snapshot() as snapshot:
            found = await identity.recognise_cookie(snapshot, secret, kind=kind, policy=shop.policy)
    except Unauthenticated:
        return GUEST
    return await _tended(request, found, secret=secret)


async def _tended(
    request: Request, found: identity.Recognised, *, secret: str | None = None
) -> Actor:
    """Do what is due for the session, in a transaction of its own; most requests find nothing."""
    if found.chores.are_any:
        shop, device = shop_of(request), device_of(request)
        async with shop.database.transaction() as tx:
            fresh = await identity.tend_session(
                tx, found.actor, found.chores, secret=secret, device=device, policy=shop.policy
            )
        keep_secret(request, fresh)
    return found.actor
