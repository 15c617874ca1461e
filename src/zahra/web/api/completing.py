"""What all endpoints have in common, written into the OpenAPI document in one place."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

from zahra.base.errors import TooMany
from zahra.base.idempotency import KeyReused, RequestInProgress
from zahra.web.api.describing import example_of
from zahra.web.api.documenting import codes_of, note
from zahra.web.http.problems import (
    BadRequest,
    BodyTooLarge,
    ChallengeRequired,
    KeyRequired,
    MalformedJson,
    UnsupportedMediaType,
)
from zahra.web.http.routes import ApiRoute

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "An access token of `/auth/otp/verify`, or a program's API key. One that is no "
    "good is 401 wherever somebody is asked for, even where nobody in particular may ask",
}


def complete(made: dict[str, Any], routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """The document with bodies' refusals and examples, idempotency keys, and who may ask."""
    document = deepcopy(made)
    document.setdefault("components", {})["securitySchemes"] = {"bearer": _BEARER}
    for method, endpoint, route in _endpoints(document, routes):
        _say_who_may_ask(endpoint)
        if TooMany.code in codes_of(endpoint, 429):
            note(endpoint["responses"], ChallengeRequired, "429")
        if "requestBody" in endpoint:
            _tell_of_body(document, endpoint)
        if method == "post" and isinstance(route.original_route, ApiRoute):
            _tell_of_key(endpoint)
    return document


def _endpoints(
    document: dict[str, Any], routes: Sequence[BaseRoute]
) -> Iterator[tuple[str, dict[str, Any], RouteContext]]:
    for route in iter_route_contexts(routes):
        for method in route.methods or ():
            endpoint = document["paths"].get(route.path, {}).get(method.lower())
            if endpoint is not None:
                yield method.lower(), endpoint, route


def _say_who_may_ask(endpoint: dict[str, Any]) -> None:
    needs_somebody = "unauthenticated" in codes_of(endpoint, 401)
    endpoint["security"] = [{"bearer": []}] if needs_somebody else [{}, {"bearer": []}]


def _tell_of_body(document: dict[str, Any], endpoint: dict[str, Any]) -> None:
    answers = endpoint["responses"]
    note(answers, BodyTooLarge, "413")
    note(answers, UnsupportedMediaType, "415")
    if (told := endpoint["requestBody"]["content"].get("application/json")) is not None:
        note(answers, MalformedJson, "400")
        told["example"] = example_of(document, told["schema"])
    else:
        note(answers, BadRequest, "400")


def _tell_of_key(endpoint: dict[str, Any]) -> None:
    is_required = KeyRequired.code in codes_of(endpoint, 400)
    endpoint.setdefault("parameters", []).append(
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": is_required,
            "description": "Makes a repeat of this request harmless for 24 hours",
            "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
            "example": "5f2c9a7e-01d3-4b68-9c1e-7a2f4d8b6e03",
        }
    )
    note(endpoint["responses"], RequestInProgress, "409")
    note(endpoint["responses"], KeyReused, "422")
