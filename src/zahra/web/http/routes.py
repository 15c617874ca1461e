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
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zahra.base import idempotency, ids
from zahra.base.errors import Invalid
from zahra.base.idempotency import Answer, Claim
from zahra.web.http.cookies import Cookie, read_cookie
from zahra.web.http.problems import KeyRequired, Malformed
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
                raise Malformed(dict.fromkeys(sorted(unknown), "There is no such parameter."))
            return await handle(request)

        return handler


class ApiRoute(PlainRoute):
    """Also honours `Idempotency-Key` on POST.

    The route is wrapped as a whole, its transaction included: catching a refusal any further
    inside would look like a return to the transaction, and commit.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if scope["method"] != "POST" or (key := key_of(request)) is None:
            return await super().handle(scope, receive, send)
        return await _answer_once(request, key, super().handle, send)


def key_of(request: Request) -> str | None:
    """The idempotency key. Raises Invalid for one that is not 1–255 visible ASCII characters."""
    if (key := request.headers.get("idempotency-key")) is None:
        return None
    if not _KEY.fullmatch(key):
        raise Invalid({"Idempotency-Key": "Send 1 to 255 visible ASCII characters."})
    return key


async def _required_key(request: Request) -> str:
    if (key := key_of(request)) is None:
        raise KeyRequired
    return key


async def _offered_key(request: Request) -> str:
    return key_of(request) or ids.token()


RequiredKey = Annotated[str, Depends(_required_key)]
"""The Idempotency-Key of a route that cannot do without: 400 `idempotency_key_required`."""
OfferedKey = Annotated[str, Depends(_offered_key)]
"""The Idempotency-Key where one was sent, else one that no repeat will have."""


async def _answer_once(request: Request, key: str, app: ASGIApp, send: Send) -> None:
    database = shop_of(request).database
    body = await request.body()
    route = f"{request.method} {request.url.path}"
    claim = Claim(await caller_of(request), route, key, hashlib.sha256(body).digest())
    async with database.transaction() as tx:
        stored = await idempotency.claim(tx, claim)
    if stored is not None:
        return await _replayed(stored)(request.scope, request.receive, send)
    held: list[Message] = []
    try:
        await app(request.scope, _replaying(body), _holding(held))
    finally:
        async with database.transaction() as tx:
            if answer := _worth_keeping(request, held):
                await idempotency.keep_answer(tx, claim, answer)
            else:
                await idempotency.release(tx, claim)
    for message in held:
        await send(message)


def _worth_keeping(request: Request, held: list[Message]) -> Answer | None:
    """The answer, if repeats are to be given it: 2xx, and 409 and 422 from the rule.

    One that hands out a cart's token is not: tokens are never stored, and a repeat without it
    would leave the guest with a cart that nobody can open.
    """
    if not held or getattr(request.state, "is_malformed", False):
        return None
    if any(name == b"x-cart-token" for name, _ in held[0]["headers"]):
        return None
    status = held[0]["status"]
    if not (200 <= status < 300 or status in (409, 422)):
        return None
    return Answer(status, b"".join(message.get("body", b"") for message in held[1:]))


def _holding(held: list[Message]) -> Send:
    async def hold(message: Message) -> None:
        held.append(message)

    return hold


def _replaying(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _replayed(stored: Answer) -> Response:
    headers = {"Idempotent-Replayed": "true", "Cache-Control": "no-store"}
    return Response(stored.body, stored.status, headers, media_type="application/json")


async def caller_of(request: Request) -> str:
    """Whose key it is: keys of different callers never meet."""
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


__all__ = ["ApiRoute", "OfferedKey", "PlainRoute", "RequiredKey", "caller_of", "key_of"]
