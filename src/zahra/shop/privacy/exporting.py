"""Giving people a copy of what the shop knows of them (DPDP Act 2023 s. 11).

It is made by a job, fetched by the person, and deleted a week after it was asked for. Asking and
fetching both need a fresh proof: a stolen session must not carry an address book away.
"""

from datetime import timedelta
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop import identity
from zahra.shop.privacy import store
from zahra.shop.privacy.jobs import make_export
from zahra.shop.privacy.model import Export

KEPT = timedelta(days=7)
ANEW_AFTER = timedelta(days=1)


async def ask_export(tx: Transaction, actor: Actor) -> Export:
    """Have a copy made; one of the last day is given again instead of another.

    Raises StepUpRequired.
    """
    identity.must_be_there(actor, tx.now)
    latest = await store.latest(tx, actor.person)
    if latest is not None and tx.now - latest.asked_at < ANEW_AFTER:
        return latest
    export = Export(ids.new(), tx.now, None, tx.now + KEPT)
    await store.add(tx, export, actor.person)
    await tx.defer(make_export, export_id=export.id)
    return export


async def latest_export(snapshot: Snapshot, actor: Actor) -> Export | None:
    """The copy that was asked for last, without its content; None where there is none any more."""
    return await store.latest(snapshot, actor.person)


async def export_of(snapshot: Snapshot, actor: Actor, export_id: UUID) -> Export:
    """A copy with its content, if that is made. Raises StepUpRequired, NotFound."""
    identity.must_be_there(actor, snapshot.now)
    found = await store.export(snapshot, actor.person, export_id)
    if found is None:
        raise NotFound
    return found
