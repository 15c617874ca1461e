"""Stripe's objects into the port's facts. Pure; what cannot be read is `GatewayDown`."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from zahra.shop.payments.provider import (
    UNREADABLE,
    GatewayDown,
    GatewayOrder,
    PaymentFact,
    RefundFact,
    Truth,
)

Json = Mapping[str, Any]
Fact = TypeVar("Fact")

# What is not here is a payer who has not finished, or a bank that has not answered.
_STATES = {"succeeded": "captured", "requires_capture": "authorized", "canceled": "failed"}
_REFUND_STATES = {"succeeded": "settled", "failed": "failed", "canceled": "failed"}
_KEPT = ("id", "amount", "amount_received", "currency", "status", "created", "livemode")


def read(reader: Callable[[Json], Fact], body: Json) -> Fact:
    """Apply a reader below. Raises GatewayDown when the answer has not the documented shape."""
    try:
        return reader(body)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as trouble:
        raise GatewayDown(why=UNREADABLE) from trouble


def session(body: Json) -> GatewayOrder:
    """A Checkout Session; its page has an address until it is paid or has expired."""
    url = body.get("url")
    return GatewayOrder(
        id=text(body["id"]),
        amount=whole(body["amount_total"]),
        currency=_currency(body),
        status=text(body["status"]),
        url=text(url) if url else None,
    )


def truth(body: Json) -> Truth:
    """A session with its PaymentIntent and that one's latest charge unfolded."""
    order, intent = session(body), body.get("payment_intent")
    if intent is None:
        return Truth(order, ())
    found = payment(_object(intent), order.id)
    return Truth(order, (found,) if found else ())


def truths(body: Json) -> tuple[Truth, ...]:
    """A page of a list of sessions, as they came: newest first."""
    return tuple(truth(each) for each in _listed(body))


def payment(intent: Json, session_id: str | None) -> PaymentFact | None:
    """A PaymentIntent; None while the payer has not tried to pay with it."""
    status, error = text(intent["status"]), intent.get("last_payment_error")
    has_failed = status == "canceled" or (status == "requires_payment_method" and bool(error))
    if status == "requires_payment_method" and not error:
        return None
    charge = intent.get("latest_charge")
    unfolded: Json = _object(charge) if isinstance(charge, dict) else {}
    return PaymentFact(
        id=text(intent["id"]),
        order_id=session_id,
        amount=whole(intent["amount"]),
        amount_refunded=whole(unfolded.get("amount_refunded") or 0),
        currency=_currency(intent),
        state="failed" if has_failed else _STATES.get(status, "created"),
        method=_method(unfolded),
        created_at=datetime.fromtimestamp(whole(intent["created"]), UTC),
        error_code=_said(error, "code") if has_failed else None,
        error_reason=_reason(error) if has_failed else None,
        raw={name: intent[name] for name in _KEPT if name in intent},
    )


def refund(body: Json) -> RefundFact:
    """A refund. A state we do not know counts as `pending`."""
    return RefundFact(
        id=text(body["id"]),
        payment_id=text(body["payment_intent"]),
        amount=whole(body["amount"]),
        state=_REFUND_STATES.get(text(body["status"]), "pending"),
        receipt=_said(body.get("metadata"), "receipt"),
    )


def refunds(body: Json) -> tuple[RefundFact, ...]:
    return tuple(refund(each) for each in _listed(body))


def _listed(body: Json) -> list[Json]:
    found = body["data"]
    if not isinstance(found, list):
        raise TypeError("data is not a list")
    return [_object(each) for each in cast(list[Any], found)]


def _reason(error: Any) -> str:
    """Why, in the words our pages know."""
    told = _said(error, "decline_code") or _said(error, "code")
    words = {"insufficient_funds": "insufficient_funds", "expired_card": "card_number_invalid"}
    if told == "payment_intent_authentication_failure":
        return "authentication_failed"
    return words.get(told or "", "card_declined" if told else "payment_cancelled")


def _said(thing: Any, name: str) -> str | None:
    return word(_object(thing).get(name)) if isinstance(thing, dict) else None


def _method(charge: Json) -> str | None:
    return _said(charge.get("payment_method_details"), "type")


def _currency(body: Json) -> str:
    return text(body["currency"]).upper()


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return cast(Json, value)


def text(value: Any) -> str:
    if not isinstance(value, str) or not value or not value.isprintable():
        raise TypeError("not a text")
    return value


def word(value: Any) -> str | None:
    """What may be left out; something else in its place says nothing."""
    return value if isinstance(value, str) and value and value.isprintable() else None


def whole(value: Any) -> int:
    if type(value) is not int:  # True is an int, and no amount
        raise TypeError("not a whole number")
    return value
