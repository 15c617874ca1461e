"""What the API's documentation says about refusals."""

from collections.abc import Mapping
from typing import Any

from zahra.base.errors import Invalid, ShopError
from zahra.web.http.problems import status_of

Responses = dict[int | str, dict[str, Any]]
_ALWAYS: tuple[type[ShopError], ...] = (Invalid,)


def errors(*kinds: type[ShopError]) -> Responses:
    """OpenAPI `responses` for these refusals, each with its code and an example."""
    responses: Responses = {}
    for kind in (*_ALWAYS, *kinds):
        note(responses, kind, _status(kind))
    return responses


def public(*kinds: type[ShopError]) -> Responses:
    """The same for a GET that anybody may keep: its ETag, and 304 for who has it already."""
    tag = {"description": "Send it back as `If-None-Match`", "schema": {"type": "string"}}
    return {
        **errors(*kinds),
        200: {"headers": {"ETag": tag}},
        304: {"description": "What the ETag of `If-None-Match` names is still true."},
    }


def note(responses: dict[Any, Any], kind: type[ShopError], status: int | str) -> None:
    """Add one refusal to the answers of an endpoint."""
    empty: dict[str, Any] = {
        "description": "",
        "content": {"application/json": {"schema": _SCHEMA, "examples": {}}},
    }
    answer = responses.setdefault(status, empty)
    examples = answer["content"]["application/json"]["examples"]
    if kind.code not in examples:
        said = f"`{kind.code}`: {(kind.__doc__ or '').splitlines()[0]}"
        answer["description"] = "\n\n".join(filter(None, [answer["description"], said]))
        examples[kind.code] = {"value": _example(kind)}


def codes_of(endpoint: Mapping[str, Any], status: int) -> set[str]:
    """The codes an endpoint of the document answers with, at this status."""
    answer = endpoint["responses"].get(str(status), {})
    return set(answer.get("content", {}).get("application/json", {}).get("examples", {}))


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
