"""SQL of orders that send out what was wanted in exchange."""

from uuid import UUID

from zahra.base.db import Transaction


async def note_replacement(tx: Transaction, order_id: UUID, *, replaces: UUID) -> None:
    """Say of a new order which one it replaces pieces of."""
    await tx.run(
        "UPDATE orders SET replaces_order_id = %(replaces)s WHERE id = %(id)s",
        id=order_id,
        replaces=replaces,
    )
