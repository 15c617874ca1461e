"""Razorpay's two signatures, both HMAC-SHA256 in hex: over a webhook's raw bytes, and over
`order_id|payment_id` when the browser comes back from the checkout.
"""

import hashlib
import hmac
from collections.abc import Iterable


def signature_of(message: bytes, secret: str) -> str:
    """Sign the exact bytes.

    >>> signature_of(b"order_ZAH0000000001|pay_ZAH0000000001", "rzp_demo_secret_9f2c")[:16]
    'c625a7525d752981'
    """
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def is_signed(message: bytes, signature: str, secrets: Iterable[str]) -> bool:
    """Whether any of the secrets made this signature. Constant time in the signature."""
    given = signature.encode()
    matches = [
        hmac.compare_digest(signature_of(message, secret).encode(), given) for secret in secrets
    ]
    return any(matches)
