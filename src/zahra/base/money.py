"""Rupees as integer paise: splitting, percentages and how they are written.

No floats, no Decimal: an amount is an `int` of paise from the form to the row. What a price
*means* (discounts, tax) belongs to the shop's packages.
"""

from collections.abc import Sequence
from typing import TypeAlias

Paise: TypeAlias = int


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round half up (away from zero for a positive numerator), in integers.

    >>> half_up(5, 2), half_up(7, 3)
    (3, 2)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def percent_of(amount: Paise, percent: int) -> Paise:
    """A whole percentage of an amount, rounded half up to the paisa.

    >>> percent_of(249900, 10)
    24990
    """
    return half_up(amount * percent, 100)


def discount_percent(mrp: Paise, price: Paise) -> int:
    """The saving off MRP in whole percent, floored, so that no page promises more than it gives.

    >>> discount_percent(269900, 215900)
    20
    """
    return (mrp - price) * 100 // mrp if mrp > price else 0


def split(total: Paise, weights: Sequence[int]) -> list[Paise]:
    """Share `total` in proportion to `weights` by the largest remainder, ties to the earlier.

    The parts always re-add to `total`. Equal weights when all are zero.

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    >>> split(50000, [249900, 299800, 349900])
    [13889, 16663, 19448]
    """
    if not weights:
        raise ValueError("split needs at least one weight")
    if total < 0 or min(weights) < 0:
        raise ValueError("split takes amounts and weights of zero or more")
    whole = sum(weights)
    shares = weights if whole else [1] * len(weights)
    whole = whole or len(weights)
    parts = [total * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-(total * shares[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def format_inr(amount: Paise) -> str:
    """Write an amount with Indian grouping; paise only when there are any.

    >>> format_inr(123456700), format_inr(215950), format_inr(-149900)
    ('₹12,34,567', '₹2,159.50', '-₹1,499')
    """
    sign = "-" if amount < 0 else ""
    rupees, paise = divmod(abs(amount), 100)
    return f"{sign}₹{group_indian(rupees)}" + (f".{paise:02d}" if paise else "")


def group_indian(number: int) -> str:
    """Group digits the Indian way: the last three, then pairs.

    >>> group_indian(100000), group_indian(999), group_indian(1000000000)
    ('1,00,000', '999', '1,00,00,00,000')
    """
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])
