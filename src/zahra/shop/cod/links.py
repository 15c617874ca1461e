"""A link to pay a cash order online, and its address."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.keys import Keys
from zahra.base.money import Paise
from zahra.base.seals import opened, sealed
from zahra.shop.cod.states import LinkState

_PURPOSE = "prepaid-link"


@dataclass(frozen=True, slots=True)
class PrepaidLink:
    """A link to pay an order online instead of at the door; `amount` is all that is collectable."""

    id: UUID
    order_id: UUID
    state: LinkState
    amount: Paise
    sent_by: str
    created_at: datetime
    expires_at: datetime
    state_at: datetime

    @property
    def is_live(self) -> bool:
        return self.state in (LinkState.SENT, LinkState.OPENED)


def token_of(keys: Keys, link_id: UUID) -> str:
    """The last part of the link's address, 40 characters."""
    return sealed(keys, _PURPOSE, link_id)


def link_id_in(keys: Keys, token: str) -> UUID | None:
    """The link that a token opens; None for one that nobody sealed.

    >>> link_id_in(Keys(["k" * 32]), "nonsense") is None
    True
    """
    return opened(keys, _PURPOSE, token)
