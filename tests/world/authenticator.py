"""A passkey in software: what a browser and an authenticator answer, to the byte.

Written after Web Authentication, level 3 (6.1 authenticator data, 6.5 attestation, 5.8.1 client
data). It does whatever it is told, so that each check has somebody to refuse.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url, encode_cbor

from zahra.shop import identity

PARTY = identity.relying_party("Zahra", "https://zahra.example")
PRESENT, VERIFIED, BACKED_UP, ATTESTED = 0x01, 0x04, 0x18, 0x40


@dataclass(slots=True)
class Authenticator:
    """One passkey. `origin` is what the browser saw, `rp_id` for whom it was asked; `gesture` are
    the flags of the person's presence; with `counts` off it says 0 for ever."""

    origin: str = PARTY.origin
    rp_id: str = PARTY.id
    gesture: int = PRESENT | VERIFIED
    counts: bool = True
    count: int = 0
    user_handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` answers, as `toJSON` tells it."""
        handle = options["user"]["id"]
        self.user_handle = _bytes(handle)
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id
        data = self._data(ATTESTED) + attested + encode_cbor(self._cose())
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._told(
            {
                "clientDataJSON": self._client_data("webauthn.create", options["challenge"]),
                "attestationObject": attestation,
            }
        )

    def answer(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get` answers."""
        self.count += self.counts
        client, data = self._client_data("webauthn.get", options["challenge"]), self._data()
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        return self._told({**response, "userHandle": self.user_handle})

    def _data(self, flags: int = 0) -> bytes:
        party = hashlib.sha256(self.rp_id.encode()).digest()
        return party + bytes([self.gesture | flags]) + self.count.to_bytes(4)

    def _cose(self) -> dict[int, Any]:
        """The public key: EC2, ES256, P-256 (RFC 9053)."""
        point = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _told(self, response: Mapping[str, bytes]) -> dict[str, Any]:
        named = bytes_to_base64url(self.credential_id)
        told = {name: bytes_to_base64url(value) for name, value in response.items()}
        return {"id": named, "rawId": named, "type": "public-key", "response": told}


def _bytes(told: str) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    return base64url_to_bytes(told)
