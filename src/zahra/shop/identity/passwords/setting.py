"""Keeping a password, for whoever may: a reset, a change, the enrolment of staff."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.identity.policy import Policy


async def stretched(password: str, *, about: Sequence[str] = (), policy: Policy = Policy()) -> str:
    """The argon2id string of a new password; no transaction may be open.

    `about` is what others know of its owner: names and addresses. Raises PasswordRejected,
    PasswordsBusy.
    """
    raise NotImplementedError


async def set_password(tx: Transaction, user_id: UUID, stretched: str) -> None:
    """Keep it in the place of the old one; failures and locks are forgotten."""
    raise NotImplementedError
