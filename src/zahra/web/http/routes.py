"""The route class of the API: unknown query parameters refused, POSTs answered once.

A POST with an `Idempotency-Key` is claimed before its handler runs and its answer kept after it;
2xx, 409 and 422 from the rule are kept, everything else lets the key go. Only fingerprints of
bodies are stored. `/auth/*` and webhooks use `PlainRoute`: their answers hold tokens or none.
"""

import hashlib
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from zahra.base import idempotency
from zahra.base.errors import Conflict, Invalid
from zahra.base.idempotency import Answer, Claim
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.problems import KeyRequired, of_validation, problem_json
from zahra.web.http.sessions import identify, shop_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class PlainRoute(APIRoute):
    """Refuses query parameters the route does not declare, naming them.

    A route whose parameters depend on data says so with `openapi_extra={"x-open-query": True}`.
    """

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        known = _query_names(self.dependant)
        is_open = bool((self.openapi_extra or {}).get("x-open-query"))

        async def handler(request: Request) -> Response:
            unknown = set(request.query_params) - known
            if unknown and not is_open:
                raise Invalid(dict.fromkeys(sorted(unknown), "There is no such parameter."))
            return await handle(request)

        return handler


class ApiRoute(PlainRoute):
    """Also honours `Idempotency-Key` on POST."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()
        if self.methods != {"POST"}:
            return handle

        async def once(request: Request) -> Response:
            if (key := key_of(request)) is None:
                return await handle(request)
            return await _answer_once(request, key, handle)

        return once


def key_of(request: Request) -> str | None:
    """The idempotency key. Raises Invalid for one that is not 1–255 visible ASCII characters."""
    if (key := request.headers.get("idempotency-key")) is None:
        return None
    if not _KEY.fullmatch(key):
        raise Invalid({"Idempotency-Key": "Send 1 to 255 visible ASCII characters."})
    return key


def _required_key(request: Request) -> str:
    if (key := key_of(request)) is None:
        raise KeyRequired
    return key


RequiredKey = Annotated[str, Depends(_required_key)]
"""The Idempotency-Key of a route that cannot do without: 400 `idempotency_key_required`."""


async def _answer_once(request: Request, key: str, handle: Handler) -> Response:
    database = shop_of(request).database
    route = f"{request.method} {request.url.path}"
    fingerprint = hashlib.sha256(await request.body()).digest()
    claim = Claim(await _caller_of(request), route, key, fingerprint)
    async with database.transaction() as tx:
        stored = await idempotency.claim(tx, claim)
    if stored is not None:
        return _replayed(stored)
    try:
        answer = await _handled(request, handle)
    except BaseException:
        async with database.transaction() as tx:
            await idempotency.release(tx, claim)
        raise
    async with database.transaction() as tx:
        await idempotency.keep_answer(tx, claim, Answer(answer.status_code, bytes(answer.body)))
    return answer


async def _handled(request: Request, handle: Handler) -> Response:
    """The handler's answer; a refusal by the rule (409, 422) is an answer too."""
    try:
        return await handle(request)
    except RequestValidationError as problem:
        raise of_validation(problem) from problem
    except (Conflict, Invalid) as problem:
        return problem_json(request, problem)


def _replayed(stored: Answer) -> Response:
    headers = {"Idempotent-Replayed": "true", "Cache-Control": "no-store"}
    return Response(stored.body, stored.status, headers, media_type="application/json")


async def _caller_of(request: Request) -> str:
    actor = await identify(request)
    if actor.user_id is not None:
        return f"user:{actor.user_id}"
    token = request.headers.get("x-cart-token") or read_cookie(request, Cookie.CART)
    if token:
        return "cart:" + hashlib.sha256(token.encode()).hexdigest()
    return f"guest:{request.client.host if request.client else ''}"


def _query_names(dependant: Dependant) -> set[str]:
    names = {field.alias for field in dependant.query_params}
    for field in dependant.query_params:
        model = getattr(field.field_info, "annotation", None)
        inner = getattr(model, "model_fields", {})
        names |= {each.alias or name for name, each in inner.items()}
    for inside in dependant.dependencies:
        names |= _query_names(inside)
    return names


__all__ = ["ApiRoute", "PlainRoute", "RequiredKey", "key_of"]
