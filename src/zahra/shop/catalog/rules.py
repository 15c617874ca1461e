"""Decisions of the catalogue that need no database."""

import re

from zahra.base.money import Paise

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_LISTING_WORDS = frozenset({"q", "sort", "page", "limit", "category", "rating", "price"})


def is_free_key(key: str) -> bool:
    """Whether an attribute may have this key: it becomes a parameter of every listing's address.

    >>> [is_free_key(key) for key in ("fabric", "sort", "min price")]
    [True, False, False]
    """
    return _KEY.fullmatch(key) is not None and key not in _LISTING_WORDS


def price_refusals(price: Paise, mrp: Paise) -> dict[str, str]:
    """What is wrong with a price, by field. Selling above MRP is against the law.

    >>> price_refusals(249900, 249900)
    {}
    >>> price_refusals(250000, 249900)
    {'price': 'The price may not be above MRP.'}
    """
    if price <= 0:
        return {"price": "A price is more than nothing."}
    if price > mrp:
        return {"price": "The price may not be above MRP."}
    return {}


def storable(text: str) -> str:
    """Text from an address as PostgreSQL can compare it: no NUL, no half of a character.

    >>> storable("indigo\\0"), storable("\\ud800")
    ('indigo', '')
    """
    return text.replace("\0", "").encode(errors="ignore").decode()
