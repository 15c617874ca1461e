"""A person's credit, told to them. It is not forgotten with an account: the shop owes it still, and
the ledger names no more of a person than their id."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zahra.base.db import Snapshot
from zahra.shop.credit import store


async def told_about(snapshot: Snapshot, user_id: UUID) -> Sequence[Mapping[str, Any]]:
    """Every change of somebody's credit, as JSON, oldest first."""
    return await store.told_about(snapshot, user_id)
