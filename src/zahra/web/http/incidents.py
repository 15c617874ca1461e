"""Our own mistakes: logged whole under a number, and only the number is told.

The framework would answer them outside all middleware, without the headers every answer has.
"""

from collections.abc import Callable
from secrets import token_hex

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zahra.base.text import mask_seals

log = structlog.get_logger("zahra.http")
Showing = Callable[[Request, str], Response]


class Incidents:
    """ASGI middleware: an exception that nobody expected becomes an answer with its number."""

    def __init__(self, app: ASGIApp, *, shown: Showing) -> None:
        self.app = app
        self.shown = shown

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as why:
            if has_begun:
                raise  # half an answer cannot be taken back: the server cuts the connection
            await self._answer(Request(scope, receive), why)(scope, receive, send)

    def _answer(self, request: Request, why: Exception) -> Response:
        incident = token_hex(4)
        path = mask_seals(request.scope["path"])
        log.error("incident", incident=incident, path=path, exc_info=why)
        try:
            return self.shown(request, incident)
        except Exception as worse:
            log.error("incident_not_shown", incident=incident, exc_info=worse)
            return PlainTextResponse(f"That was our mistake. Incident {incident}.", 500)
