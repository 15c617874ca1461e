"""Addresses that other companies' machines call.

They prove themselves by a signature over the raw bytes, never by a cookie: such a body is not
parsed before, and where the call comes from says nothing.
"""

import re

_WEBHOOK = re.compile(r"/api/v1/([a-z]+/webhook(/[\w-]+)?|hooks/[\w-]+)")
_RETURN = re.compile(r"/checkout/return/[^/]+/[^/]+")


def is_webhook(path: str) -> bool:
    """Whether a company's machine calls here, with a body that it has signed.

    >>> is_webhook("/api/v1/payments/webhook/razorpay"), is_webhook("/cart/payments/webhook")
    (True, False)
    """
    return _WEBHOOK.fullmatch(path) is not None


def is_signed(path: str) -> bool:
    """Whether a call here is believed for its signature: a webhook, or a browser that comes back
    from the gateway.

    >>> is_signed("/checkout/return/ZH-1/01a2"), is_signed("/checkout/returns")
    (True, False)
    """
    return is_webhook(path) or _RETURN.fullmatch(path) is not None
