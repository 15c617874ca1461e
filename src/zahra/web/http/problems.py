"""How a refusal looks to a program: one table from kind to status, one JSON shape.

Pages have their own look for the same table (`web/storefront/problems.py`).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from zahra.base.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ShopError,
    TooMany,
    Unauthenticated,
    Unavailable,
)

Showing = Callable[[Request, ShopError], Response]
STATUS: Mapping[type[ShopError], int] = {
    NotFound: 404,
    Invalid: 422,
    Unauthenticated: 401,
    Forbidden: 403,
    Conflict: 409,
    Unavailable: 503,
    TooMany: 429,
}
_PLAIN_STATUS = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}
_SENTENCES = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field.",
    "string_too_long": "This is too long.",
    "string_too_short": "This is too short.",
    "uuid_parsing": "This is not an id.",
    "int_parsing": "This must be a whole number.",
    "int_type": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "string_type": "This must be text.",
    "bool_parsing": "This must be true or false.",
}


class BadRequest(ShopError):
    """A request that cannot be understood at all."""

    code = "bad_request"
    message = "This request could not be understood."


class MalformedJson(BadRequest):
    """Not JSON, or JSON with NaN, duplicate keys or more than 32 levels."""

    code = "malformed_json"
    message = "The body is not valid JSON."


class KeyRequired(BadRequest):
    """A money-moving POST came without its Idempotency-Key."""

    code = "idempotency_key_required"
    message = "Send an Idempotency-Key header: it makes a repeat of this request harmless."


class Malformed(Invalid):
    """The request does not have the declared shape: refused before any rule was asked."""


class BodyTooLarge(BadRequest):
    """More bytes than this route takes."""

    code = "body_too_large"
    message = "What was sent is larger than this address accepts."


class BodyTooSlow(BadRequest):
    """The body took too long to arrive."""

    code = "body_too_slow"
    message = "The body took too long to arrive. Please try again."


class LengthRequired(BadRequest):
    """A body in chunks: its length has to be told first, in `Content-Length`."""

    code = "length_required"
    message = "Send the body's length in a Content-Length header, not in chunks."


class UnsupportedMediaType(BadRequest):
    """A body of a kind this route does not read."""

    code = "unsupported_media_type"
    message = "Send the body as application/json."


class ChallengeRequired(ShopError):
    """This address has asked often. A person answers the question and the request is repeated
    with `X-Challenge: <challenge>.<word>`; a page asks it by itself."""

    code = "challenge_required"
    message = "Many people share your connection. Please answer one short question to go on."

    def __init__(self, *, retry_after: int = 60, **details: Any) -> None:
        super().__init__(**details)
        self.retry_after = retry_after


_ODD_STATUS: Mapping[type[ShopError], int] = {
    BodyTooSlow: 408,
    LengthRequired: 411,
    BodyTooLarge: 413,
    UnsupportedMediaType: 415,
    ChallengeRequired: 429,
}


def status_of(problem: ShopError) -> int:
    """The HTTP status of a refusal, by its kind."""
    for kind, status in (*_ODD_STATUS.items(), (BadRequest, 400), *STATUS.items()):
        if isinstance(problem, kind):
            return status
    return 500


def problem_json(request: Request, problem: ShopError) -> Response:
    """The refusal as `{"ok": false, "error": {…}, "requestId": …}`."""
    error: dict[str, Any] = {"code": problem.code, "message": problem.sentence}
    if isinstance(problem, Malformed):
        request.state.is_malformed = True
    if isinstance(problem, Invalid) and problem.fields:
        error["fields"] = problem.fields
    if problem.details:
        error["details"] = jsonable_encoder(problem.details)
    headers = {**headers_of(problem), **getattr(request.state, "limit_headers", {})}
    return _json(request, status_of(problem), error, headers)


def headers_of(problem: ShopError) -> dict[str, str]:
    """The headers a refusal carries besides its status."""
    headers = {"Cache-Control": "no-store"}
    if isinstance(problem, TooMany | ChallengeRequired | Unavailable):
        headers["Retry-After"] = str(problem.retry_after)
    elif isinstance(problem, Conflict) and "retry_after" in problem.details:
        headers["Retry-After"] = str(math.ceil(problem.details["retry_after"]))
    elif isinstance(problem, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def of_http(problem: HTTPException) -> tuple[int, str, str]:
    """Status, code and sentence of what the framework itself refused."""
    code = _PLAIN_STATUS.get(problem.status_code, "error")
    said = "That method is not allowed here." if problem.status_code == 405 else problem.detail
    return problem.status_code, code, NotFound.message if problem.status_code == 404 else said


def http_json(request: Request, problem: HTTPException) -> Response:
    """What the framework refused (unknown path, wrong method), in our shape."""
    status, code, said = of_http(problem)
    headers = {**(problem.headers or {}), "Cache-Control": "no-store"}
    return _json(request, status, {"code": code, "message": said}, headers)


def of_validation(problem: RequestValidationError) -> ShopError:
    """What Pydantic found wrong: 404 for an ill-formed id in the path, else every field at once."""
    found = problem.errors()
    if any(error["loc"][0] == "path" for error in found):
        return NotFound()
    if any(error["type"] == "json_invalid" for error in found):
        return MalformedJson()
    fields: dict[str, list[str]] = {}
    for error in found:
        fields.setdefault(_path(error["loc"]), []).append(sentence_of(error))
    return Malformed(fields)


def sentence_of(error: Mapping[str, Any]) -> str:
    """One Pydantic error as a sentence that says what to do; never echoes the input."""
    if (known := _SENTENCES.get(error["type"])) is not None:
        return known
    said = str(error["msg"]).removeprefix("Value error, ")
    return said if said.endswith(".") else f"{said}."


def incident_json(request: Request, incident: str) -> Response:
    """Our own mistake: an incident number and nothing else."""
    said = f"Something went wrong on our side. Incident {incident}."
    return _json(request, 500, {"code": "internal_error", "message": said}, {})


def _json(
    request: Request, status: int, error: Mapping[str, Any], headers: Mapping[str, str]
) -> Response:
    context = structlog.contextvars.get_contextvars()
    content = {"ok": False, "error": error, "requestId": context.get("request_id", "")}
    return JSONResponse(content, status, dict(headers))


def _path(location: Sequence[Any]) -> str:
    return ".".join(str(part) for part in location[1:]) or "body"
