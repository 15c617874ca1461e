"""A new password for somebody who lost theirs. It never logs anybody in."""

from dataclasses import dataclass, field

from zahra.base.db import Database, Transaction
from zahra.base.keys import Keys
from zahra.shop.identity.codes.sending import SentCode
from zahra.shop.identity.policy import Policy


@dataclass(frozen=True, slots=True)
class Resetting:
    """A new password, with the letter's `token`, or with the `code` that came to a phone.

    `binding` is that of the browser which asked for the code.
    """

    password: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    identifier: str | None = None
    code: str | None = field(default=None, repr=False)
    binding: str | None = field(default=None, repr=False)


async def ask_reset(
    tx: Transaction,
    keys: Keys,
    identifier: str,
    *,
    binding: str | None = None,
    policy: Policy = Policy(),
) -> SentCode | None:
    """Send a link to an e-mail address (None), or a code to a phone, if somebody has it.

    Reads no user: the worker looks up who has it. Raises InvalidIdentifier and TooMany, both
    alike for everybody.
    """
    raise NotImplementedError


async def reset_password(
    database: Database, keys: Keys, asked: Resetting, *, policy: Policy = Policy()
) -> None:
    """Set a new password, end every session, and tell the owner on every address.

    Raises PasswordRejected (the link or code stays good), ResetInvalid, TooMany, PasswordsBusy.
    """
    raise NotImplementedError
