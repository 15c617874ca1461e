"""Cross-site defence for everything a cookie can authorise.

First by where the request comes from: `Sec-Fetch-Site`, else `Origin`, else `Referer` must be our
own. Then, in pages, by a token in every form, bound to the session that the form was shown to.
Bearer requests carry no cookies' authority and are exempt; webhooks prove themselves by signature.
"""

import hashlib

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from zahra.base.errors import Forbidden
from zahra.base.keys import Keys
from zahra.base.metrics import CROSS_SITE_REFUSED
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.outside import is_signed
from zahra.web.http.problems import Showing, problem_json
from zahra.web.http.sessions import asker_of, bearer_of, session_cookie_of, shop_of

_SAFE = ("GET", "HEAD", "OPTIONS")
_PURPOSE = "csrf"


class CrossSite(Forbidden):
    """The request comes from another site, or its form's token does not fit."""

    code = "csrf_failed"
    message = "This form is out of date. Please go back, reload the page and try again."


class CrossSiteDefence:
    """ASGI middleware: refuses unsafe requests from other sites that a cookie would authorise; a
    refusal is `shown`."""

    def __init__(self, app: ASGIApp, *, shown: Showing = problem_json) -> None:
        self.app = app
        self.shown = shown

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE:
            request = Request(scope)
            if not _is_ours(request):
                CROSS_SITE_REFUSED.inc()
                return await self.shown(request, CrossSite())(scope, receive, send)
        return await self.app(scope, receive, send)


def form_token(request: Request) -> str:
    """The token that a form shown to this browser carries."""
    return _token(shop_of(request).keys, _binding(request))


def check_form_token(request: Request, given: str) -> None:
    """Raise CrossSite unless the token was made for this browser's session, or, before login,
    for its cart or for nobody in particular. Who asks has been settled."""
    keys = shop_of(request).keys
    bindings = {_binding(request), _cookie_binding(request)}
    if read_cookie(request, session_cookie_of(request)) is None:
        bindings.add("anonymous")
    signature = bytes.fromhex(given) if _is_hex(given) else b""
    if not any(keys.is_signed(_PURPOSE, each.encode(), signature) for each in bindings):
        CROSS_SITE_REFUSED.inc()
        raise CrossSite


def _token(keys: Keys, binding: str) -> str:
    return keys.sign(_PURPOSE, binding.encode()).hex()


def _binding(request: Request) -> str:
    """The session, not its cookie's secret: that one changes while a form lies open."""
    asker = asker_of(request)
    if asker is not None and asker.session_id is not None:
        return str(asker.session_id)
    return _cookie_binding(request)


def _cookie_binding(request: Request) -> str:
    for cookie in (session_cookie_of(request), Cookie.CART):
        if value := read_cookie(request, cookie):
            return hashlib.sha256(value.encode()).hexdigest()
    return "anonymous"


def _is_ours(request: Request) -> bool:
    if is_signed(request.scope["path"]) or bearer_of(request) is not None:
        return True
    if (site := request.headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    origin = request.headers.get("origin") or request.headers.get("referer")
    if origin is None:
        return not request.cookies  # a program without cookies has nothing to forge
    return origin == (own := _own_origin(request)) or origin.startswith(f"{own}/")


def _own_origin(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


def _is_hex(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdef" for char in text)
