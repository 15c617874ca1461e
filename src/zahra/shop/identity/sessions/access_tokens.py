"""Access tokens: a JWS that names a session, good for ten minutes and never alone.

The session row is read beside it on every request; the token's work is to turn away junk before
the database is asked. It carries no personal data and no permissions. Signed by EdDSA, under the
name that RFC 9864 gives it with this curve.
"""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from zahra.base import ids
from zahra.base.errors import Unauthenticated
from zahra.base.keys import Keys
from zahra.shop.identity.policy import Policy

LONGEST = 4096  # bytes; checked before anything is decoded
LEEWAY = timedelta(seconds=30)
_ALGORITHM, _TYPE, _AUDIENCE = "Ed25519", "at+jwt", "zahra-api"
_REGISTRY = jws.JWSRegistry(algorithms=[_ALGORITHM])


@dataclass(frozen=True, slots=True)
class Claims:
    """What an access token says. `epoch` is the user's when the session was opened."""

    user_id: UUID
    session_id: UUID
    epoch: int
    amr: tuple[str, ...]
    auth_time: datetime


def issue_access_token(
    keys: Keys, claims: Claims, *, now: datetime, policy: Policy
) -> tuple[str, int]:
    """A signed token and its life in seconds: up to 5 % short, so that refreshes spread out."""
    life = int(policy.access_lifetime.total_seconds() * random.uniform(0.95, 1))
    issued = int(now.timestamp())
    payload = {
        "iss": policy.issuer,
        "aud": _AUDIENCE,
        "sub": str(claims.user_id),
        "sid": str(claims.session_id),
        "jti": str(ids.new()),
        "iat": issued,
        "exp": issued + life,
        "auth_time": int(claims.auth_time.timestamp()),
        "amr": list(claims.amr),
        "acr": "1",
        "ep": claims.epoch,
    }
    header = {"alg": _ALGORITHM, "typ": _TYPE, "kid": keys.newest}
    signer = _key(keys.key("jwt"))
    return jws.serialize_compact(header, json.dumps(payload), signer, registry=_REGISTRY), life


def read_access_token(keys: Keys, token: str, *, now: datetime, issuer: str) -> Claims:
    """The claims of a token of ours that is good now. Raises Unauthenticated, saying no more.

    Checked in this order: size, the exact header, the signature, times and names.
    """
    if len(token) > LONGEST:
        raise Unauthenticated
    try:
        payload = _verified(keys, token)
        _check(payload, int(now.timestamp()), issuer)
        return Claims(
            user_id=UUID(payload["sub"]),
            session_id=UUID(payload["sid"]),
            epoch=int(payload["ep"]),
            amr=tuple(payload["amr"]),
            auth_time=datetime.fromtimestamp(payload["auth_time"], UTC),
        )
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as why:
        raise Unauthenticated from why


def _verified(keys: Keys, token: str) -> dict[str, Any]:
    unverified = jws.extract_compact(token.encode(), registry=_REGISTRY)
    header = unverified.headers()
    if header != {"alg": _ALGORITHM, "typ": _TYPE, "kid": header.get("kid")}:
        raise ValueError("not an access token's header")
    signer = _key(keys.key("jwt", str(header["kid"])))
    return json.loads(jws.deserialize_compact(token, signer, registry=_REGISTRY).payload)


def _check(payload: dict[str, Any], now: int, issuer: str) -> None:
    leeway = int(LEEWAY.total_seconds())
    is_ours = payload["iss"] == issuer and payload["aud"] == _AUDIENCE
    if not is_ours or payload["exp"] + leeway <= now or payload["iat"] - leeway > now:
        raise ValueError("not for us, or not now")


@cache
def _key(seed: bytes) -> OKPKey:
    return OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(seed))
