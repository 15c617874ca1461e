"""The shop's secret keys: one master per generation, one derived key per purpose.

Derivation is HKDF-SHA256 (RFC 5869) under a label, so that no key serves two purposes. The
newest generation signs; every listed one verifies.
"""

import hashlib
import hmac
from collections.abc import Sequence
from functools import cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Keys:
    """Derived keys, by purpose. `masters` are newest first, at least 32 characters each."""

    def __init__(self, masters: Sequence[str]) -> None:
        if not masters or any(len(master) < 32 for master in masters):
            raise ValueError("ZAHRA_SECRET_KEYS needs keys of at least 32 characters")
        self._masters = tuple(masters)

    @property
    def newest(self) -> str:
        """The id of the generation that signs, safe to store beside what it signed."""
        return _id_of(self._masters[0])

    def key(self, purpose: str, kid: str | None = None) -> bytes:
        """32 bytes for `purpose`, of the newest generation or of `kid`. Raises KeyError."""
        return _derived(self._master(kid), purpose)

    def every(self, purpose: str) -> list[bytes]:
        """The keys of all generations, newest first, for verifying."""
        return [_derived(master, purpose) for master in self._masters]

    def sign(self, purpose: str, message: bytes) -> bytes:
        """HMAC-SHA256 of a message under the newest key."""
        return hmac.digest(self.key(purpose), message, "sha256")

    def is_signed(self, purpose: str, message: bytes, signature: bytes) -> bool:
        """Whether any generation signed this message, compared in constant time."""
        made = [hmac.digest(key, message, "sha256") for key in self.every(purpose)]
        return sum(hmac.compare_digest(each, signature) for each in made) > 0

    def _master(self, kid: str | None) -> str:
        if kid is None:
            return self._masters[0]
        for master in self._masters:
            if _id_of(master) == kid:
                return master
        raise KeyError(kid)


@cache
def _derived(master: str, purpose: str) -> bytes:
    label = f"zahra/{purpose}/v1".encode()
    return HKDF(SHA256(), length=32, salt=None, info=label).derive(master.encode())


@cache
def _id_of(master: str) -> str:
    return hashlib.sha256(b"zahra/kid/v1" + _derived(master, "kid")).hexdigest()[:8]
