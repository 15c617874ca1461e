"""A person's carts, told and forgotten."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.cart.store import carts


async def told_about(snapshot: Snapshot, user_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What lies in somebody's cart, as JSON; one that became an order is the order's to tell."""
    return await carts.told_about(snapshot, user_id)


async def forget_person(tx: Transaction, user_id: UUID) -> None:
    """Delete somebody's live cart; those that became orders keep nothing but the goods."""
    await carts.forget_person(tx, user_id)
