"""The ports to what a gateway says of its own books: what it took, and what it paid out.

Not every gateway tells both; one that does is a `Ledger` or a `Statements` as well as a `Gateway`.
Every call may raise `GatewayDown` or `GatewayRefused`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from zahra.base.money import Paise
from zahra.shop.payments.provider import PaymentFact


@dataclass(frozen=True, slots=True)
class SettledFact:
    """One line of a payout. A payment is `credit` = amount − fee; a refund is a `debit`.

    `kind` is payment, refund, transfer or adjustment; `entity_id` is the gateway's id of it. The
    fee contains its GST, `tax`.
    """

    kind: str
    entity_id: str
    amount: Paise
    credit: Paise
    debit: Paise
    fee: Paise
    tax: Paise
    settlement_id: str
    utr: str | None
    settled_at: datetime
    dispute_id: str | None = None  # of an adjustment: what a bank took back, or gave back


@runtime_checkable
class Ledger(Protocol):
    """A gateway that tells what it took."""

    name: str

    async def payments_between(self, since: datetime, until: datetime) -> tuple[PaymentFact, ...]:
        """Every payment begun between the two moments, both inclusive, oldest first."""
        ...


@runtime_checkable
class Statements(Protocol):
    """A gateway that tells what it paid out."""

    name: str

    async def settlement_items(self, day: date) -> tuple[SettledFact, ...]:
        """Every line of what was paid out on a business day (IST)."""
        ...
