"""Keeping a password, for whoever may: a sign-up, a reset, a change, the enrolment of staff."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.identity.codes import store as challenges
from zahra.shop.identity.passwords import hashing, store
from zahra.shop.identity.passwords.jobs import tell_of_new_password
from zahra.shop.identity.passwords.rules import check_password
from zahra.shop.identity.policy import Policy


async def stretched(password: str, *, about: Sequence[str] = (), policy: Policy = Policy()) -> str:
    """The argon2id string of a new password; no transaction may be open.

    `about` is what others know of its owner: names and addresses. Raises PasswordRejected,
    PasswordsBusy.
    """
    check_password(password, shortest=policy.password_shortest, about=about)
    return await hashing.stretch(password)


async def set_password(tx: Transaction, user_id: UUID, stretched: str) -> None:
    """Keep a new password in the place of the old one, and tell the owner on every address.

    Whatever else waits to prove the owner is worth nothing from now on: links, codes, locks.
    Ending the sessions is left to the caller.
    """
    await store.keep(tx, user_id, stretched)
    await store.end_resets(tx, user_id)
    await challenges.supersede_all(tx, user_id)
    for contact_id in await store.contacts_of(tx, user_id):
        change = int(tx.now.timestamp())
        await tx.defer(tell_of_new_password, contact_id=contact_id, change=change)
