"""The link in a buyer's message about a failed attempt."""

import base64
import binascii
import hmac
from uuid import UUID

from zahra.base.errors import NotFound
from zahra.base.keys import Keys

_PURPOSE = "delivery-answer"
_ID, _SEAL = 16, 14  # bytes: together 40 characters, the most that an SMS may hold at one mark


def link_token(keys: Keys, ndr_id: UUID) -> str:
    """What the link carries: the record's id and a seal of 112 bits; 40 characters.

    >>> keys = Keys(["0123456789abcdef0123456789abcdef"])
    >>> len(link_token(keys, UUID(int=7))), opened(keys, link_token(keys, UUID(int=7))).int
    (40, 7)
    """
    seal = keys.sign(_PURPOSE, ndr_id.bytes)[:_SEAL]
    return base64.urlsafe_b64encode(ndr_id.bytes + seal).decode()


def opened(keys: Keys, token: str) -> UUID:
    """The record a link is about. Raises NotFound unless a key of ours, of any generation, sealed
    it."""
    try:
        sealed = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotFound from None
    known, seal = sealed[:_ID], sealed[_ID:]
    ours = [hmac.digest(key, known, "sha256")[:_SEAL] for key in keys.every(_PURPOSE)]
    if len(sealed) != _ID + _SEAL or not sum(hmac.compare_digest(seal, each) for each in ours):
        raise NotFound
    return UUID(bytes=known)
