"""Webhooks: first the signature over the raw bytes, only then the JSON. Its body is a hint."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, cast

from zahra.providers.stripe.account import StripeAccount
from zahra.providers.stripe.signatures import is_signed
from zahra.shop.payments.provider import EventFact, ForgedEvent

UNREADABLE = "unreadable"
_NAME = re.compile(r"[\x21-\x7e]{1,200}")


def read_event(
    account: StripeAccount, raw: bytes, headers: Mapping[str, str], *, now: float
) -> EventFact:
    """Who the event is about. Raises ForgedEvent when no secret fits, or the stamp is not of now.

    A genuine body that is not an event becomes type `unreadable`, so that it is filed.
    """
    given = {name.lower(): value for name, value in headers.items()}
    signature = given.get("stripe-signature", "")
    if not is_signed(raw, signature, account.webhook_secrets, now=now):
        raise ForgedEvent
    event = _object(raw)
    thing = _inside(_inside(event, "data"), "object")
    kind, id = thing.get("object"), _text(thing.get("id"))
    return EventFact(
        id=_text(event.get("id")) or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        type=_text(event.get("type")) or UNREADABLE,
        order_id=id if kind == "checkout.session" else None,
        payment_id=id if kind == "payment_intent" else _text(thing.get("payment_intent")),
        refund_id=id if kind == "refund" else None,
        dispute_id=id if kind == "dispute" else None,
    )


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        event: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return cast(Mapping[str, Any], event) if isinstance(event, dict) else {}


def _inside(thing: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = thing.get(name)
    return cast(Mapping[str, Any], found) if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and _NAME.fullmatch(value) else None
