"""A gateway in memory, so that orders of the past are paid for through the shop's own verbs.

It stands in for the real one only while the story is told and is forgotten afterwards: no order
may be left waiting for its word.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from zahra.base.money import Paise
from zahra.shop.payments import (
    AskingRefund,
    EventFact,
    ForgedEvent,
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


@dataclass(slots=True)
class Bank:
    """Fills the `Gateway` port under the name of the shop's default gateway.

    While `is_silent` it opens no orders: whoever orders then has yet to choose how to pay.
    """

    name: str = "razorpay"
    makes_links: bool = False
    is_silent: bool = False
    _orders: dict[str, GatewayOrder] = field(default_factory=dict[str, GatewayOrder])
    _payments: dict[str, PaymentFact] = field(default_factory=dict[str, PaymentFact])
    _refunds: dict[str, RefundFact] = field(default_factory=dict[str, RefundFact])
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def take(self, order_id: str, method: str, *, at: datetime) -> None:
        """The payer pays the whole order."""
        self._note(order_id, method, "captured", at=at)

    def decline(self, order_id: str, method: str, *, at: datetime) -> None:
        """The payer's bank says no."""
        failed = self._note(order_id, method, "failed", at=at)
        self._payments[failed.id] = replace(
            failed, error_code="BAD_REQUEST_ERROR", error_reason="payment_declined"
        )

    async def open_order(self, opening: OpeningOrder) -> GatewayOrder:
        """Raises GatewayDown while silent."""
        if self.is_silent:
            raise GatewayDown
        order = GatewayOrder(self._id("order"), opening.amount, opening.currency, "created")
        self._orders[order.id] = order
        return order

    async def open_link(self, opening: OpeningLink) -> GatewayOrder:
        """It makes no links."""
        raise GatewayRefused

    async def close_order(self, order_id: str) -> None:
        """Nothing of it outlives the story."""

    async def truth_of(self, order_id: str) -> Truth:
        payments = (each for each in self._payments.values() if each.order_id == order_id)
        return Truth(self._orders[order_id], tuple(payments))

    async def capture(self, payment_id: str, amount: Paise, currency: str) -> PaymentFact:
        """Payments are captured as they are made."""
        return self._payments[payment_id]

    async def refund(self, asking: AskingRefund) -> RefundFact:
        """Gives it back at once."""
        paid = self._payments[asking.payment_id]
        returned = paid.amount_refunded + asking.amount
        self._payments[paid.id] = replace(paid, amount_refunded=returned)
        arn = f"74512{next(self._numbers):07}"
        refund = RefundFact(
            self._id("rfnd"), paid.id, asking.amount, "settled", asking.receipt, arn
        )
        self._refunds[refund.id] = refund
        return refund

    async def refunds_of(self, payment_id: str) -> tuple[RefundFact, ...]:
        return tuple(each for each in self._refunds.values() if each.payment_id == payment_id)

    def read_event(self, raw: bytes, headers: Mapping[str, str]) -> EventFact:
        """It sends no webhooks."""
        raise ForgedEvent

    def is_genuine_return(self, order_id: str, fields: Mapping[str, str]) -> bool:
        return False

    def client_payload(self, order: GatewayOrder, **about: str) -> Mapping[str, Any]:
        return {}

    def pay_page(self, client: Mapping[str, Any]) -> PayPage:
        """It has no page to pay on."""
        raise GatewayRefused

    async def close(self) -> None:
        """Nothing is open."""

    def _note(self, order_id: str, method: str, state: str, *, at: datetime) -> PaymentFact:
        order = self._orders[order_id]
        fact = PaymentFact(
            id=self._id("pay"),
            order_id=order_id,
            amount=order.amount,
            amount_refunded=0,
            currency=order.currency,
            state=state,
            method=method,
            created_at=at,
        )
        self._payments[fact.id] = fact
        return fact

    def _id(self, kind: str) -> str:
        return f"{kind}_Demo{next(self._numbers):010}"
