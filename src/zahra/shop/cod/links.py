"""A link to pay a cash order online, and how it is signed.

The link is the row's id and a keyed hash of it: what stands in the database opens nothing, and a
letter can be written again.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.keys import Keys
from zahra.base.money import Paise
from zahra.shop.cod.states import LinkState

_PURPOSE = "prepaid-link"
_SIZE = 16 + 32


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
    """The last part of the link's address: 64 base64url characters."""
    signed = link_id.bytes + keys.sign(_PURPOSE, link_id.bytes)
    return base64.urlsafe_b64encode(signed).decode()


def link_id_in(keys: Keys, token: str) -> UUID | None:
    """The link that a token opens; None for one that nobody signed.

    >>> link_id_in(Keys(["k" * 32]), "nonsense") is None
    True
    """
    try:
        told = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except ValueError:
        return None
    if len(told) != _SIZE or not keys.is_signed(_PURPOSE, told[:16], told[16:]):
        return None
    return UUID(bytes=told[:16])
