"""How each endpoint of the door is called: curl lines and a collection, read from the API's own
description."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi.openapi.utils import get_openapi

from zahra.app import assemble
from zahra.settings import Settings
from zahra.web.api.completing import complete
from zahra.web.site import create_site

_DOOR = ("Auth", "Users", "Staff", "Admin", "Messaging")
# Where a thing can be proved in several ways, one of them.
_ONE_WAY = {
    "/api/v1/auth/step-up": ("method", "otp"),
    "/api/v1/auth/password/reset": ("password", "token"),
}
_NOWHERE = "postgresql://nowhere/none"  # described, never asked
_ORIGIN = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Call:
    """One endpoint with an example of what it is sent."""

    section: str
    method: str
    path: str
    summary: str
    needs_somebody: bool
    body: Any | None


def calls_section() -> str:
    """The endpoints as `curl` lines, for the page about signing in."""
    parts = [_TOP]
    for section in dict.fromkeys(call.section for call in calls()):
        parts.append(f"### {section}\n")
        parts += [_told(call) for call in calls() if call.section == section]
    return "\n".join(parts)


def collection() -> str:
    """`docs/auth.postman_collection.json`: Postman's format 2.1, which Bruno imports as well."""
    folders = {
        section: [_item(call) for call in calls() if call.section == section]
        for section in dict.fromkeys(call.section for call in calls())
    }
    told = {
        "info": {
            "name": "Zahra: signing in",
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}"}]},
        "variable": [{"key": "origin", "value": _ORIGIN}, {"key": "token", "value": ""}],
        "item": [{"name": name, "item": items} for name, items in folders.items()],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


@cache
def calls() -> tuple[Call, ...]:
    """Every endpoint of the door, in the order of the document."""
    return tuple(_calls(_document()))


def _calls(document: dict[str, Any]) -> Iterator[Call]:
    for path, methods in document["paths"].items():
        for method, endpoint in methods.items():
            section = endpoint["tags"][0]
            if section in _DOOR:
                yield Call(
                    section,
                    method.upper(),
                    path,
                    endpoint["summary"],
                    {} not in endpoint["security"],
                    _example(document, path, endpoint),
                )


def _example(document: dict[str, Any], path: str, endpoint: dict[str, Any]) -> Any | None:
    """What to send: what must be there, and what has an example of its own."""
    content = endpoint.get("requestBody", {}).get("content", {}).get("application/json", {})
    told = content.get("example")
    if not isinstance(told, dict):
        return told
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    required = document["components"]["schemas"].get(name, {}).get("required", [])
    one_way = _ONE_WAY.get(path)
    return {
        key: value
        for key, value in told.items()
        if (key in one_way if one_way else key in required or value != "…")
    }


def _document() -> dict[str, Any]:
    settings = Settings(database_url=_NOWHERE, _env_file=None)  # pyright: ignore[reportCallIssue]
    site = create_site(assemble(settings), settings)
    made = get_openapi(title=site.title, version=site.version, routes=site.routes)
    return complete(made, site.routes)


def _told(call: Call) -> str:
    return f"{call.summary}: `{call.method} {call.path}`\n\n```sh\n{_curl(call)}\n```\n"


def _curl(call: Call) -> str:
    parts = [f"curl -X {call.method} $ORIGIN{_variables(call.path)}"]
    if call.needs_somebody:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if call.body is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d '{json.dumps(call.body, ensure_ascii=False)}'")
    return " \\\n  ".join(parts)


def _variables(path: str) -> str:
    """`/users/{user_id}` with its holes as variables."""
    parts = path.split("/")
    return "/".join(f"${part[1:-1].upper()}" if part[:1] == "{" else part for part in parts)


def _item(call: Call) -> dict[str, Any]:
    path = "/".join(f":{part[1:-1]}" if part[:1] == "{" else part for part in call.path.split("/"))
    request: dict[str, Any] = {"method": call.method, "url": "{{origin}}" + path, "header": []}
    if not call.needs_somebody:
        request["auth"] = {"type": "noauth"}
    if call.body is not None:
        raw = json.dumps(call.body, indent=2, ensure_ascii=False)
        request["body"] = {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
    return {"name": call.summary, "request": request}


_TOP = """## Calls

With a shop from `make run`. The code that `otp/send` asks for is at `$ORIGIN/__dev/outbox` in
development; `TOKEN` is the `accessToken` that `otp/verify` or `login` answers with, or a program's
API key. An ellipsis is for you to fill in.

```sh
ORIGIN=http://127.0.0.1:8000
```
"""
