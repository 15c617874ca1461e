"""HEAD and OPTIONS, for every address alike, and which methods an address takes."""

from collections.abc import Awaitable, Callable

from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """ASGI middleware: HEAD is answered as GET would be, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, sending)


def refusing_methods(
    shown: Callable[[Request, HTTPException], Response],
) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What becomes of a method that an address does not take: OPTIONS is told what it does take,
    others are refused with the same in `Allow`."""

    async def refused(request: Request, exc: Exception) -> Response:
        allowed = {"Allow": ", ".join(_methods_of(request))}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=allowed)
        return shown(request, HTTPException(405, headers=allowed))

    return refused


def _methods_of(request: Request) -> list[str]:
    """Of all routes of this address: the framework would name one route's only."""
    path, found = request.scope["path"], {"OPTIONS"}
    for route in iter_route_contexts(request.app.routes):
        pattern = getattr(route, "path_regex", None)
        if pattern is not None and pattern.match(path):
            found |= route.methods or set()
    return sorted(found | {"HEAD"} if "GET" in found else found)
