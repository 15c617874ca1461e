"""The link in a buyer's message about a failed attempt."""

from uuid import UUID

from zahra.base.errors import NotFound
from zahra.base.keys import Keys
from zahra.base.seals import opened, sealed

_PURPOSE = "delivery-answer"


def link_token(keys: Keys, ndr_id: UUID) -> str:
    """What the link carries: 40 characters.

    >>> keys = Keys(["0123456789abcdef0123456789abcdef"])
    >>> attempt_in(keys, link_token(keys, UUID(int=7))).int
    7
    """
    return sealed(keys, _PURPOSE, ndr_id)


def attempt_in(keys: Keys, token: str) -> UUID:
    """The failed attempt a link is about. Raises NotFound for a link that nobody sealed."""
    ndr_id = opened(keys, _PURPOSE, token)
    if ndr_id is None:
        raise NotFound
    return ndr_id
