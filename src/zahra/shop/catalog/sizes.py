"""The order of sizes and their one spelling, pure.

Shelves, filters and charts list sizes as a tailor does (XS before S before 4XL), never by the
alphabet. What a size measures belongs to the size charts.
"""

import re
from collections.abc import Iterable

FREE = "Free"

_SMALL = {"XXS": 0, "XS": 1, "S": 2, "M": 3, "L": 4}
_EXTRA_LARGE = re.compile(r"(?:([1-9])X|(X+))L")
_NUMBER = re.compile(r"\d{1,3}(?:\.5)?")
_NUMBERS_FROM, _FREE_AT, _UNKNOWN = 1_000, 9_000, 9_999


def canonical_size(label: str) -> str:
    """The shop's spelling of a size; a label it does not know comes back trimmed.

    >>> [canonical_size(label) for label in ("2XL", "xxxl", " m ", "1XL", "free size", "38.0")]
    ['XXL', '3XL', 'M', 'XL', 'Free', '38.0']
    """
    trimmed = label.strip()
    upper = trimmed.upper()
    if upper in {"FREE", "FREE SIZE", "FREESIZE", "FS", "ONE SIZE"}:
        return FREE
    if extra := _EXTRA_LARGE.fullmatch(upper):
        return _extra_large(_how_extra(extra))
    return upper if upper in _SMALL else trimmed


def size_rank(label: str) -> int:
    """Where a size stands: letters, then numbers by value (halves too), then Free, then the rest.

    >>> [size_rank(label) for label in ("XS", "S", "M", "L", "XL", "XXL", "2XL", "3XL", "4XL")]
    [1, 2, 3, 4, 5, 6, 6, 7, 8]
    >>> size_rank("4XL") < size_rank("8") < size_rank("36") < size_rank("36.5") < size_rank("Free")
    True
    """
    size = canonical_size(label)
    if size in _SMALL:
        return _SMALL[size]
    if size == FREE:
        return _FREE_AT
    if extra := _EXTRA_LARGE.fullmatch(size):
        return _SMALL["L"] + _how_extra(extra)
    if _NUMBER.fullmatch(size):
        return _NUMBERS_FROM + round(float(size) * 2)
    return _UNKNOWN


def in_size_order(labels: Iterable[str]) -> list[str]:
    """Sizes in shelf order, repeats kept; unknown ones last, among themselves by the alphabet.

    >>> in_size_order(["XL", "Free", "M", "10", "4XL", "Petite", "8", "XS"])
    ['XS', 'M', 'XL', '4XL', '8', '10', 'Free', 'Petite']
    """
    return sorted(labels, key=lambda label: (size_rank(label), label))


def _how_extra(extra: re.Match[str]) -> int:
    digit, crosses = extra.groups()
    return int(digit) if digit else len(crosses)


def _extra_large(how: int) -> str:
    return "X" * how + "L" if how <= 2 else f"{how}XL"
