"""Identifiers: sortable ids for rows, unguessable numbers and tokens for people and programs."""

import hashlib
import os
import secrets
import time
from uuid import UUID

_HUMAN = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: read aloud without mistakes


def new() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, 74 random bits. Sortable, never a secret.

    Python 3.11 and PostgreSQL 15 have none of their own.

    >>> new().version
    7
    """
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


def parse(text: str) -> UUID | None:
    """An id from a path or a form, or None when it is not one.

    >>> parse("nonsense") is None
    True
    """
    try:
        return UUID(text)
    except ValueError:
        return None


def human_number(prefix: str) -> str:
    """A random number a person can read out, such as `ZH-7K3M9Q2X`; 39 bits, reveals no volume."""
    return f"{prefix}-" + "".join(secrets.choice(_HUMAN) for _ in range(8))


def token() -> str:
    """256 random bits as 43 base64url characters, for cookies and links."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """How a token is stored: a plain SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
