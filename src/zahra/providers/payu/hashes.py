"""PayU's hashes: SHA-512 over fields joined by `|`, with the salt at one end. Lower-case hex.

A field that held a `|` itself would shift those after it: nothing is ever hashed with one.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

UDF = ("udf1", "udf2", "udf3", "udf4", "udf5")
SIGNED = ("key", "txnid", "amount", "productinfo", "firstname", "email", *UDF)
_RESERVED = ("",) * 5  # udf6 to udf10


def request_hash(fields: Mapping[str, str], salt: str) -> str:
    """What the payment form is signed with. Raises ValueError for a field with a `|`.

    >>> request_hash({"key": "ZAHkey", "amount": "1.00|2.00"}, "ZAHsalt1")
    Traceback (most recent call last):
        ...
    ValueError: a hashed field holds a |
    """
    signed = [fields.get(name, "") for name in SIGNED]
    return _digest([*_unbroken(signed), *_RESERVED, salt])


def command_hash(key: str, command: str, var1: str, salt: str) -> str:
    """What a call of the postservice is signed with. `var1` may be several ids joined by `|`.

    >>> command_hash("ZAHkey", "verify_payment", "ZAH10042A1", "ZAHsalt1")[:16]
    '1ebae89f130059ff'
    """
    return _digest([*_unbroken([key, command]), var1, salt])


def is_signed(fields: Mapping[str, str], salts: Iterable[str]) -> bool:
    """Whether PayU signed these fields, as they came, under one of our salts. Constant time in
    the hash."""
    given = fields.get("hash", "").lower().encode()
    matches = [hmac.compare_digest(reverse_hash(fields, salt).encode(), given) for salt in salts]
    return any(matches)


def reverse_hash(fields: Mapping[str, str], salt: str) -> str:
    """What PayU signs a return and a webhook with. Charges the payer bore stand in front."""
    backwards = [fields.get(name, "") for name in reversed(SIGNED)]
    parts = [salt, fields.get("status", ""), *_RESERVED, *backwards]
    charges = fields.get("additionalCharges", "")
    return _digest([charges, *parts] if charges else parts)


def is_signed_dispute(
    fields: Mapping[str, str], key: str, given: str, salts: Iterable[str]
) -> bool:
    """Whether PayU signed news of a dispute: its fields as they came, the state without its spaces,
    between our key and our salt. Constant time in the hash."""
    told = [fields.get(name, "") for name in ("txn_id", "cb_amount", "cb_id", "cb_type")]
    signed = [key, *told, "".join(fields.get("cb_status", "").split())]
    if any("|" in field for field in signed):
        return False
    sent = given.lower().encode()
    matches = [hmac.compare_digest(_digest([*signed, salt]).encode(), sent) for salt in salts]
    return any(matches)


def without_bars(text: str, *, longest: int) -> str:
    """A text fit to be hashed: no `|`, no line breaks, not too long.

    >>> without_bars("Asha | Rao", longest=60)
    'Asha Rao'
    """
    return " ".join(text.replace("|", " ").split())[:longest]


def _unbroken(fields: list[str]) -> list[str]:
    if any("|" in field for field in fields):
        raise ValueError("a hashed field holds a |")
    return fields


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha512("|".join(parts).encode()).hexdigest()
