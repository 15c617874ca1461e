"""Signing up with a password: it counts once a code has proved the address."""

from dataclasses import dataclass, field

from zahra.base.db import Database
from zahra.base.keys import Keys
from zahra.shop.identity.codes.sending import SentCode
from zahra.shop.identity.policy import Policy


@dataclass(frozen=True, slots=True)
class Registering:
    """What somebody wants to log in with and be called; all as typed."""

    email: str
    password: str = field(repr=False)
    name: str | None = None
    phone: str | None = None


async def register(
    database: Database,
    keys: Keys,
    asked: Registering,
    *,
    binding: str | None,
    policy: Policy = Policy(),
) -> SentCode:
    """Send a code to the address; the answer is the same whoever it belongs to.

    `verify_code` with that code signs in. If the address was free, the password and the name are
    kept then; if it had an account, they are dropped (decision 0012).

    Raises Invalid about the fields, PasswordRejected about the password, PasswordsBusy, and what
    `send_code` raises.
    """
    raise NotImplementedError
