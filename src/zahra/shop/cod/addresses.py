"""Whether an address can be found by somebody with a parcel. Pure, and coarse on purpose: it adds
points, it refuses nobody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zahra.shop.cod.model import Quality

_LEAST = 8  # letters and digits in the first line
_ROWS = ("asdf", "qwer", "zxcv", "hjkl", "uiop", "abcd")
_DUMMIES = frozenset({"test", "testing", "dummy", "none", "na", "nil", "xyz", "abc", "address"})
_REPEATED = re.compile(r"([a-z])\1{3}")
_MUTE = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Door:
    """Where an order would go, as it was typed."""

    line1: str
    state_code: str
    line2: str | None = None
    landmark: str | None = None


def quality_of(door: Door, states: Sequence[str]) -> Quality:
    """What is odd about an address whose PIN code lies in these states (none: nobody knows).

    >>> quality_of(Door("12 Johari Bazaar", "08", "Near Hawa Mahal"), ["08"]) == Quality()
    True
    >>> odd = quality_of(Door("asdfgh", "27"), ["08"])
    >>> odd.is_short, odd.is_gibberish, odd.has_no_second_line, odd.is_elsewhere
    (True, True, True, True)
    """
    return Quality(
        is_short=_is_short(door.line1),
        is_gibberish=_is_gibberish(door.line1),
        has_no_second_line=not (door.line2 or door.landmark),
        is_elsewhere=bool(states) and door.state_code not in states,
    )


def _is_short(line: str) -> bool:
    words = _WORD.findall(line)
    return len(words) < 2 or sum(map(len, words)) < _LEAST


def _is_gibberish(line: str) -> bool:
    """Keys pressed side by side, one letter again and again, no vowel for six letters, or words
    that stand for nothing. Other scripts than Latin are not looked at."""
    text = line.casefold()
    words = _WORD.findall(text)
    if words and all(word in _DUMMIES for word in words):
        return True
    odd = _REPEATED.search(text) or _MUTE.search(text)
    return odd is not None or any(row in text for row in _ROWS)
