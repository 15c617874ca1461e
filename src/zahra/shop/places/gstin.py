"""GST identification numbers, checked without asking anyone.

Our own lines, because the well-known library refuses Ladakh (38) and Other Territory (97).
"""

import re

_FORM = re.compile(r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]", re.ASCII)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STATE_CODES = {f"{code:02}" for code in range(1, 39)} | {"97", "99"}


def is_gstin(text: str) -> bool:
    """Whether this is a well-formed GSTIN, in capitals, with the right check character.

    Weights 1 and 2 alternate over base 36; each product's quotient and remainder by 36 are summed.

    >>> is_gstin("27AAPFU0939F1ZV"), is_gstin("38AAPFU0939F1ZS"), is_gstin("27AAPFU0939F1ZA")
    (True, True, False)
    """
    if not _FORM.fullmatch(text) or text[:2] not in _STATE_CODES:
        return False
    products = (_DIGITS.index(c) * (1 + i % 2) for i, c in enumerate(text[:14]))
    total = sum(sum(divmod(product, 36)) for product in products)
    return text[14] == _DIGITS[-total % 36]
