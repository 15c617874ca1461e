"""Code 128 (ISO/IEC 15417), set B: what couriers' scanners read off a label. Pure."""

import re
from collections.abc import Iterator

# Widths of bar, space, bar, space, bar, space of each value, 0 to 105, as the standard's table 1.
_TABLE = re.findall(
    r"\d{6}",
    """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232
    122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122
    321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311
    211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113
    213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
    121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
    241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121
    412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412
    211214 211232
    """,
)
_START_B, _STOP, _MODULUS = 104, "2331112", 103


def code128(text: str) -> tuple[int, ...]:
    """The widths of bars and spaces in turn, beginning and ending with a bar, in modules.

    Raises ValueError for what set B does not have: anything but printable ASCII.

    >>> code128("A")[:12]
    (2, 1, 1, 2, 1, 4, 1, 1, 1, 3, 2, 3)
    >>> sum(code128("59600000001")) == 11 * (1 + 11 + 1) + 13
    True
    """
    if not text or not text.isascii() or not text.isprintable():
        raise ValueError("a barcode holds printable ASCII")
    return tuple(int(width) for pattern in _patterns(text) for width in pattern)


def _patterns(text: str) -> Iterator[str]:
    values = [ord(letter) - 32 for letter in text]
    check = (_START_B + sum(at * value for at, value in enumerate(values, start=1))) % _MODULUS
    yield from (_TABLE[value] for value in (_START_B, *values, check))
    yield _STOP
