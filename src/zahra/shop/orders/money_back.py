"""What an order's buyer sees of money that comes back: decisions, and the refunds they became."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.orders.pieces import GivebackKind
from zahra.shop.payments import Destination, PayoutState, Purpose, RefundState


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """Money that was given back, and how much of it has arrived."""

    id: UUID
    kind: GivebackKind
    reason: str
    amount: Paise
    settled: Paise
    uncollected: Paise
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """A part of a payment on its way back to who paid it.

    `method` is what the payment was made by at its gateway. Of a payout `account` is what may be
    read of where it goes. `reference` is the bank's own number, by which its customer finds it.
    """

    id: UUID
    giveback_id: UUID | None
    amount: Paise
    state: RefundState
    destination: Destination
    purpose: Purpose
    method: str | None
    payout: PayoutState | None
    account: str | None
    reference: str | None
    created_at: datetime
    settled_at: datetime | None
