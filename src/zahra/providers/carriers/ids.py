"""What comes back with a carrier's report: headers, and our own names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID


def given(headers: Mapping[str, str], name: str) -> str:
    """A header's value; empty where there is none. `name` is in lower case."""
    return next((value for key, value in headers.items() if key.lower() == name), "")


def delivery_named(text: Any) -> UUID | None:
    """Our name for a delivery, if this is one.

    >>> delivery_named("0")
    >>> delivery_named("0197a2f0-0000-7000-8000-000000000001")
    UUID('0197a2f0-0000-7000-8000-000000000001')
    """
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
