"""Names and sums as PayU wants them: references short enough, amounts in rupees as text."""

import re
import string
from decimal import Decimal, InvalidOperation
from uuid import UUID

from zahra.base.money import Paise

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_LENGTH = 22  # of 128 bits in base 62; a transaction's id may have 25 letters, a token 23
_SHORT = re.compile(rf"[0-9A-Za-z]{{{_LENGTH}}}")


def shortened(receipt: str) -> str:
    """A reference of ours, which is the hex of a row's id, in 22 letters.

    >>> shortened("0198c0ffee007000800000000000002a")
    '030nfGFtkahJKlYcnrDiXq'
    """
    number, letters = UUID(receipt).int, ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, 62)
        letters = _DIGITS[digit] + letters
    return letters


def lengthened(name: str) -> str | None:
    """The reference that was shortened to this name; None for a name that is not ours.

    >>> lengthened(shortened("0198c0ffee007000800000000000002a"))
    '0198c0ffee007000800000000000002a'
    >>> lengthened("RefundToken1") is None
    True
    """
    if not _SHORT.fullmatch(name):
        return None
    number = 0
    for letter in name:
        number = number * 62 + _DIGITS.index(letter)
    return UUID(int=number).hex if number < 1 << 128 else None


def rupees(amount: Paise) -> str:
    """The one spelling of a sum, which hash and form must share to the byte.

    >>> rupees(249900), rupees(105)
    ('2499.00', '1.05')
    """
    return f"{amount // 100}.{amount % 100:02}"


def paise(told: str) -> Paise:
    """A sum as PayU spells it. Raises ValueError where it is no whole number of paise.

    >>> paise("2499.00"), paise("2499.5"), paise("2499")
    (249900, 249950, 249900)
    """
    try:
        exact = Decimal(told) * 100
        if not exact.is_finite() or exact != exact.to_integral_value() or exact < 0:
            raise ValueError(f"not an amount: {told!r}")
    except InvalidOperation as trouble:
        raise ValueError("not an amount") from trouble
    return int(exact)
