"""What the shop wrote to a person, told and forgotten."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.notifications import store


async def told_about(snapshot: Snapshot, user_id: UUID) -> Sequence[Mapping[str, Any]]:
    """The letters about somebody's orders, as JSON, oldest first."""
    return await store.told_about(snapshot, user_id)


async def forget_erased(tx: Transaction) -> int:
    """Blank where letters to people went whose accounts are gone; how many. What still waits to be
    sent is left until it is."""
    return await store.forget_erased(tx)
