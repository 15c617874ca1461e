"""The arithmetic of codes: to which step of time an app's code belongs, how a typed one is read."""

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

from pyotp.totp import TOTP

STEP = timedelta(seconds=30)
RECOVERY_CODES: Final = 10
_SECRET_BYTES = 20  # RFC 4226, 4: as long as the hash
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O, U
_MISREAD = str.maketrans("OIL", "011")
_RECOVERY_LENGTH = 10  # 50 bits


def new_secret() -> bytes:
    """160 random bits for an authenticator app."""
    return secrets.token_bytes(_SECRET_BYTES)


def in_base32(secret: bytes) -> str:
    """A secret as apps take it and people type it.

    >>> in_base32(b"12345678901234567890")
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    """
    return base64.b32encode(secret).decode()


def matching_step(secret: bytes, code: str, *, now: datetime, after: int) -> int | None:
    """The step of time a code belongs to: the current or the previous one, if later than `after`.

    Both are compared, in constant time (RFC 6238, 5.2: a validator takes a code once).

    >>> from datetime import UTC
    >>> at = datetime.fromtimestamp(59, UTC)
    >>> matching_step(b"12345678901234567890", "287082", now=at, after=0)
    1
    >>> matching_step(b"12345678901234567890", "287082", now=at, after=1) is None
    True
    """
    app, typed = TOTP(in_base32(secret)), code.encode(errors="replace")
    current = int(now.timestamp() // STEP.total_seconds())
    found = None
    for step in (current - 1, current):
        expected = app.generate_otp(step).encode() if step >= 0 else b""
        if hmac.compare_digest(expected, typed) and step > after:
            found = step
    return found


def uri_for(secret: bytes, *, account: str, issuer: str) -> str:
    """What the QR code says; apps show it as "issuer (account)"."""
    return TOTP(in_base32(secret)).provisioning_uri(name=account, issuer_name=issuer)


def new_recovery_code() -> str:
    """Fifty random bits in two groups, to be written down."""
    symbols = "".join(secrets.choice(_SYMBOLS) for _ in range(_RECOVERY_LENGTH))
    return f"{symbols[:5]}-{symbols[5:]}"


def tidied(code: str) -> str:
    """A code as compared, whichever kind it is: no blanks and hyphens, misread letters put right.

    >>> tidied("123 456"), tidied("o1iab-cd3fg")
    ('123456', '011ABCD3FG')
    """
    kept = "".join(char for char in code if not char.isspace() and char != "-")
    return kept.upper().translate(_MISREAD)


def is_recovery_code(tidy: str) -> bool:
    """Whether this has a recovery code's length; an app's code is shorter."""
    return len(tidy) == _RECOVERY_LENGTH
