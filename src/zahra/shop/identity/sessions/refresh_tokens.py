"""Refresh tokens: `zrt1.<session>.<secret>`, each derived from the one before.

Only hashes are stored, and yet the same successor can be given twice: the next secret is
`HMAC(key, session ‖ secret)`. Stolen hashes lead nowhere, and neither does the key alone.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from uuid import UUID

from zahra.base.keys import Keys

_PREFIX = "zrt1"
_PURPOSE = "refresh"


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """One token of a session's chain. `secret` is 32 bytes, or what an older shop gave out."""

    session_id: UUID
    secret: bytes

    @property
    def text(self) -> str:
        """What the program keeps; the prefix lets secret scanners know it."""
        return f"{_PREFIX}.{_base64(self.session_id.bytes)}.{_base64(self.secret)}"

    @property
    def hash(self) -> bytes:
        """What the database keeps: a plain SHA-256 is enough for 256 random bits."""
        return hashlib.sha256(self.secret).digest()

    def successor(self, keys: Keys, kid: str) -> "RefreshToken":
        """The next token under a generation of keys. Raises KeyError once that one is gone."""
        message = b"zahra/rt/next/v1" + self.session_id.bytes + self.secret
        secret = hmac.digest(keys.key(_PURPOSE, kid), message, "sha256")
        return RefreshToken(self.session_id, secret)


def first_refresh_token(session_id: UUID) -> RefreshToken:
    """The random start of a chain."""
    return RefreshToken(session_id, secrets.token_bytes(32))


def refresh_token_of(text: str) -> RefreshToken | None:
    """A token as presented; None for anything that has not its form.

    >>> refresh_token_of("zrt1.x.y") is None
    True
    """
    prefix, _, rest = text.partition(".")
    session_id, _, secret = rest.partition(".")
    if (prefix, len(session_id), len(secret)) != (_PREFIX, 22, 43):
        return None
    try:
        found = RefreshToken(UUID(bytes=_bytes(session_id)), _bytes(secret))
    except (ValueError, binascii.Error):
        return None
    return found if found.text == text else None


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
