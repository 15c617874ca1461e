"""Handing a browser the new secret of its session, on whatever answer comes next: a page, JSON, a
redirect, a refusal."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zahra.web.http.cookies import Cookie, cookie_name, is_secure, setting
from zahra.web.http.sessions import fresh_secret_of


class FreshSecrets:
    """ASGI middleware: adds the cookie that `keep_secret` left for this answer.

    Not where the answer sets or clears that cookie itself: a logout has the last word.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope)
        scope.setdefault("state", {})  # what is put there further in is read here

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and (left := fresh_secret_of(request)):
                _hand_over(request, MutableHeaders(scope=message), *left)
            await send(message)

        await self.app(scope, receive, sending)


def _hand_over(request: Request, headers: MutableHeaders, cookie: Cookie, secret: str) -> None:
    name = cookie_name(cookie, secure=is_secure(request))
    if not any(each.startswith(f"{name}=") for each in headers.getlist("set-cookie")):
        headers.append("Set-Cookie", setting(request, cookie, secret))
        headers["Cache-Control"] = "private, no-store"
