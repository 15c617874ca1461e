"""Razorpay's JSON into the port's facts. Pure; what cannot be read is `GatewayDown`."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from zahra.shop.payments.provider import (
    UNREADABLE,
    GatewayDown,
    GatewayOrder,
    PaymentFact,
    RefundFact,
    bank_reference,
)

Json = Mapping[str, Any]
Fact = TypeVar("Fact")

PERSONAL = frozenset({"contact", "email", "vpa", "name", "bank_account", "ip"})
_PAYMENT_STATES = frozenset({"created", "failed", "authorized", "captured", "refunded"})
_REFUND_STATES = {"processed": "settled", "failed": "failed"}


def read(reader: Callable[[Json], Fact], body: Json) -> Fact:
    """Apply a reader below. Raises GatewayDown when the answer has not the documented shape."""
    try:
        return reader(body)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as trouble:
        raise GatewayDown(why=UNREADABLE) from trouble


def items(body: Json) -> list[Json]:
    """The members of a `collection`."""
    found = body["items"]
    if not isinstance(found, list):
        raise TypeError("items is not a list")
    return cast(list[Json], found)


def order(body: Json) -> GatewayOrder:
    return GatewayOrder(
        id=text(body["id"]),
        amount=whole(body["amount"]),
        currency=text(body["currency"]),
        status=text(body["status"]),
    )


def payment(body: Json) -> PaymentFact:
    """A payment. A state we do not know counts as undecided (`created`)."""
    state = text(body["status"])
    return PaymentFact(
        id=text(body["id"]),
        order_id=word(body.get("order_id")),
        amount=whole(body["amount"]),
        amount_refunded=whole(body.get("amount_refunded") or 0),
        currency=text(body["currency"]),
        state=state if state in _PAYMENT_STATES else "created",
        method=word(body.get("method")),
        created_at=datetime.fromtimestamp(whole(body["created_at"]), UTC),
        error_code=word(body.get("error_code")),
        error_reason=word(body.get("error_reason")),
        raw=scrubbed(body),
    )


def payments(body: Json) -> tuple[PaymentFact, ...]:
    """A collection of payments, oldest first (Razorpay sends the newest first)."""
    found = [payment(item) for item in reversed(items(body))]
    return tuple(sorted(found, key=lambda fact: fact.created_at))


def refund(body: Json) -> RefundFact:
    """A refund. A state we do not know counts as `pending`."""
    return RefundFact(
        id=text(body["id"]),
        payment_id=text(body["payment_id"]),
        amount=whole(body["amount"]),
        state=_REFUND_STATES.get(text(body["status"]), "pending"),
        receipt=word(body.get("receipt")),
        reference=bank_reference(*(_acquirer(body).get(name) for name in ("arn", "rrn", "utr"))),
    )


def _acquirer(body: Json) -> Json:
    told = body.get("acquirer_data")
    return cast(Json, told) if isinstance(told, dict) else {}


def scrubbed(value: Any) -> Any:
    """The same without what identifies a person, at any depth.

    >>> scrubbed({"id": "pay_1", "email": "a@b.in", "card": {"name": "Asha", "last4": "1007"}})
    {'id': 'pay_1', 'card': {'last4': '1007'}}
    """
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        return {key: scrubbed(inner) for key, inner in fields.items() if key not in PERSONAL}
    if isinstance(value, list):
        return [scrubbed(inner) for inner in cast(list[Any], value)]
    return value


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError("not a text")
    return value


def word(value: Any) -> str | None:
    """What may be left out; something else in its place says nothing."""
    return value if isinstance(value, str) and value and value.isprintable() else None


def whole(value: Any) -> int:
    if type(value) is not int:  # True is an int, and no amount
        raise TypeError("not a whole number")
    return value
