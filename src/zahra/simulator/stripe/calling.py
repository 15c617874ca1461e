"""How Stripe is called: a bearer key, forms with brackets, idempotency keys, its error object."""

import hmac
import json
import re
from collections.abc import Callable
from typing import Any

from starlette.requests import Request

from zahra.simulator.books import Json, Thing
from zahra.simulator.calls import Call
from zahra.simulator.desk import Desk
from zahra.simulator.gate import Handler, Manners
from zahra.simulator.refusals import Refusal

_STEP = re.compile(r"[^\[\]]+")


class StripeRefusal(Refusal):
    """An answer that is Stripe's error object."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        type: str = "invalid_request_error",
        status: int = 400,
    ) -> None:
        super().__init__(message, status=status)
        error = {"type": type, "message": message, "code": code, "param": param}
        self.body = {"error": {name: value for name, value in error.items() if value}}


def existing(desk: Desk, kind: str, id: str) -> Thing:
    if (found := desk.books.find(kind, id)) is None:
        raise StripeRefusal(f"No such {kind}: '{id}'", code="resource_missing", status=404)
    return found


def once(handler: Callable[[Desk, Call], Json]) -> Handler:
    """The same `Idempotency-Key` and parameters answer the same; others are refused."""

    def handled(desk: Desk, call: Call) -> Json:
        key = call.headers.get("idempotency-key")
        if key is None:
            return handler(desk, call)
        asked = json.dumps([dict(call.ids), call.body], sort_keys=True)
        earlier = desk.books.find("stripe_key", f"stripe:{key}")
        if earlier is None:
            answer = handler(desk, call)
            kept = {"asked": asked, "answer": answer}
            desk.books.add(Thing(f"stripe:{key}", "stripe_key", "", {}, kept))
            return answer
        if earlier.kept["asked"] != asked:
            raise StripeRefusal(
                "Keys for idempotent requests can only be used with the same parameters they were"
                " first used with.",
                type="idempotency_error",
            )
        return earlier.kept["answer"]

    return handled


def nested(flat: dict[str, str]) -> Json:
    """`a[b][0]=c` as objects within objects; lists are objects with numbers for names.

    >>> nested({"amount": "5", "metadata[receipt]": "r"})
    {'amount': '5', 'metadata': {'receipt': 'r'}}
    """
    body: Json = {}
    for name, value in flat.items():
        *way, last = _STEP.findall(name)
        place: Any = body
        for step in way:
            place = place.setdefault(step, {})
        place[last] = value
    return body


async def _read(request: Request) -> Call:
    form = await request.form() if request.method == "POST" else request.query_params
    flat = {name: value for name, value in form.items() if isinstance(value, str)}
    return Call(request.path_params, request.query_params, nested(flat), request.headers)


def _must_be_authentic(desk: Desk, request: Request) -> None:
    merchant, given = desk.settings.stripe, request.headers.get("authorization", "")
    expected = f"Bearer {merchant.key}" if merchant else ""
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise StripeRefusal("Invalid API Key provided", status=401)


MANNERS: Manners = (_must_be_authentic, _read)
