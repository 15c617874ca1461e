"""Closing an account for good. What law wants kept of a sale stands with the orders, not here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.contacts.model import Contact
from zahra.shop.identity.contacts.presence import must_be_there
from zahra.shop.identity.errors import StillStaff
from zahra.shop.identity.model import RevokeReason
from zahra.shop.identity.people.store import users
from zahra.shop.identity.personal import store
from zahra.shop.identity.sessions.store.others import end_others
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


async def told_about(snapshot: Snapshot, user_id: UUID) -> Mapping[str, Any]:
    """What identity knows of somebody, as JSON. Secrets and hashes of secrets are not told."""
    return await store.told_about(snapshot, user_id)


async def close_account(tx: Transaction, actor: Actor) -> None:
    """End the actor's account: nothing of it can be used again, and all but its phone and e-mail
    address is forgotten at once. Those are free for others, and kept only until their owner has
    been told there: `forget_contacts`.

    Raises StepUpRequired, StillStaff.
    """
    must_be_there(actor, tx.now)
    await users.lock(tx, actor.person)
    if await store.works_here(tx, actor.person):
        raise StillStaff
    await end_others(tx, actor.person, keep=None, reason=RevokeReason.ACCOUNT_ERASED)
    await store.forget_belongings(tx, actor.person)
    await store.blank(tx, actor.person)
    await events.note(tx, AuthEvent("account.erased", user_id=actor.person))


async def contacts_of_erased(snapshot: Snapshot, user_id: UUID) -> list[Contact]:
    """Where somebody who has closed their account can be told so, e-mail first."""
    return await store.contacts_of_erased(snapshot, user_id)


async def forget_contacts(tx: Transaction, user_id: UUID) -> None:
    """Forget the phone and e-mail address of a closed account."""
    await store.forget_contacts(tx, user_id)


async def forget_leftovers(tx: Transaction) -> None:
    """Forget what nobody needs any more: contacts released a month ago, those of accounts closed
    yesterday whom no letter reached, wishes and claims that have run out."""
    await store.forget_leftovers(tx)
