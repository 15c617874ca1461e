"""Rows to models, converted once by annotation.

`class_row` leaves an enum as `str` and nested JSON as `dict`; `row_of(Model)` looks at the
model's annotations and turns each column into what the model says it holds. Inside JSON ids and
times are text; they become what the nested model says too.
"""

import types
import typing
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from psycopg import AsyncCursor

T = TypeVar("T")
Converter = Callable[[Any], Any]
_FROM_TEXT: dict[Any, Converter] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}


@cache
def row_of(model: type[T]) -> Callable[[AsyncCursor[Any]], Callable[[Sequence[Any]], T]]:
    """A psycopg row factory that builds `model` from columns named like its fields.

    Columns the model does not know are an error, and so are fields without a column or default.
    """
    converters = _converters_of(model)

    def factory(cursor: AsyncCursor[Any]) -> Callable[[Sequence[Any]], T]:
        names = [column.name for column in cursor.description or ()]
        converting = [(i, c) for i, n in enumerate(names) if (c := converters.get(n))]

        def make(values: Sequence[Any]) -> T:
            if converting:
                values = list(values)
                for index, convert in converting:
                    values[index] = convert(values[index])
            return model(**dict(zip(names, values, strict=True)))

        return make

    return factory


@cache
def _converters_of(model: type[Any]) -> dict[str, Converter]:
    hints = typing.get_type_hints(model)
    found = {field.name: converter_for(hints[field.name]) for field in fields(model)}
    return {name: convert for name, convert in found.items() if convert is not None}


def converter_for(annotation: Any) -> Converter | None:
    """How to turn a driver's value into `annotation`; None where it already is one."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(annotation) if a is not type(None)]
        convert = converter_for(inner[0]) if len(inner) == 1 else None
        return (lambda v: None if v is None else convert(v)) if convert else None
    if origin in (tuple, frozenset):
        return _gathered(origin, converter_for(typing.get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _nested(annotation)
    return None


def _gathered(gather: Callable[[Any], Any], convert: Converter | None) -> Converter:
    return lambda values: gather(map(convert, values) if convert else values)


def _nested(model: type[Any]) -> Converter:
    hints = typing.get_type_hints(model)
    texts = {field.name: parse for field in fields(model) if (parse := _parser(hints[field.name]))}
    converters = {**_converters_of(model), **texts}

    def build(value: dict[str, Any]) -> Any:
        return model(**{k: converters[k](v) if k in converters else v for k, v in value.items()})

    return build


def _parser(annotation: Any) -> Converter | None:
    """How to read an id or a time that JSON holds as text, or several of them."""
    wanted = typing.get_args(annotation) or (annotation,)
    if (origin := typing.get_origin(annotation)) in (tuple, frozenset):
        each = _FROM_TEXT.get(wanted[0])
        return _gathered(origin, each) if each else None
    parse = next((_FROM_TEXT[each] for each in wanted if each in _FROM_TEXT), None)
    return (lambda text: None if text is None else parse(text)) if parse else None
