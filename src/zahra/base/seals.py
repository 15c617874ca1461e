"""Links whose last part is a row's id and a seal: what stands in the database opens nothing, and a
letter can be written again.

112 bits of seal keep it at 40 characters, the most that an SMS may hold at one mark.
"""

import base64
import hmac
from uuid import UUID

from zahra.base.keys import Keys

_ID, _SEAL = 16, 14  # bytes


def sealed(keys: Keys, purpose: str, row_id: UUID) -> str:
    """The id with its seal under the newest key; 40 base64url characters.

    >>> keys = Keys(["0123456789abcdef0123456789abcdef"])
    >>> token = sealed(keys, "tests", UUID(int=7))
    >>> len(token), opened(keys, "tests", token).int, opened(keys, "other", token)
    (40, 7, None)
    """
    seal = keys.sign(purpose, row_id.bytes)[:_SEAL]
    return base64.urlsafe_b64encode(row_id.bytes + seal).decode()


def opened(keys: Keys, purpose: str, token: str) -> UUID | None:
    """The id that a key of ours, of any generation, sealed for this purpose; None for any other."""
    try:
        told = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        return None
    known, seal = told[:_ID], told[_ID:]
    ours = [hmac.digest(key, known, "sha256")[:_SEAL] for key in keys.every(purpose)]
    is_ours = sum(hmac.compare_digest(seal, each) for each in ours) > 0
    return UUID(bytes=known) if is_ours and len(told) == _ID + _SEAL else None
