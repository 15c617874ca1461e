"""What an order's buyer sees of money that comes back: decisions, and the refunds they became."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.orders.pieces import GivebackKind
from zahra.shop.payments import Destination, PayoutState, Purpose, RefundState

# How soon banks credit what we send back, in days (the gateways' own words).
_SOURCES = {"upi": ("UPI account", 7), "card": ("card", 10), "wallet": ("wallet", 3)}
_BANK = ("bank account", 10)


def source_of(method: str | None) -> tuple[str, int]:
    """What a payment came from, and within how many days its bank credits what goes back.

    >>> source_of("upi"), source_of("netbanking")
    (('UPI account', 7), ('bank account', 10))
    """
    return _SOURCES.get(method or "", _BANK)


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

    @property
    def there_by(self) -> datetime | None:
        """By when the bank it goes back to credits it; None for what goes another way."""
        if self.destination is not Destination.SOURCE:
            return None
        return self.created_at + timedelta(days=source_of(self.method)[1])
