"""The inbox: a webhook is stored as it came, answered, and worked on later.

Its raw body repeats the payer's phone and e-mail address. It is kept to look into a quarrel with a
gateway, and blanked once nobody can want it; what was paid stands in `payments` and `refunds`.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop.payments.model import KeptEvent
from zahra.shop.payments.provider import EventFact
from zahra.shop.payments.states import EventState
from zahra.shop.payments.store import inbox as store

BODIES_KEPT = timedelta(days=90)  # after an event was settled


async def keep_event(tx: Transaction, provider: str, raw: bytes, fact: EventFact) -> UUID | None:
    """File a verified event. Its row's id, or None for one that came before."""
    return await store.insert(tx, provider, raw, fact)


async def kept_event(snapshot: Snapshot, event_id: UUID) -> KeptEvent:
    """An event from the inbox. Raises NotFound."""
    if (found := await store.event(snapshot, event_id)) is None:
        raise NotFound
    return found


async def close_event(
    tx: Transaction, event_id: UUID, state: EventState, *, note: str = ""
) -> None:
    """Write down what became of an event."""
    await store.close(tx, event_id, state, note)


async def forget_bodies(tx: Transaction, orders: Collection[UUID]) -> int:
    """Blank the raw bodies of settled events about these orders, at once; how many."""
    return await store.forget_bodies_of(tx, orders)
