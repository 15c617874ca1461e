"""Disputes as staff see them (`finance:read`)."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot
from zahra.base.errors import NotFound
from zahra.shop.disputes import store
from zahra.shop.disputes.model import Dispute
from zahra.shop.disputes.states import DisputeState


async def disputes_list(
    snapshot: Snapshot,
    actor: Actor,
    *,
    states: Sequence[DisputeState] = tuple(DisputeState),
    order_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> Sequence[Dispute]:
    """The newest first. Raises Forbidden without `finance:read`."""
    actor.must(Permission.FINANCE_READ)
    return await store.disputes(
        snapshot, states=states, order_id=order_id, after=after, limit=limit
    )


async def dispute(snapshot: Snapshot, actor: Actor, dispute_id: UUID) -> Dispute:
    """One of them. Raises Forbidden without `finance:read`, NotFound."""
    actor.must(Permission.FINANCE_READ)
    if (found := await store.dispute(snapshot, dispute_id)) is None:
        raise NotFound
    return found
