"""SQL of orders that send out what was wanted in exchange."""

from uuid import UUID

from zahra.base.db import Snapshot, Transaction


async def note_replacement(tx: Transaction, order_id: UUID, *, replaces: UUID) -> None:
    """Say of a new order which one it replaces pieces of."""
    await tx.run(
        "UPDATE orders SET replaces_order_id = %(replaces)s WHERE id = %(id)s",
        id=order_id,
        replaces=replaces,
    )


async def replaced_by(snapshot: Snapshot, order_id: UUID) -> list[str]:
    """The numbers of the orders that replace pieces of this one, oldest first."""
    return await snapshot.values(
        "SELECT number FROM orders WHERE replaces_order_id = %(id)s ORDER BY created_at, id",
        id=order_id,
    )
