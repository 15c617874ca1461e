"""The port `Gateway`, filled by Razorpay."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from zahra.base.money import Paise
from zahra.providers.razorpay import (
    disputes,
    events,
    facts,
    links,
    paying,
    settlements,
    wallet,
)
from zahra.providers.razorpay.account import RazorpayAccount
from zahra.providers.razorpay.signatures import is_signed
from zahra.providers.razorpay.wire import Wire
from zahra.shop.disputes.provider import DisputeFact
from zahra.shop.payments import SettledFact
from zahra.shop.payments.provider import (
    AskingRefund,
    EventFact,
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningCustomer,
    OpeningLink,
    OpeningOrder,
    PaymentFact,
    PayPage,
    RefundFact,
    TokenFact,
    Truth,
)

_REFUND_KEY = re.compile(r"[A-Za-z0-9_-]{10,64}")


class RazorpayGateway:
    """One account. Open it once per process, close it in the end."""

    name = "razorpay"
    makes_links = True

    def __init__(self, account: RazorpayAccount) -> None:
        self._account = account
        self._wire = Wire(account)

    async def open_order(self, opening: OpeningOrder) -> GatewayOrder:
        """Open an order, or find the one this receipt opened before.

        Raises GatewayRefused (`receipt_taken`) when that one asks for another sum.
        """
        if self._account.unique_receipts:
            body = {**self._order_body(opening), "unique_receipt": True}
            order = facts.read(facts.order, await self._wire.post_again("/v1/orders", body))
        else:
            order = await self._open_or_find(opening)
        if (order.amount, order.currency) != (opening.amount, opening.currency):
            raise GatewayRefused(reason="receipt_taken", field="receipt")
        return order

    async def open_link(self, opening: OpeningLink) -> GatewayOrder:
        return await links.open_link(self._wire, opening)

    async def close_order(self, order_id: str) -> None:
        """Links can be cancelled; Razorpay's orders cannot."""
        if order_id.startswith(links.PREFIX):
            await links.cancel(self._wire, order_id)

    async def truth_of(self, order_id: str) -> Truth:
        """The order, then its payments: the payments are the younger news."""
        if order_id.startswith(links.PREFIX):
            return await links.truth_of(self._wire, quote(order_id, safe=""))
        path = _path("orders", order_id)
        order = facts.read(facts.order, await self._wire.get(path))
        payments = facts.read(facts.payments, await self._wire.get(f"{path}/payments"))
        return Truth(order, payments)

    async def capture(self, payment_id: str, amount: Paise, currency: str) -> PaymentFact:
        """Capture the whole amount. An error is no answer: if it is captured now, it worked."""
        path = _path("payments", payment_id)
        body = {"amount": amount, "currency": currency}
        try:
            return facts.read(facts.payment, await self._wire.post(f"{path}/capture", body))
        except (GatewayDown, GatewayRefused):
            payment = facts.read(facts.payment, await self._wire.get(path))
            if payment.state != "captured":
                raise
            return payment

    async def refund(self, asking: AskingRefund) -> RefundFact:
        """Ask for money back; the same key and body give the same refund."""
        if not _REFUND_KEY.fullmatch(asking.key):
            raise ValueError("a refund key is 10 to 64 of A-Z a-z 0-9 _ -")
        body = {
            "amount": asking.amount,
            "speed": "normal",
            "receipt": asking.receipt,
            "notes": dict(asking.notes),
        }
        path = f"{_path('payments', asking.payment_id)}/refund"
        headers = {"X-Refund-Idempotency": asking.key}
        return facts.read(facts.refund, await self._wire.post_again(path, body, headers=headers))

    async def refunds_of(self, payment_id: str) -> tuple[RefundFact, ...]:
        """The latest hundred refunds of a payment, newest first."""
        body = await self._wire.get(f"{_path('payments', payment_id)}/refunds", count=100)
        return tuple(facts.read(facts.refund, item) for item in facts.read(facts.items, body))

    async def payments_between(self, since: datetime, until: datetime) -> tuple[PaymentFact, ...]:
        return await settlements.payments_between(self._wire, since, until)

    async def settlement_items(self, day: date) -> tuple[SettledFact, ...]:
        return await settlements.settlement_items(self._wire, day)

    async def dispute(self, dispute_id: str, told: bytes) -> DisputeFact:
        body = await self._wire.get(_path("disputes", dispute_id))
        return facts.read(lambda found: disputes.dispute(found, events.event_type(told)), body)

    def read_event(self, raw: bytes, headers: Mapping[str, str]) -> EventFact:
        return events.read_event(raw, headers, self._account.webhook_secrets)

    def is_genuine_return(self, order_id: str, fields: Mapping[str, str]) -> bool:
        """Whether Razorpay signed this return for the order we stored, whatever it names."""
        if order_id.startswith(links.PREFIX):
            return links.is_genuine_return(order_id, fields, self._account.key_secret)
        message = f"{order_id}|{fields.get('razorpay_payment_id', '')}".encode()
        signature = fields.get("razorpay_signature", "")
        return is_signed(message, signature, (self._account.key_secret,))

    def client_payload(self, order: GatewayOrder, **about: str) -> Mapping[str, Any]:
        return paying.client_payload(self._account, order, about)

    def pay_page(self, client: Mapping[str, Any]) -> PayPage:
        return paying.pay_page(self._account, client)

    async def open_customer(self, opening: OpeningCustomer) -> str:
        return await wallet.open_customer(self._wire, opening)

    async def tokens_of(self, customer_id: str) -> tuple[TokenFact, ...]:
        return await wallet.tokens_of(self._wire, customer_id)

    async def forget_token(self, customer_id: str, token_id: str) -> None:
        await wallet.forget_token(self._wire, customer_id, token_id)

    async def close(self) -> None:
        await self._wire.close()

    async def _open_or_find(self, opening: OpeningOrder) -> GatewayOrder:
        """For accounts without unique receipts: look first, and never send twice."""
        found = await self._wire.get("/v1/orders", receipt=opening.receipt)
        orders = facts.read(facts.items, found)
        body = orders[-1] if orders else None  # newest first: the last is the one we opened
        return facts.read(
            facts.order, body or await self._wire.post("/v1/orders", self._order_body(opening))
        )

    def _order_body(self, opening: OpeningOrder) -> dict[str, Any]:
        return {
            "amount": opening.amount,
            "currency": opening.currency,
            "receipt": opening.receipt,
            "notes": {"order": opening.number, **opening.notes},
            "payment": {
                "capture": "automatic",
                "capture_options": {
                    "automatic_expiry_period": self._account.automatic_minutes,
                    "manual_expiry_period": self._account.manual_minutes,
                    "refund_speed": "normal",
                },
            },
        }


def _path(noun: str, id: str) -> str:
    return f"/v1/{noun}/{quote(id, safe='')}"
