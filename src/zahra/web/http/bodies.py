"""Reading a body before anybody else does: its length, its kind, and one strict parse.

A body comes with one Content-Length and all at once: what is sent in chunks, cut off or trickling
is refused, so that no proxy and no server can disagree on where a request ends. The framework
would take NaN, duplicate keys and any media type. Here 413 comes before 415, and 415 before 400;
the input is never echoed. Webhooks are only measured: their bytes are signed. Text that PostgreSQL
cannot keep (NUL, half a character) is refused here for every field.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, cast
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zahra.base.errors import NotFound, ShopError
from zahra.web.http.outside import is_webhook
from zahra.web.http.problems import (
    BadRequest,
    BodyTooLarge,
    BodyTooSlow,
    LengthRequired,
    Malformed,
    MalformedJson,
    Showing,
    UnsupportedMediaType,
    problem_json,
)

JSON_LIMIT = 1 << 20
UPLOAD_LIMIT = 10 << 20
PHOTOS_LIMIT = 32 << 20  # a form with three of them
LARGE_AT_ONCE = 6  # bodies over a mebibyte that one process holds; others wait for their turn
WEBHOOK_LIMIT = 256 << 10
DEPTH = 32
API = "/api/"
_SECONDS, _UPLOAD_SECONDS, _PHOTOS_SECONDS = 10, 60, 120  # for a whole body to arrive
_UPLOADS = "/uploads"
_PHOTOS = re.compile(r"/orders/[A-Za-z0-9-]{1,40}/return")
_UNKEPT = "This holds a character that is no text."


class StrictBodies:
    """ASGI middleware: hands on the bytes it has checked; what it refuses is `shown`."""

    def __init__(self, app: ASGIApp, *, shown: Showing = problem_json) -> None:
        self.app = app
        self.shown = shown
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        declared = _header(scope, b"content-length")
        if not declared.isdigit() or int(declared) <= JSON_LIMIT:
            return await self._pass(scope, receive, send)
        async with self._large:
            await self._pass(scope, receive, send)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            _check_framing(scope)
            _check_address(scope)
            body = await _checked_body(scope, receive)
        except ShopError as problem:
            return await self.shown(Request(scope), problem)(scope, receive, send)
        replay = receive if body is None else _replaying(body, receive)
        return await self.app(scope, replay, send)


async def read_limited(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """The whole body. Raises BodyTooLarge without reading on past the limit, and BadRequest where
    it ends before its declared length."""
    declared = _header(scope, b"content-length")
    if declared.isdigit() and int(declared) > limit:
        raise BodyTooLarge
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise BadRequest("The body ended before its length.")
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise BodyTooLarge
        parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts)


def parse_strictly(body: bytes) -> Any:
    """UTF-8 JSON without NaN, duplicate keys or deep nesting. Raises MalformedJson, and Malformed
    where a text cannot be kept.

    >>> parse_strictly(b'{"a": [1]}')
    {'a': [1]}
    """
    try:
        text = body.decode()
        parsed = json.loads(text, parse_constant=_refuse, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as why:
        raise MalformedJson from why
    for path, value in _walked(parsed):
        if len(path) >= DEPTH and isinstance(value, dict | list):
            raise MalformedJson("The body is nested too deeply.")
        if isinstance(value, str) and not is_kept(value):
            raise Malformed({".".join(path) or "body": _UNKEPT})
    return parsed


def is_kept(text: str) -> bool:
    """Whether PostgreSQL can keep this text: no NUL, no half of a surrogate pair.

    >>> is_kept("नमस्ते"), is_kept("a\\0b")
    (True, False)
    """
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _check_address(scope: Scope) -> None:
    """Refuse what no path and no parameter can mean. Raises BadRequest, NotFound, Malformed."""
    if not scope["path"].startswith("/"):
        raise BadRequest
    if not is_kept(scope["path"]):
        raise NotFound
    if b"%00" in scope["query_string"]:
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        wrong = [name for name, value in pairs if "\0" in name + value]
        raise Malformed({name.replace("\0", ""): _UNKEPT for name in wrong})


def _check_framing(scope: Scope) -> None:
    """Refuse a request that tells its length in more than one way. Raises BadRequest."""
    names = [name for name, _ in scope["headers"]]
    if names.count(b"content-length") > 1:
        raise BadRequest("Send one Content-Length.")
    if b"transfer-encoding" in names:
        raise LengthRequired


async def _checked_body(scope: Scope, receive: Receive) -> bytes | None:
    """The body, looked through where it is the API's; None where the method has none."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return None
    path = scope["path"]
    try:
        async with asyncio.timeout(_seconds_for(path)):
            body = await read_limited(scope, receive, limit=_limit_for(path))
    except TimeoutError as why:
        raise BodyTooSlow from why
    if path.startswith(API):
        _check_api_body(scope, body)
    return body


def _check_api_body(scope: Scope, body: bytes) -> None:
    path = scope["path"]
    if is_webhook(path) or not body:
        return
    kind = _header(scope, b"content-type").decode("latin-1").split(";")[0].strip().lower()
    if path.endswith(_UPLOADS):
        if kind != "multipart/form-data":
            raise UnsupportedMediaType("Send the picture as multipart/form-data.")
        return
    if kind != "application/json":
        raise UnsupportedMediaType
    parse_strictly(body)


def _limit_for(path: str) -> int:
    if path.endswith(_UPLOADS):
        return UPLOAD_LIMIT
    if _PHOTOS.fullmatch(path):
        return PHOTOS_LIMIT
    return WEBHOOK_LIMIT if is_webhook(path) else JSON_LIMIT


def _seconds_for(path: str) -> int:
    if _PHOTOS.fullmatch(path):
        return _PHOTOS_SECONDS
    return _UPLOAD_SECONDS if path.endswith(_UPLOADS) else _SECONDS


def _replaying(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _walked(root: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Everything inside, outermost first, with its path; a key counts as text of its object."""
    waiting: list[tuple[tuple[str, ...], Any]] = [((), root)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, dict):
            for key, inside in cast(dict[str, Any], value).items():
                yield path, key
                waiting.append(((*path, key), inside))
        elif isinstance(value, list):
            for place, inside in enumerate(cast(list[Any], value)):
                waiting.append(((*path, str(place)), inside))
