"""Logging in by a password."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zahra.base.db import Database
from zahra.base.keys import Keys
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device, SessionKind
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.signing_in import SignedIn

if TYPE_CHECKING:
    from zahra.shop.identity.factors.model import SecondFactorNeeded


@dataclass(frozen=True, slots=True)
class LoggingIn:
    """A phone or address and a password as typed. `device_token` is the device cookie's."""

    identifier: str
    password: str = field(repr=False)
    kind: SessionKind
    device: Device = UNKNOWN_DEVICE
    cart_token: str | None = field(default=None, repr=False)
    device_token: str | None = field(default=None, repr=False)


async def log_in(
    database: Database, keys: Keys, asked: LoggingIn, *, policy: Policy = Policy()
) -> "SignedIn | SecondFactorNeeded":
    """Sign in by a password, or say that a second factor is needed. Announces LoggedIn.

    Raises InvalidIdentifier about the form; InvalidCredentials for every kind of wrong;
    AccountDisabled and NotStaff after a right password only; PasswordsBusy,
    PasswordsUnavailable.
    """
    raise NotImplementedError
