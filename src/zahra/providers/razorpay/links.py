"""Payment links: orders with an address of their own. The one thing Razorpay lets us close."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zahra.providers.razorpay import facts
from zahra.providers.razorpay.facts import Json
from zahra.providers.razorpay.wire import Wire
from zahra.shop.payments.provider import (
    GatewayOrder,
    GatewayRefused,
    OpeningLink,
    PaymentFact,
    Truth,
)

PREFIX = "plink_"
_OVER = ("paid", "cancelled", "expired")
_SIGNED = ("reference_id", "status")


async def open_link(wire: Wire, opening: OpeningLink) -> GatewayOrder:
    """A new link, or the one this reference made before: a reference is good for one."""
    found = await wire.get("/v1/payment_links", reference_id=opening.receipt)
    known = facts.read(_links, found)
    body = known[0] if known else await wire.post("/v1/payment_links", _body(opening))
    link = facts.read(_link, body)
    if (link.amount, link.currency) != (opening.amount, opening.currency):
        raise GatewayRefused(reason="receipt_taken", field="reference_id")
    return link


async def truth_of(wire: Wire, link_id: str) -> Truth:
    """The link, then every payment of the order behind it, failed ones too."""
    body = await wire.get(f"/v1/payment_links/{link_id}")
    link, order_id = facts.read(_link, body), body.get("order_id")
    if not isinstance(order_id, str) or not order_id:
        return Truth(link, ())
    paid = facts.read(facts.payments, await wire.get(f"/v1/orders/{order_id}/payments"))
    return Truth(link, tuple(_of_link(payment, order_id, link_id) for payment in paid))


async def cancel(wire: Wire, link_id: str) -> None:
    """Cancel a link; one that is paid, cancelled or expired already is left as it is."""
    try:
        await wire.post_again(f"/v1/payment_links/{link_id}/cancel", {})
    except GatewayRefused:
        body = await wire.get(f"/v1/payment_links/{link_id}")
        if body.get("status") not in _OVER:
            raise


def is_genuine_return(link_id: str, fields: Mapping[str, str], secret: str) -> bool:
    """Whether Razorpay signed this return for our link, whatever link it names.

    >>> is_genuine_return("plink_1", {"razorpay_signature": "forged"}, "secret")
    False
    """
    told = [fields.get(f"razorpay_payment_link_{name}", "") for name in _SIGNED]
    message = "|".join((link_id, *told, fields.get("razorpay_payment_id", "")))
    expected = hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), fields.get("razorpay_signature", "").encode())


def _body(opening: OpeningLink) -> dict[str, Any]:
    """Nothing about the payer: we send the link ourselves, and Razorpay asks what it needs."""
    return {
        "amount": opening.amount,
        "currency": opening.currency,
        "accept_partial": False,
        "reference_id": opening.receipt,
        "description": f"Order {opening.number}",
        "expire_by": int(opening.expires_at.timestamp()),
        "reminder_enable": False,
        "notify": {"sms": False, "email": False},
        "notes": {"order": opening.number},
        "callback_url": opening.return_to,
        "callback_method": "get",
    }


def _link(body: Json) -> GatewayOrder:
    order, url = facts.order(body), body["short_url"]
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise TypeError("short_url is no address")
    return replace(order, url=url)


def _links(body: Json) -> list[Json]:
    found = body["payment_links"]
    if not isinstance(found, list):
        raise TypeError("payment_links is not a list")
    return found  # pyright: ignore[reportUnknownVariableType]  each is read by `_link`


def _of_link(payment: PaymentFact, order_id: str, link_id: str) -> PaymentFact:
    """The payment as one of the link, which is what we asked to be paid."""
    return replace(payment, order_id=link_id) if payment.order_id == order_id else payment
