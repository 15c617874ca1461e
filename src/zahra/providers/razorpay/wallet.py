"""Customers and their tokens: what Razorpay keeps of cards, told without what we may not know."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

from zahra.providers.razorpay import facts
from zahra.providers.razorpay.facts import Json
from zahra.providers.razorpay.wire import Wire
from zahra.shop.payments.provider import GatewayRefused, OpeningCustomer, TokenFact

_FOUR = re.compile(r"[0-9]{4}")


async def open_customer(wire: Wire, opening: OpeningCustomer) -> str:
    """The customer of this contact, made or found."""
    name = opening.name if opening.name and 3 <= len(opening.name) <= 50 else None
    told = {"name": name, "contact": opening.phone, "email": opening.email}
    body = {key: value for key, value in told.items() if value}
    found = await wire.post_again("/v1/customers", {**body, "fail_existing": "0"})
    return facts.read(lambda customer: _text(customer["id"]), found)


async def tokens_of(wire: Wire, customer_id: str) -> tuple[TokenFact, ...]:
    body = await wire.get(f"/v1/customers/{quote(customer_id, safe='')}/tokens", count=100)
    return tuple(facts.read(token_fact, item) for item in facts.read(facts.items, body))


async def forget_token(wire: Wire, customer_id: str, token_id: str) -> None:
    """Delete a token; one that Razorpay does not know is gone already."""
    customer, token = quote(customer_id, safe=""), quote(token_id, safe="")
    try:
        await wire.delete(f"/v1/customers/{customer}/tokens/{token}")
    except GatewayRefused as no:
        if no.details.get("status") != 400:  # what an unknown id is answered with
            raise


def token_fact(body: Json) -> TokenFact:
    card = _inside(body.get("card"))
    last_four = card.get("last4")
    return TokenFact(
        id=_text(body["id"]),
        kind=_text(body["method"]),
        last_four=last_four if _FOUR.fullmatch(str(last_four or "")) else None,
        network=_word(card.get("network")),
        issuer=_word(card.get("issuer") or body.get("bank")),
        created_at=datetime.fromtimestamp(int(body["created_at"]), UTC),
    )


def _inside(value: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, dict) else {}


def _word(value: Any) -> str | None:
    return value[:40] if isinstance(value, str) and value else None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("not a text")
    return value
