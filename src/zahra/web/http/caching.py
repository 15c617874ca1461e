"""Public answers that browsers may keep: strong ETags, and 304 for those who already have it."""

import hashlib

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

PUBLIC = "public, max-age=30, stale-while-revalidate=120"


def public_json(request: Request, answer: BaseModel, *, cache: str = PUBLIC) -> Response:
    """The answer with its ETag, or 304 when `If-None-Match` names it."""
    body = answer.model_dump_json(by_alias=True).encode()
    return _tagged(request, body, cache=cache, kind="application/json")


def public_document(request: Request, body: bytes, *, cache: str = PUBLIC) -> Response:
    """JSON that is written already, with its ETag, or 304."""
    return _tagged(request, body, cache=cache, kind="application/json")


def public_page(request: Request, html: str, *, cache: str) -> Response:
    """A page with its ETag, or 304."""
    return _tagged(request, html.encode(), cache=cache, kind="text/html; charset=utf-8")


def _tagged(request: Request, body: bytes, *, cache: str, kind: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": cache}
    given = request.headers.get("if-none-match", "")
    if given == "*" or tag in (each.strip().removeprefix("W/") for each in given.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=kind)
