"""The port to a payment gateway: what the shop asks of one, in the shop's own words.

An adapter (`providers/razorpay` …) turns these into the gateway's protocol. Nothing here decides.
Every call may raise `GatewayDown` (no usable answer: unknown whether it acted) or
`GatewayRefused` (a clear no, with the gateway's code and reason).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from zahra.base.errors import Conflict, Unavailable
from zahra.base.money import Paise


class GatewayDown(Unavailable):
    """No usable answer came: it is unknown whether the gateway acted."""

    code = "gateway_unavailable"
    message = "The payment service did not answer. Nothing is lost; please try again in a moment."


class GatewayRefused(Conflict):
    """The gateway said no. Details: `gateway_code`, `reason`, `field`, `status`."""

    code = "gateway_refused"
    message = "The payment service refused this payment."


class ForgedEvent(Exception):
    """A webhook whose signature fits neither the current nor the previous secret."""


@dataclass(frozen=True, slots=True)
class OpeningOrder:
    """What the gateway needs to open a payable order."""

    receipt: str  # ours, unique per attempt, at most 40 characters; a repeat returns the same order
    amount: Paise
    currency: str
    number: str  # the shop's order number, shown to the payer
    notes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class GatewayOrder:
    """A payable order at the gateway."""

    id: str
    amount: Paise
    currency: str
    status: str  # the gateway's own word


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """What the gateway says about one payment, at the moment it was asked."""

    id: str
    order_id: str | None
    amount: Paise
    amount_refunded: Paise
    currency: str
    state: str  # created | failed | authorized | captured | refunded
    method: str | None
    created_at: datetime
    error_code: str | None = None
    error_reason: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict[str, Any])  # scrubbed of personal data


@dataclass(frozen=True, slots=True)
class Truth:
    """The gateway's whole truth about one of its orders."""

    order: GatewayOrder
    payments: tuple[PaymentFact, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class AskingRefund:
    """Money back to the source. `key` makes a repeat harmless (10 to 64 characters)."""

    payment_id: str
    amount: Paise
    key: str
    receipt: str
    notes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class RefundFact:
    """What the gateway says about one refund."""

    id: str
    payment_id: str
    amount: Paise
    state: str  # pending | settled | failed
    receipt: str | None


@dataclass(frozen=True, slots=True)
class EventFact:
    """A verified webhook: enough to file it and to know whom to ask about."""

    id: str
    type: str
    order_id: str | None
    payment_id: str | None
    refund_id: str | None


@dataclass(frozen=True, slots=True)
class PayPage:
    """How our pay page hands the payer over: by a script, or by a form where there is none."""

    script: str  # address of the gateway's checkout script
    action: str  # where the plain form is posted
    fields: tuple[tuple[str, str], ...]  # its hidden fields, in order
    sources: Mapping[str, tuple[str, ...]]  # CSP directive -> hosts, for that page alone


class Gateway(Protocol):
    """A gateway that takes payments for orders."""

    name: str

    async def open_order(self, opening: OpeningOrder) -> GatewayOrder: ...
    async def truth_of(self, order_id: str) -> Truth: ...
    async def capture(self, payment_id: str, amount: Paise, currency: str) -> PaymentFact: ...
    async def refund(self, asking: AskingRefund) -> RefundFact: ...
    async def refund_fact(self, refund_id: str) -> RefundFact: ...
    async def refunds_of(self, payment_id: str) -> tuple[RefundFact, ...]: ...
    def read_event(self, raw: bytes, headers: Mapping[str, str]) -> EventFact: ...
    def is_genuine_return(self, order_id: str, fields: Mapping[str, str]) -> bool: ...

    def client_payload(self, order: GatewayOrder, **about: str) -> Mapping[str, Any]:
        """What the API hands to a client. `about`: name, description, payer, email, phone,
        callback_url, hosted_url; all optional."""
        ...

    def pay_page(self, client: Mapping[str, Any]) -> PayPage:
        """The same, for our own page. `client` is what `client_payload` returned."""
        ...

    async def close(self) -> None: ...
