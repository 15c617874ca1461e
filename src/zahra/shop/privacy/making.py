"""Making a copy of what the shop knows of somebody: each package tells its own part."""

from typing import Any
from uuid import UUID

from zahra.base.db import Database, Snapshot
from zahra.shop import cart, credit, identity, notifications, orders, payments, returns
from zahra.shop.privacy import store
from zahra.shop.privacy.writing import written


async def make(database: Database, export_id: UUID) -> None:
    """Make a copy that was asked for; nothing when it is made already, or no longer wanted."""
    async with database.snapshot() as snapshot:
        user_id = await store.waiting(snapshot, export_id)
        if user_id is None:
            return
        document = await document_of(snapshot, user_id)
    async with database.transaction() as tx:
        await store.put_content(tx, export_id, written(document))


async def document_of(snapshot: Snapshot, user_id: UUID) -> dict[str, Any]:
    """The whole of it, part by part."""
    return {
        "madeAt": snapshot.now.isoformat(timespec="seconds"),
        **await identity.told_about(snapshot, user_id),
        "cart": await cart.told_about(snapshot, user_id),
        "orders": await orders.told_about(snapshot, user_id),
        "disputes": await orders.disputes_told(snapshot, user_id),
        "returns": await returns.told_about(snapshot, user_id),
        "savedMethods": await payments.methods_told(snapshot, user_id),
        "storeCredit": await credit.told_about(snapshot, user_id),
        "messages": await notifications.told_about(snapshot, user_id),
    }
