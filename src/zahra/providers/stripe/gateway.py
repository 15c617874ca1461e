"""The port `Gateway`, filled by Stripe's Checkout Sessions."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import stripe

from zahra.base.money import Paise
from zahra.providers.stripe import disputes, events, facts
from zahra.providers.stripe.account import StripeAccount
from zahra.providers.stripe.wire import Wire
from zahra.shop.disputes.provider import DisputeFact
from zahra.shop.payments.provider import (
    UNREADABLE,
    AskingRefund,
    EventFact,
    GatewayDown,
    GatewayOrder,
    GatewayRefused,
    OpeningLink,
    OpeningOrder,
    PaymentFact,
    PayPage,
    RefundFact,
    Truth,
)

_UNFOLDED = ["payment_intent.latest_charge"]


class StripeGateway:
    """One account. Open it once per process, close it in the end."""

    name = "stripe"
    makes_links = False

    def __init__(self, account: StripeAccount) -> None:
        self._account = account
        self._wire = Wire(account)

    async def open_order(self, opening: OpeningOrder) -> GatewayOrder:
        """Open a session, or find the one this receipt opened within a day."""
        if opening.currency != "INR":
            raise ValueError("the shop takes rupees only")
        key: stripe.RequestOptions = {"idempotency_key": f"zahra-session-{opening.receipt}"}
        body = await self._wire.ask(
            lambda client: client.v1.checkout.sessions.create_async(_session(opening), key)
        )
        return facts.read(facts.session, body)

    async def open_link(self, opening: OpeningLink) -> GatewayOrder:
        raise GatewayRefused(reason="no_links")

    async def close_order(self, order_id: str) -> None:
        """Expire the session; one that is paid or has expired is left as it is."""
        try:
            await self._wire.ask(lambda client: client.v1.checkout.sessions.expire_async(order_id))
        except GatewayRefused:
            if (await self.truth_of(order_id)).order.status == "open":
                raise

    async def truth_of(self, order_id: str) -> Truth:
        body = await self._wire.ask(
            lambda client: client.v1.checkout.sessions.retrieve_async(
                order_id, {"expand": _UNFOLDED}
            )
        )
        return facts.read(facts.truth, body)

    async def payments_between(self, since: datetime, until: datetime) -> tuple[PaymentFact, ...]:
        """The payments of the sessions that were opened in a span of time."""
        wish: stripe.params.checkout.SessionListParams = {
            "created": {"gte": int(since.timestamp()), "lte": int(until.timestamp())},
            "limit": 100,
            "expand": [f"data.{name}" for name in _UNFOLDED],
        }
        found = list[PaymentFact]()
        while True:
            body = await self._wire.ask(
                lambda client, asked=wish: client.v1.checkout.sessions.list_async(asked)
            )
            page = facts.read(facts.truths, body)
            found += [payment for truth in page for payment in truth.payments]
            if not page or body.get("has_more") is not True:
                return tuple(sorted(found, key=lambda payment: (payment.created_at, payment.id)))
            wish = {**wish, "starting_after": page[-1].order.id}

    async def capture(self, payment_id: str, amount: Paise, currency: str) -> PaymentFact:
        """Capture the whole amount. An error is no answer: if it is captured now, it worked."""
        key: stripe.RequestOptions = {"idempotency_key": f"zahra-capture-{payment_id}"}
        try:
            body = await self._wire.ask(
                lambda client: client.v1.payment_intents.capture_async(
                    payment_id, {"amount_to_capture": amount}, key
                )
            )
        except (GatewayDown, GatewayRefused):
            body = await self._wire.ask(
                lambda client: client.v1.payment_intents.retrieve_async(payment_id)
            )
            if body.get("status") != "succeeded":
                raise
        found = facts.read(lambda told: facts.payment(told, None), body)
        if found is None:
            raise GatewayDown(why=UNREADABLE)
        return found

    async def refund(self, asking: AskingRefund) -> RefundFact:
        """Ask for money back; the same key and body give the same refund."""
        wish: stripe.params.RefundCreateParams = {
            "payment_intent": asking.payment_id,
            "amount": asking.amount,
            "metadata": {"receipt": asking.receipt, **asking.notes},
        }
        key: stripe.RequestOptions = {"idempotency_key": asking.key}
        body = await self._wire.ask(lambda client: client.v1.refunds.create_async(wish, key))
        return facts.read(facts.refund, body)

    async def refunds_of(self, payment_id: str) -> tuple[RefundFact, ...]:
        """The latest hundred refunds of a payment, newest first."""
        wish: stripe.params.RefundListParams = {"payment_intent": payment_id, "limit": 100}
        body = await self._wire.ask(lambda client: client.v1.refunds.list_async(wish))
        return facts.read(facts.refunds, body)

    async def dispute(self, dispute_id: str, told: bytes) -> DisputeFact:
        body = await self._wire.ask(lambda client: client.v1.disputes.retrieve_async(dispute_id))
        return facts.read(disputes.dispute, body)

    def read_event(self, raw: bytes, headers: Mapping[str, str]) -> EventFact:
        return events.read_event(self._account, raw, headers, now=time.time())

    def is_genuine_return(self, order_id: str, fields: Mapping[str, str]) -> bool:
        """Stripe signs no return: it only names the session, which nobody else knows."""
        return bool(order_id) and fields.get("session_id") == order_id

    def client_payload(self, order: GatewayOrder, **about: str) -> Mapping[str, Any]:
        """Where the payer goes; Stripe knows the way back from the opening."""
        return {"sessionId": order.id, "url": order.url}

    def pay_page(self, client: Mapping[str, Any]) -> PayPage:
        """A plain link: nothing of Stripe's is loaded by our page."""
        return PayPage(script="", action=client["url"], fields=(), sources={})

    async def close(self) -> None:
        await self._wire.close()


def _session(opening: OpeningOrder) -> Any:
    about = {"order": opening.number, "receipt": opening.receipt, **opening.notes}
    return {
        "mode": "payment",
        "client_reference_id": opening.receipt,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": opening.currency.lower(),
                    "unit_amount": opening.amount,
                    "product_data": {"name": f"Order {opening.number}"},
                },
            }
        ],
        "metadata": about,
        "payment_intent_data": {"metadata": about, "description": f"Order {opening.number}"},
        "success_url": f"{opening.return_to}?session_id={{CHECKOUT_SESSION_ID}}",
        "cancel_url": opening.return_to,
    }
