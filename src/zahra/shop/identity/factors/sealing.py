"""Sealing the secrets of authenticator apps (AES-256-GCM), each for one person.

A secret must be readable to check a code, so it cannot be a hash: the key outside the database is
what a stolen dump lacks. The owner's id is authenticated with it: moved to another row it opens
nothing.
"""

import base64
import binascii
import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zahra.base.keys import Keys

SETUP_LIFETIME = timedelta(hours=1)
_KEPT, _SHOWN = "totp", "totp-setup"
_NONCE, _KID, _UNTIL = 12, 8, 8  # bytes


def sealed(keys: Keys, owner: UUID, secret: bytes) -> tuple[bytes, str]:
    """A secret as it is stored, and the id of the key it is under: the newest."""
    return _seal(keys.key(_KEPT), owner, secret), keys.newest


def opened(keys: Keys, owner: UUID, sealed: bytes, *, kid: str) -> bytes | None:
    """The secret; None for another person, or once its key is gone."""
    try:
        return _open(keys.key(_KEPT, kid), owner, sealed)
    except KeyError:
        return None


def setup_text(keys: Keys, owner: UUID, secret: bytes, *, until: datetime) -> str:
    """A secret that is being set up, for a hidden field of its owner's page."""
    content = int(until.timestamp()).to_bytes(_UNTIL) + secret
    told = keys.newest.encode() + _seal(keys.key(_SHOWN), owner, content)
    return base64.urlsafe_b64encode(told).decode()


def setup_secret(keys: Keys, owner: UUID, text: str, *, now: datetime) -> bytes | None:
    """The secret of a `setup_text`; None when it is too old, another's or made up."""
    try:
        told = base64.urlsafe_b64decode(text.encode("ascii"))
        key = keys.key(_SHOWN, told[:_KID].decode("ascii"))
    except (KeyError, UnicodeError, binascii.Error):
        return None
    content = _open(key, owner, told[_KID:])
    if content is None:
        return None
    until = datetime.fromtimestamp(int.from_bytes(content[:_UNTIL]), UTC)
    return content[_UNTIL:] if now < until else None


def _seal(key: bytes, owner: UUID, content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, owner.bytes)


def _open(key: bytes, owner: UUID, sealed: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.bytes)
    except (InvalidTag, ValueError):
        return None
