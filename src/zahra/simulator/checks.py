"""Reading what a merchant sent: the documented limits, the documented words."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from zahra.simulator.books import Books, Json, Thing
from zahra.simulator.refusals import Refusal, no_such_id

_FAR = 2**40
_PREFIXES = {"order": "order_", "payment": "pay_", "refund": "rfnd_", "dispute": "disp_"}


def existing(books: Books, kind: str, id: str) -> Thing:
    """The thing of that id. Unknown ids are a 400 at Razorpay, not a 404."""
    if not id.startswith(_PREFIXES[kind]):
        raise Refusal(f"{id} is not a valid id")
    thing = books.find(kind, id)
    if thing is None:
        raise no_such_id()
    return thing


def only(body: Json, known: Collection[str]) -> None:
    extra = [name for name in body if name not in known]
    if extra:
        raise Refusal(
            f"{', '.join(extra)} is/are not required and should not be sent",
            field=extra[0],
            reason="extra_field_sent",
        )


def amount(body: Json, *, smallest: int = 100) -> int:
    """The `amount` in paise."""
    value = body.get("amount")
    if value is None:
        raise Refusal("amount: is required.", field="amount")
    if type(value) is not int:
        raise Refusal("The amount must be an integer.", field="amount")
    if value < smallest:
        raise Refusal("The amount must be at least INR 1.00", field="amount")
    return value


def rupees(body: Json) -> str:
    if body.get("currency") != "INR":
        raise Refusal("Currency is not supported", field="currency")
    return "INR"


def text(body: Json, name: str, *, longest: int) -> str | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Refusal(f"The {name} must be a string.", field=name)
    if len(value) > longest:
        raise Refusal(f"The {name} may not be greater than {longest} characters.", field=name)
    return value


def object(body: Json, name: str) -> Json:
    """An object inside the body; an empty one when it is not there."""
    value: Any = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refusal(f"The {name} must be an object.", field=name)
    return cast(Json, value)


def one_of(body: Json, name: str, words: Collection[str], *, default: str) -> str:
    value = body.get(name, default)
    if value not in words:
        raise Refusal(f"The selected {name} is invalid.", field=name)
    return str(value)


def minutes(body: Json, name: str, *, least: int, most: int) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most:
        raise Refusal(f"{name} must be between {least} and {most} minutes", field=name)
    return value


def notes(body: Json) -> Json | list[Any]:
    """At most 15 pairs of at most 256 characters. None at all is an empty LIST."""
    value: Any = body.get("notes")
    if not value:
        return []
    if not isinstance(value, dict):
        raise Refusal("The notes must be an array.", field="notes")
    pairs = cast(Json, value)
    if len(pairs) > 15:
        raise Refusal("Number of fields in notes should be less than or equal to 15", field="notes")
    if any(len(str(said)) > 256 for said in pairs.values()):
        raise Refusal("Each note may not be longer than 256 characters.", field="notes")
    return pairs


def whole(query: Mapping[str, str], name: str, default: int, *, most: int | None = None) -> int:
    """A number in a query string."""
    said = query.get(name)
    if said is None:
        return default
    if not said.isascii() or not said.isdigit():
        raise Refusal(f"The {name} must be an integer.", field=name)
    if most is not None and not 1 <= int(said) <= most:
        raise Refusal(f"The {name} must be between 1 and {most}.", field=name)
    return min(int(said), _FAR)
