"""The shape every JSON document has: camelCase, nothing unknown, one envelope."""

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
from pydantic.alias_generators import to_camel

T = TypeVar("T")


class Input(BaseModel):
    """A request body: unknown fields are refused, numbers and texts are not guessed."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=False,
        extra="forbid",
        strict=False,
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )


class Output(BaseModel):
    """Part of an answer, built from the shop's frozen models; what is not here cannot leak."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True, frozen=True
    )


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = Annotated[datetime, PlainSerializer(_rfc3339, return_type=str)]
"""A moment in RFC 3339, UTC, with `Z`."""


class Meta(Output):
    """Where a list stands."""

    page: int
    limit: int
    total: int
    pages: int


class Envelope(BaseModel, Generic[T]):
    """Every good answer: `{"ok": true, "data": …}`."""

    ok: bool = True
    data: T


class ListEnvelope(BaseModel, Generic[T]):
    """Every good answer that is a list, with `meta` beside `data`."""

    ok: bool = True
    data: list[T]
    meta: Meta


def ok(data: T) -> Envelope[T]:
    """Wrap an answer."""
    return Envelope[Any](data=data)


__all__ = ["Envelope", "Field", "Input", "ListEnvelope", "Meta", "Moment", "Output", "ok"]
