"""The port to what a gateway says about disputes of the payments it took."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from zahra.base.money import Paise


@dataclass(frozen=True, slots=True)
class DisputeFact:
    """What a gateway says about one dispute.

    `state` is open, under_review, action_required, won, lost or closed; `phase` fraud, retrieval,
    chargeback, pre_arbitration or arbitration. `deducted` has left our balance for it.
    """

    id: str
    payment_id: str  # the gateway's, or our order's name at the gateway
    amount: Paise
    currency: str
    deducted: Paise
    state: str
    phase: str
    reason: str | None  # the bank's or the gateway's code
    respond_by: datetime | None


@runtime_checkable
class Disputing(Protocol):
    """A gateway that tells of disputes."""

    name: str

    async def dispute(self, dispute_id: str, told: bytes) -> DisputeFact:
        """How a dispute stands. `told` is the body of the webhook that named it, which was genuine,
        and empty where there was none.

        Raises GatewayDown, and GatewayRefused, also where `told` is empty and the gateway can only
        tell by itself.
        """
        ...
