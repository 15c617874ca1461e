"""From an OpenAPI document to what the documentation page shows. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path or query parameter, or a header."""

    name: str
    place: str
    is_required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One status an endpoint answers with."""

    status: str
    about: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path. `example` is a request body, as indented JSON."""

    anchor: str
    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Parameter, ...]
    example: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The endpoints of one resource."""

    name: str
    endpoints: tuple[Endpoint, ...]


def sections_of(document: Document) -> list[Section]:
    """Endpoints by their first tag, in the document's order."""
    found: dict[str, list[Endpoint]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            tag = (told.get("tags") or ["Other"])[0]
            found.setdefault(tag, []).append(_endpoint(document, path, method, told))
    return [Section(name, tuple(endpoints)) for name, endpoints in found.items()]


def _endpoint(document: Document, path: str, method: str, told: Document) -> Endpoint:
    return Endpoint(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=told.get("description", ""),
        parameters=tuple(_parameter(each) for each in told.get("parameters", [])),
        example=_body_example(document, told),
        outcomes=tuple(
            Outcome(status, answer.get("description", ""))
            for status, answer in told.get("responses", {}).items()
        ),
    )


def _parameter(told: Document) -> Parameter:
    return Parameter(
        told["name"], told["in"], told.get("required", False), told.get("description", "")
    )


def _body_example(document: Document, told: Document) -> str:
    content = told.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return ""
    return json.dumps(example_of(document, content["schema"]), indent=2, ensure_ascii=False)


def example_of(document: Document, schema: Document) -> Any:
    """A value that fits a schema: its example where it has one, else built from its parts."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return example_of(document, document["components"]["schemas"][name])
    for key in ("example", "const", "default"):
        if schema.get(key) is not None:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return example_of(document, choices[0])
    return _built(document, schema)


def _built(document: Document, schema: Document) -> Any:
    kind = schema.get("type")
    if kind == "object":
        parts = cast(Mapping[str, Document], schema.get("properties", {}))
        return {name: example_of(document, each) for name, each in parts.items()}
    if kind == "array":
        return [example_of(document, schema.get("items", {}))]
    plain = {"integer": 1, "number": 1, "boolean": True, "string": "…"}
    return plain.get(str(kind))
