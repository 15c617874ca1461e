"""Writing a copy down: JSON with the names that the API uses."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID


def written(document: Mapping[str, Any]) -> bytes:
    """The document as JSON in UTF-8; moments in RFC 3339, amounts in paise.

    >>> print(written({"place_of_supply": "08", "placed_on": date(2026, 11, 22)}).decode())
    {
      "placeOfSupply": "08",
      "placedOn": "2026-11-22"
    }
    """
    told = json.dumps(_renamed(document), ensure_ascii=False, indent=2, default=_plain)
    return told.encode()


def _renamed(value: Any) -> Any:
    """The same with every name in camelCase."""
    if isinstance(value, Mapping):
        told = cast(Mapping[str, Any], value)
        return {_camel(name): _renamed(inner) for name, inner in told.items()}
    if isinstance(value, list | tuple):
        return [_renamed(inner) for inner in cast(list[Any], value)]
    return value


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not written yet")
