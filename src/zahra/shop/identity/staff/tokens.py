"""The token of an invitation: made of its salt under the shop's keys, so that it is computed
again when the letter is written and stands nowhere else."""

import base64
import hmac
import os
from dataclasses import dataclass
from uuid import UUID

from zahra.base.keys import Keys

_MAKING = "enrolment"


@dataclass(frozen=True, slots=True)
class Salted:
    """What a token is made of, beside the key named `kid`."""

    user_id: UUID
    salt: bytes
    kid: str


def new_salt(keys: Keys, user_id: UUID) -> Salted:
    """For a fresh token under the newest key."""
    return Salted(user_id, os.urandom(32), keys.newest)


def token_of(keys: Keys, salted: Salted) -> str:
    """The token, 256 bits as 43 characters. Raises KeyError once its key is gone."""
    told = salted.user_id.bytes + salted.salt
    mac = hmac.digest(keys.key(_MAKING, salted.kid), told, "sha256")
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
