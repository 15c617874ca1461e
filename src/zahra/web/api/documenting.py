"""What the API's documentation says about refusals."""

from collections.abc import Mapping
from typing import Any

from zahra.base.errors import Invalid, ShopError
from zahra.web.http.problems import status_of

_ALWAYS: tuple[type[ShopError], ...] = (Invalid,)


def errors(*kinds: type[ShopError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI `responses` for these refusals, each with its code and an example."""
    responses: dict[int | str, dict[str, Any]] = {}
    for kind in (*_ALWAYS, *kinds):
        answer = responses.setdefault(
            _status(kind),
            {
                "description": "",
                "content": {"application/json": {"schema": _SCHEMA, "examples": {}}},
            },
        )
        said = f"`{kind.code}`: {(kind.__doc__ or '').splitlines()[0]}"
        answer["description"] = "\n\n".join(filter(None, [answer["description"], said]))
        answer["content"]["application/json"]["examples"][kind.code] = {"value": _example(kind)}
    return responses


def _status(kind: type[ShopError]) -> int:
    return status_of(kind.__new__(kind))


def _example(kind: type[ShopError]) -> Mapping[str, Any]:
    error = {"code": kind.code, "message": kind.message}
    return {"ok": False, "error": error, "requestId": "5f2c9a7e01d34b68"}


_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["ok", "error", "requestId"],
    "properties": {
        "ok": {"const": False},
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
                "details": {"type": "object"},
            },
        },
        "requestId": {"type": "string"},
    },
}
