"""Codes: how they are spelled, and how new ones are made. Pure."""

import re
import secrets

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another when read aloud
_CODE = re.compile(r"[A-Z0-9]{3,32}")
_RANDOM = 10  # letters: 49 bits


def fold(typed: str) -> str | None:
    """A code as it is kept: capitals and digits, whatever was typed between; None for no code.

    >>> fold(" welcome-10 "), fold("%%"), fold("Zh 7K3M")
    ('WELCOME10', None, 'ZH7K3M')
    """
    folded = re.sub(r"[\s\-_.]", "", typed[:64]).upper()
    return folded if _CODE.fullmatch(folded) else None


def new_code(prefix: str) -> str:
    """A code that cannot be guessed, behind a prefix that may be known.

    >>> len(new_code("SORRY")), new_code("SORRY")[:5]
    (15, 'SORRY')
    """
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
