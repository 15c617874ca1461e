"""Codes: how they are spelled, and how new ones are made. Pure."""

import re
import secrets
import unicodedata

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another when read aloud
_CODE = re.compile(r"[A-Z0-9]{3,32}")
_RANDOM = 10  # letters: 49 bits


def fold(typed: str) -> str | None:
    """A code as it is kept: capitals and digits, whatever was typed between; None for no code.

    What cannot be seen and comes along when a code is copied out of a message counts for nothing,
    and neither does the width of its letters or the length of its dashes.

    >>> fold(" welcome-10 "), fold("%%"), fold("Zh 7K3M")
    ('WELCOME10', None, 'ZH7K3M')
    >>> fold("WELCOME\u201310\u200b"), fold("\uff37\uff25\uff2c10")
    ('WELCOME10', 'WEL10')
    """
    plain = unicodedata.normalize("NFKC", typed[:64])
    folded = "".join(each for each in plain if not _is_between(each)).upper()
    return folded if _CODE.fullmatch(folded) else None


def new_code(prefix: str) -> str:
    """A code that cannot be guessed, behind a prefix that may be known.

    >>> len(new_code("SORRY")), new_code("SORRY")[:5]
    (15, 'SORRY')
    """
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))


def _is_between(letter: str) -> bool:
    """Blanks, dashes, dots, and what has no shape at all (Unicode's formats)."""
    return letter.isspace() or letter in "_." or unicodedata.category(letter) in ("Pd", "Cf")
