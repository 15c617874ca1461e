"""The signature of Stripe's webhooks, checked by ourselves: the SDK takes one from the future."""

import hashlib
import hmac
from collections.abc import Iterable

TOLERANCE = 300  # seconds, to both sides


def signature_of(raw: bytes, stamp: int, secret: str) -> str:
    """HMAC-SHA256 over `stamp.body`, in hex.

    >>> body = b'{"id":"evt_1","object":"event","type":"payment_intent.succeeded"}'
    >>> signature_of(body, 1795363200, "whsec_test_zahra")[:16]
    '6f98c43800281e14'
    """
    message = str(stamp).encode() + b"." + raw
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def is_signed(raw: bytes, header: str, secrets: Iterable[str], *, now: float) -> bool:
    """Whether one of the header's v1 signatures was made with one of the secrets, not more than
    five minutes ago or ahead. While a secret is rolled there are several of both. Constant time
    in the signatures."""
    told = [part.strip().partition("=") for part in header.split(",")][:20]
    stamps = [value for name, _, value in told if name == "t"]
    given = [value.encode() for name, _, value in told if name == "v1"]
    if len(stamps) != 1 or not stamps[0].isascii() or not stamps[0].isdigit():
        return False
    stamp = int(stamps[0][:12])
    expected = [signature_of(raw, stamp, secret).encode() for secret in secrets]
    matches = [hmac.compare_digest(one, other) for one in expected for other in given]
    return any(matches) and abs(now - stamp) <= TOLERANCE
