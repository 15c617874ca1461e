"""The port to a payment gateway: what the shop asks of one, in the shop's own words.

An adapter (`providers/razorpay` …) turns these into the gateway's protocol. Nothing here decides.
Every call may raise `GatewayDown` (no usable answer: unknown whether it acted) or
`GatewayRefused` (a clear no, with the gateway's code and reason).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from zahra.base.errors import Conflict, Unavailable
from zahra.base.money import Paise

UNREADABLE = "unreadable answer"
_REFERENCE = re.compile(r"[A-Za-z0-9/_-]{4,40}")


class GatewayDown(Unavailable):
    """No usable answer came: it is unknown whether the gateway acted."""

    code = "gateway_unavailable"
    message = "The payment service did not answer. Nothing is lost; please try again in a moment."

    @property
    def is_unreadable(self) -> bool:
        """Whether it did answer: of one thing, what nobody can read. Of others it may tell."""
        return self.details.get("why") == UNREADABLE


class GatewayRefused(Conflict):
    """The gateway said no. Details: `gateway_code`, `reason`, `field`, `status`."""

    code = "gateway_refused"
    message = "The payment service refused this payment."

    @property
    def is_about_our_keys(self) -> bool:
        """Whether it is us that the gateway will not talk to: it says nothing of the payment."""
        return self.details.get("status") in (401, 403)


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
    return_to: str = ""  # where a gateway with a page of its own sends the payer back


@dataclass(frozen=True, slots=True)
class OpeningLink:
    """What the gateway needs to make a link that anybody who holds it can pay."""

    receipt: str  # ours, unique per attempt; a repeat returns the same link
    amount: Paise
    currency: str
    number: str
    expires_at: datetime
    return_to: str


@dataclass(frozen=True, slots=True)
class GatewayOrder:
    """A payable order, or link, at the gateway."""

    id: str
    amount: Paise
    currency: str
    status: str  # the gateway's own word
    url: str | None = None  # its own page, where the payer is sent


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
    """What the gateway says about one refund. `reference` is the bank's own number of it, by which
    its customer finds the money (ARN, RRN or UTR)."""

    id: str
    payment_id: str
    amount: Paise
    state: str  # pending | settled | failed
    receipt: str | None
    reference: str | None = None


def bank_reference(*told: object) -> str | None:
    """The first of what a gateway told that can be a bank's number.

    >>> bank_reference(None, "", "<b>", "074512345678"), bank_reference(7)
    ('074512345678', None)
    """
    numbers = (each for each in told if isinstance(each, str) and _REFERENCE.fullmatch(each))
    return next(numbers, None)


@dataclass(frozen=True, slots=True)
class EventFact:
    """A webhook: enough to file it and to know whom to ask about.

    An unsigned one (PayU signs nothing about refunds) is a hint anybody could have sent: it is
    filed only where it names a payment of ours.
    """

    id: str
    type: str
    order_id: str | None
    payment_id: str | None
    refund_id: str | None
    is_signed: bool = True
    dispute_id: str | None = None


@dataclass(frozen=True, slots=True)
class OpeningCustomer:
    """Somebody who lets a gateway keep their ways of paying; it asks for one contact at least."""

    receipt: str
    name: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class TokenFact:
    """A way of paying that a gateway keeps, by reference: never a card's number or expiry."""

    id: str
    kind: str  # the gateway's word: card, upi …
    last_four: str | None
    network: str | None
    issuer: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PayPage:
    """How our pay page hands the payer over: by a script, by a form, or by a plain link."""

    script: str  # address of the gateway's checkout script; empty where it has none
    action: str  # where the plain form is posted, or the link leads
    fields: tuple[tuple[str, str], ...]  # its hidden fields, in order; none: it is a link
    sources: Mapping[str, tuple[str, ...]]  # CSP directive -> hosts, for that page alone


class Gateway(Protocol):
    """A gateway that takes payments for orders."""

    name: str
    makes_links: bool

    async def open_order(self, opening: OpeningOrder) -> GatewayOrder: ...
    async def open_link(self, opening: OpeningLink) -> GatewayOrder:
        """Only where it `makes_links`."""
        ...

    async def close_order(self, order_id: str) -> None:
        """Make an order or a link unpayable, where this gateway can. Paid or closed already is
        fine."""
        ...

    async def truth_of(self, order_id: str) -> Truth: ...
    async def capture(self, payment_id: str, amount: Paise, currency: str) -> PaymentFact: ...
    async def refund(self, asking: AskingRefund) -> RefundFact: ...
    async def refunds_of(self, payment_id: str) -> tuple[RefundFact, ...]: ...
    def read_event(self, raw: bytes, headers: Mapping[str, str]) -> EventFact: ...
    def is_genuine_return(self, order_id: str, fields: Mapping[str, str]) -> bool: ...

    def client_payload(self, order: GatewayOrder, **about: str) -> Mapping[str, Any]:
        """What the API hands to a client. `about`: name, description, payer, email, phone,
        callback_url, hosted_url, customer_id; all optional."""
        ...

    def pay_page(self, client: Mapping[str, Any]) -> PayPage:
        """The same, for our own page. `client` is what `client_payload` returned."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class Wallet(Protocol):
    """A gateway that keeps ways of paying for people who agreed to it."""

    name: str

    async def open_customer(self, opening: OpeningCustomer) -> str:
        """The customer's id there; the same one for the same contact."""
        ...

    async def tokens_of(self, customer_id: str) -> tuple[TokenFact, ...]: ...
    async def forget_token(self, customer_id: str, token_id: str) -> None:
        """Delete one. Unknown already is fine."""
        ...
