"""What a dispute is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.money import Paise
from zahra.shop.disputes.states import DISPUTE_LIFE, DisputePhase, DisputeState


@dataclass(frozen=True, slots=True)
class Dispute:
    """A payer's bank wants money back that a gateway took for us: all of a payment, or some."""

    id: UUID
    payment_id: UUID
    order_id: UUID
    provider: str
    provider_dispute_id: str
    state: DisputeState
    phase: DisputePhase
    amount: Paise
    deducted: Paise  # what has left our balance for it
    reason: str | None  # a code of the bank's
    respond_by: datetime | None
    opened_at: datetime
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return not DISPUTE_LIFE.is_final(self.state)

    @property
    def is_holding(self) -> bool:
        """Whether nothing of its order is sent: the money may go, or has gone."""
        return self.is_open or self.lost > 0

    @property
    def lost(self) -> Paise:
        """What is gone for good."""
        return self.deducted if self.state is DisputeState.LOST else 0
