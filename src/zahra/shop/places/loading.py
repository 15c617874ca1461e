"""Filling the PIN table from the directory that is installed with the shop."""

import re
from collections.abc import Iterator

import indian_pincode

from zahra.base.db import Transaction
from zahra.shop.places import store
from zahra.shop.places.model import Place
from zahra.shop.places.naming import state_named


async def load_pincodes(tx: Transaction) -> int:
    """Fill an empty table and say how many codes came in; a filled one is left alone (0).

    Two loaders at once wait for each other.
    """
    await store.keep_loaders_out(tx)
    if await store.has_places(tx):
        return 0
    places = list(_places())
    await store.add_places(tx, places)
    return len(places)


def _places() -> Iterator[Place]:
    for pincode in indian_pincode.get_pincodes():
        if (found := indian_pincode.get_details(pincode)) is None:
            continue
        states = (state_named(name) for name in found["states"])
        yield Place(
            pincode,
            tuple(_title(name) for name in found["districts"]),
            tuple(state.code for state in states if state),
        )


def _title(name: str) -> str:
    """A district as people write it; the directory has capitals only.

    >>> _title("LAHUL AND SPITI"), _title("Y.S.R."), _title("KAIMUR (BHABUA)")
    ('Lahul and Spiti', 'Y.S.R.', 'Kaimur (Bhabua)')
    """
    words = re.sub(r"[A-Z]+", lambda word: word[0].capitalize(), name)
    return words.replace(" And ", " and ")
