"""Webhooks: first the signature over the raw bytes, only then the JSON.

The body of an event is a hint about whom to ask, never the truth: it is a snapshot, may come
late, twice or before our own call returns.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, cast

from zahra.providers.razorpay.signatures import is_signed
from zahra.shop.payments.provider import EventFact, ForgedEvent

UNREADABLE = "unreadable"
_NAME = re.compile(r"[\x21-\x7e]{1,200}")


def read_event(raw: bytes, headers: Mapping[str, str], secrets: tuple[str, ...]) -> EventFact:
    """Who the event is about. Raises ForgedEvent when no secret fits.

    A genuine body that is not an event becomes type `unreadable`, so that it is filed and
    answered with 200: Razorpay switches a webhook off that keeps failing.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if not is_signed(raw, given.get("x-razorpay-signature", ""), secrets):
        raise ForgedEvent
    event = _object(raw)
    entities = _entities(event)
    payment, refund = entities.get("payment", {}), entities.get("refund", {})
    link, order = entities.get("payment_link", {}), entities.get("order", {})
    dispute = entities.get("dispute", {})
    return EventFact(
        id=_text(given.get("x-razorpay-event-id")) or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        type=_text(event.get("event")) or UNREADABLE,
        order_id=next(filter(None, map(_text, _orders(link, payment, order))), None),
        payment_id=next(filter(None, map(_text, _payments(payment, refund, dispute))), None),
        refund_id=_text(refund.get("id")),
        dispute_id=_text(dispute.get("id")),
    )


def _orders(link: dict[str, Any], payment: dict[str, Any], order: dict[str, Any]) -> list[Any]:
    """What of ours is being paid: a link, else an order."""
    return [link.get("id"), payment.get("order_id"), order.get("id")]


def event_type(raw: bytes) -> str:
    """What a genuine body says has happened; empty where it says nothing."""
    return _text(_object(raw).get("event")) or ""


def _payments(payment: dict[str, Any], *others: dict[str, Any]) -> list[Any]:
    """Which payment it is about: by its own id, or as a refund or a dispute names it."""
    return [payment.get("id"), *(other.get("payment_id") for other in others)]


def _object(raw: bytes) -> dict[str, Any]:
    try:
        event: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return cast(dict[str, Any], event) if isinstance(event, dict) else {}


def _entities(event: dict[str, Any]) -> dict[str, dict[str, Any]]:
    payload = event.get("payload")
    if not isinstance(payload, dict):
        return {}
    found = {
        name: cast(dict[str, Any], part).get("entity")
        for name, part in cast(dict[str, Any], payload).items()
        if isinstance(part, dict)
    }
    return {name: cast(dict[str, Any], one) for name, one in found.items() if isinstance(one, dict)}


def _text(value: Any) -> str | None:
    """A name the gateway gave; nothing it gives is longer or holds other characters."""
    return value if isinstance(value, str) and _NAME.fullmatch(value) else None
