"""Who asks: from a bearer token, an API key or the session cookie, read once per request.

A request with a bearer token is judged by that alone; its cookies are ignored. The session row
is read on every authenticated request, so that a logout works at once.
"""

from starlette.requests import Request

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
    if (known := getattr(request.state, "actor", None)) is None:
        known = request.state.actor = await _identify(request)
    return known


async def _identify(request: Request) -> Actor:
    shop = shop_of(request)
    if (token := bearer_of(request)) is not None:
        async with shop.database.snapshot() as snapshot:
            return await identity.actor_of_bearer(snapshot, shop.keys, token)
    secret = read_cookie(request, Cookie.SESSION)
    if secret is None:
        return GUEST
    async with shop.database.snapshot() as snapshot:
        try:
            return await identity.actor_of_cookie(snapshot, secret)
        except Unauthenticated:
            return GUEST
