"""Reading a body before anybody else does: its size, its kind, and one strict parse.

The framework would take NaN, duplicate keys and any media type. Here 413 comes before 415, and
415 before 400; the input is never echoed. Webhooks are only measured: their bytes are signed.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zahra.base.errors import ShopError
from zahra.web.http.problems import (
    BodyTooLarge,
    MalformedJson,
    UnsupportedMediaType,
    problem_json,
)

JSON_LIMIT = 1 << 20
UPLOAD_LIMIT = 10 << 20
DEPTH = 32
API = "/api/"
_RAW = "/payments/webhook"
_UPLOADS = "/uploads"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class StrictBodies:
    """ASGI middleware: hands on the bytes it has checked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self.app(scope, receive, send)
        try:
            body = await read_limited(scope, receive, limit=_limit_for(scope["path"]))
            if scope["path"].startswith(API):
                _check_api_body(scope, body)
        except ShopError as problem:
            return await problem_json(Request(scope), problem)(scope, receive, send)
        return await self.app(scope, _replaying(body, receive), send)


async def read_limited(scope: Scope, receive: Receive, *, limit: int) -> bytes:
    """The whole body. Raises BodyTooLarge without reading on past the limit."""
    declared = _header(scope, b"content-length")
    if declared.isdigit() and int(declared) > limit:
        raise BodyTooLarge
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise BodyTooLarge
        parts.append(part)
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(parts)


def parse_strictly(body: bytes) -> Any:
    """JSON without NaN, duplicate keys or deep nesting. Raises MalformedJson.

    >>> parse_strictly(b'{"a": [1]}')
    {'a': [1]}
    """
    try:
        parsed = json.loads(body, parse_constant=_refuse, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as why:
        raise MalformedJson from why
    if _is_deeper(parsed, DEPTH):
        raise MalformedJson("The body is nested too deeply.")
    return parsed


def _check_api_body(scope: Scope, body: bytes) -> None:
    path = scope["path"]
    if _RAW in path or not body:
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
    return UPLOAD_LIMIT if path.endswith(_UPLOADS) else JSON_LIMIT


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


def _is_deeper(value: Any, levels: int) -> bool:
    if isinstance(value, dict):
        inside = list(cast(dict[str, Any], value).values())
    elif isinstance(value, list):
        inside = cast(list[Any], value)
    else:
        return False
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in inside)
