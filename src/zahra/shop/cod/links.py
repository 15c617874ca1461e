"""A link to pay a cash order online, what it is sent with, and its address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zahra.base.keys import Keys
from zahra.base.money import Paise
from zahra.base.seals import opened, sealed
from zahra.shop.cod.states import LINK_LIFE, LinkEvent, LinkState, RewardState

LEAST_LEFT = timedelta(minutes=20)  # a gateway's own link lives at least a quarter of an hour
_PURPOSE = "prepaid-link"


@dataclass(frozen=True, slots=True)
class LinkTerms:
    """What the shop sends links with: how long they are good at most, the Indian hour at which
    orders are picked, before which they end, and the store credit that is promised."""

    lifetime: timedelta = timedelta(hours=12)
    cut_off_hour: int = 14
    reward: Paise = 0


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """What a link is to say: `amount` to be paid, without the fee for paying at the door, which
    is `fee_waived`."""

    amount: Paise
    fee_waived: Paise
    reward: Paise
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PrepaidLink:
    """A link to pay an order online instead of at the door. `amount` is all that is collectable but
    for the fee, `fee_waived`; `reward` is promised for it. None of it changes."""

    id: UUID
    order_id: UUID
    state: LinkState
    amount: Paise
    fee_waived: Paise
    reward: Paise
    sent_by: str
    created_at: datetime
    expires_at: datetime
    state_at: datetime

    @property
    def is_live(self) -> bool:
        return self.state in (LinkState.SENT, LinkState.OPENED)

    @property
    def open_by(self) -> datetime:
        """Until when (inclusive) somebody can begin to pay by it."""
        return self.expires_at - LEAST_LEFT

    def can_be_opened(self, now: datetime) -> bool:
        """Whether somebody can begin to pay by it: one that no carrier took may arrive yet."""
        return LINK_LIFE.allows(self.state, LinkEvent.OPEN) and now <= self.open_by


@dataclass(frozen=True, slots=True)
class Reward:
    """Store credit for having paid a cash order online: promised when the money came, given once
    nothing of the order can be sent back any more, if something of it was kept."""

    order_id: UUID
    link_id: UUID
    amount: Paise
    state: RewardState
    promised_at: datetime
    state_at: datetime


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A link as staff see it. `reward_state` is None where nothing was promised."""

    id: UUID
    order_id: UUID
    state: LinkState
    amount: Paise
    fee_waived: Paise
    reward: Paise
    reward_state: RewardState | None
    sent_by: str
    created_at: datetime
    expires_at: datetime
    state_at: datetime


def token_of(keys: Keys, link_id: UUID) -> str:
    """The last part of the link's address, 40 characters."""
    return sealed(keys, _PURPOSE, link_id)


def link_id_in(keys: Keys, token: str) -> UUID | None:
    """The link that a token opens; None for one that nobody sealed.

    >>> link_id_in(Keys(["k" * 32]), "nonsense") is None
    True
    """
    return opened(keys, _PURPOSE, token)
