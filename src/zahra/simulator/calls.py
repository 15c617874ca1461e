"""One API call as the nouns see it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from starlette.datastructures import QueryParams
from starlette.requests import Request

from zahra.simulator.books import Json
from zahra.simulator.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Call:
    ids: Mapping[str, str]  # from the path
    query: QueryParams
    body: Json
    headers: Mapping[str, str]  # names in lower case


async def read_call(request: Request) -> Call:
    """Raises Refusal when the body is not a JSON object. An empty one is."""
    raw = await request.body()
    try:
        body: Any = json.loads(raw) if raw else {}
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal("The request body is not a JSON object.", reason="malformed_request")
    return Call(request.path_params, request.query_params, cast(Json, body), request.headers)
