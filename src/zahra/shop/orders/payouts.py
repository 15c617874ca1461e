"""What a payout is to the buyer it is owed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.payments import PayoutState


@dataclass(frozen=True, slots=True)
class PayoutSeen:
    """A refund on its way to an account, as its buyer may see it. `shown` is what may be read of
    the account, `last_error` why the bank refused it."""

    id: UUID
    number: str
    order_id: UUID
    order_number: str
    amount: Paise
    state: PayoutState
    shown: str | None
    utr: str | None
    last_error: str | None
    created_at: datetime
    settled_at: datetime | None

    @property
    def needs_account(self) -> bool:
        return self.state is PayoutState.NEEDS_ACCOUNT
