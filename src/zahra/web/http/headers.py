"""Headers of every answer, the request id, and the hosts that are answered at all."""

import re
import time
from collections.abc import Iterable, Mapping
from secrets import token_hex

import structlog
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zahra.base.text import mask_seals

log = structlog.get_logger("zahra.http")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), otp-credentials=(self)",
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def content_security_policy(sources: Mapping[str, Iterable[str]] | None = None) -> str:
    """The one policy. `sources` adds hosts per directive: the gateway's, on the pay page alone.

    >>> content_security_policy({"frame-src": ["https://pay.example"]}).endswith("pay.example")
    True
    """
    parts = dict(_POLICY)
    for name, hosts in (sources or {}).items():
        parts[name] = " ".join([parts.get(name, ""), *hosts]).strip()
    return "; ".join(f"{name} {value}" for name, value in parts.items())


_WEBVIEWS = ("; wv)", "FBAN", "FBAV", "Instagram")


def is_in_app_webview(user_agent: str) -> bool:
    """Whether a page is shown inside another app, where view transitions freeze it."""
    return any(mark in user_agent for mark in _WEBVIEWS)


_CSP = content_security_policy()


class Outermost:
    """ASGI middleware around everything: host allow-list, request id, access log, headers."""

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], https: str) -> None:
        self.app = app
        self.hosts = hosts
        self.https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        answering = self._refusal(scope) or self.app
        return await self._serve(answering, scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """What to answer a request that is not meant for us, or not for one host alone."""
        if self.hosts and _hosts_of(scope) - self.hosts:
            return PlainTextResponse("This host name is not ours.", 421)
        if sum(name == b"host" and bool(value) for name, value in scope["headers"]) != 1:
            return PlainTextResponse("Name one host.", 400)
        return None

    async def _serve(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = _request_id(dict(scope["headers"]))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add_headers(message, request_id)
                _log(scope, message["status"], began)
            await send(message)

        await app(scope, receive, sending)

    def _add_headers(self, message: Message, request_id: str) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in _FIXED.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", _CSP)
        headers.setdefault("X-Request-Id", request_id)
        headers.setdefault("Cache-Control", "private, no-store")
        if self.https:
            headers.setdefault("Strict-Transport-Security", self.https)


def _log(scope: Scope, status: int, began: float) -> None:
    taken = round((time.perf_counter() - began) * 1000, 1)
    is_trouble = status >= 500 and scope["path"] != "/readyz"  # not ready yet is an answer
    level = log.warning if is_trouble else log.debug
    path = mask_seals(scope["path"])
    level("request", method=scope["method"], path=path, status=status, ms=taken)


def _request_id(headers: dict[bytes, bytes]) -> str:
    given = headers.get(b"x-request-id", b"").decode("latin-1")
    return given if _REQUEST_ID.fullmatch(given) else token_hex(8)


def _hosts_of(scope: Scope) -> set[str]:
    """The host asked for; every one where the header came twice."""
    told = [value for name, value in scope["headers"] if name == b"host"]
    return {_bare(host) for host in told or [b""]}


def _bare(host: bytes) -> str:
    return host.decode("latin-1").rsplit(":", 1)[0].lower() if host else ""
