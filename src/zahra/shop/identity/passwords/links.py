"""The token in a link to a new password: made of the link's id under a key, and never stored.

Queue, logs and a stolen dump hold no token, and a letter that is sent twice holds the same one.
"""

import base64
from binascii import Error as NotBase64
from uuid import UUID

from zahra.base.keys import Keys

_PURPOSE = "password-reset"
_ID_BYTES = 16


def link_token(keys: Keys, reset_id: UUID) -> str:
    """The token of a link: 64 characters that fit into an address."""
    signed = reset_id.bytes + keys.sign(_PURPOSE, reset_id.bytes)
    return base64.urlsafe_b64encode(signed).decode()


def reset_id_of(keys: Keys, token: str) -> UUID | None:
    """The link a token belongs to; None for one that was never made here.

    >>> keys = Keys(["a key for this example, long enough"])
    >>> reset_id_of(keys, link_token(keys, UUID(int=7))) == UUID(int=7)
    True
    >>> reset_id_of(keys, "A" * 64) is None
    True
    """
    try:
        signed = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (NotBase64, UnicodeEncodeError):
        return None
    id_bytes, signature = signed[:_ID_BYTES], signed[_ID_BYTES:]
    is_ours = len(id_bytes) == _ID_BYTES and keys.is_signed(_PURPOSE, id_bytes, signature)
    return UUID(bytes=id_bytes) if is_ours else None
