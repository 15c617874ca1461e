"""A few seconds' memory for what everybody sees alike: listings, products, the first page.

Shown from memory, never decided from it: a bag, a price at checkout and the last piece are read
anew. Only requests without cookies or credentials are answered from it, byte for byte.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from zahra.web.http.headers import is_in_app_webview
from zahra.web.http.routes import PlainRoute

T = TypeVar("T")
_MOST = 256
_LARGEST = 128 * 1024  # bytes of one answer worth keeping: 32 MiB in all at the very most


class Memory(Generic[T]):
    """At most 256 things, each for `seconds`; the least lately used goes first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def recall(self, key: Hashable) -> T | None:
        """What is remembered under `key`, if it is fresh."""
        found = self._kept.get(key)
        if found is None or found[0] < time.monotonic():
            return None
        self._kept.move_to_end(key)
        return found[1]

    def keep(self, key: Hashable, value: T) -> None:
        """Remember, and forget what there is no room for."""
        if self._seconds <= 0:
            return
        self._kept[key] = (time.monotonic() + self._seconds, value)
        self._kept.move_to_end(key)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What is remembered, else what `make` makes now."""
        found = self.recall(key)
        if found is None:
            found = await make()
            self.keep(key, found)
        return found


@dataclass(frozen=True, slots=True)
class Remembered:
    """A whole good answer."""

    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def tag(self) -> bytes:
        """Its ETag, empty where it has none."""
        return next((value for name, value in self.headers if name == b"etag"), b"")


class RememberingRoute(APIRoute):
    """A GET route whose answers to strangers are remembered for a few seconds."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if scope["method"] != "GET" or "cookie" in headers or "authorization" in headers:
            return await super().handle(scope, receive, send)
        memory: Memory[Remembered] = answers_of(Request(scope))
        key = _key(scope, headers)
        if (known := memory.recall(key)) is not None:
            return await _answer(known, headers, send)
        held: list[Message] = []

        async def holding(message: Message) -> None:
            held.append(message)
            await send(message)

        await super().handle(scope, receive, holding)
        if (answer := _worth_remembering(held)) is not None:
            memory.keep(key, answer)


class PublicRoute(RememberingRoute, PlainRoute):
    """The same for the API, where unknown parameters are refused."""


def answers_of(request: Request) -> Memory[Any]:
    """This process's memory of whole answers."""
    return request.app.state.answers


def listings_of(request: Request) -> Memory[Any]:
    """This process's memory of listings, for visitors whose page differs in its frame alone."""
    return request.app.state.listings


def _key(scope: Scope, headers: Headers) -> Hashable:
    """All that an answer to a stranger may depend on."""
    agent = headers.get("user-agent", "")
    parts = [headers.get(name, "") for name in ("hx-request", "hx-request-type")]
    return (scope["path"], scope["query_string"], *parts, is_in_app_webview(agent))


def _worth_remembering(held: list[Message]) -> Remembered | None:
    if not held or held[0]["status"] != 200:
        return None
    headers: list[tuple[bytes, bytes]] = list(held[0]["headers"])
    if any(name == b"set-cookie" for name, _ in headers):
        return None
    body = b"".join(message.get("body", b"") for message in held[1:])
    return Remembered(headers, body) if len(body) <= _LARGEST else None


async def _answer(known: Remembered, headers: Headers, send: Send) -> None:
    tags = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    is_had = bool(known.tag) and known.tag.decode() in tags
    kept = [pair for pair in known.headers if not (is_had and pair[0] == b"content-length")]
    status = 304 if is_had else 200
    await send({"type": "http.response.start", "status": status, "headers": list(kept)})
    await send({"type": "http.response.body", "body": b"" if is_had else known.body})
