"""One-time codes: derived, never stored. What stands in the database is a keyed hash of each.

A code is computed from the challenge's salt under a key that is not in the database, so that the
queue, the logs and a stolen dump hold no code, and sending it again repeats it. A slow hash would
not help: six digits fall to any offline search; only the key protects them.
"""

import hmac
import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from zahra.base import ids
from zahra.base.keys import Keys
from zahra.shop.identity.identifiers import Channel, Identifier

DIGITS = 6
_MAKING, _CHECKING = "otp-gen", "otp-check"


class Purpose(StrEnum):
    """What a code proves, and nothing else."""

    LOGIN = "login"
    VERIFY_IDENTITY = "verify_identity"
    STEP_UP = "step_up"
    RESET = "reset"
    CONFIRM_ORDER = "confirm_order"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A code that was asked for. `send_count` counts messages, the first included."""

    id: UUID
    purpose: Purpose
    identifier: str
    channel: Channel
    salt: bytes
    code_hmac: bytes
    kid: str
    send_count: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Throttle:
    """How many codes went to an identifier on its latest business day, and when the next may."""

    next_send_at: datetime
    day: date
    sent_today: int


def new_challenge(
    keys: Keys, to: Identifier, *, purpose: Purpose = Purpose.LOGIN, expires_at: datetime
) -> Challenge:
    """A fresh challenge, its code under the newest key."""
    blank = Challenge(
        id=ids.new(),
        purpose=purpose,
        identifier=to.value,
        channel=to.channel,
        salt=os.urandom(16),
        code_hmac=b"",
        kid=keys.newest,
        send_count=1,
        expires_at=expires_at,
    )
    return replace(blank, code_hmac=_check_value(keys, blank, code_of(keys, blank)))


def code_of(keys: Keys, challenge: Challenge) -> str:
    """The six digits, computed again. Raises KeyError once the challenge's key is gone.

    64 bits modulo a million: the bias is below one in 10^13.
    """
    mac = _mac(keys.key(_MAKING, challenge.kid), challenge.salt, *_named(challenge))
    return f"{int.from_bytes(mac[:8]) % 10**DIGITS:0{DIGITS}d}"


def is_code(keys: Keys, challenge: Challenge, typed: str) -> bool:
    """Whether this is the challenge's code, in constant time; no once its key is gone."""
    try:
        return hmac.compare_digest(_check_value(keys, challenge, typed), challenge.code_hmac)
    except KeyError:
        return False


def _check_value(keys: Keys, challenge: Challenge, typed: str) -> bytes:
    return _mac(
        keys.key(_CHECKING, challenge.kid), *_named(challenge), typed.encode(errors="replace")
    )


def _named(challenge: Challenge) -> tuple[bytes, ...]:
    return challenge.id.bytes, challenge.purpose.encode(), challenge.identifier.encode()


def _mac(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 over parts told apart by their lengths."""
    framed = b"".join(len(part).to_bytes(4) + part for part in parts)
    return hmac.digest(key, framed, "sha256")
