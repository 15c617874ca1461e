"""SQL of voided documents."""

from uuid import UUID

from zahra.base.db import Transaction


async def void(tx: Transaction, invoice_id: UUID, *, by: str, reason: str) -> None:
    """Say beside a document that it counts for nothing."""
    await tx.run(
        """
        INSERT INTO invoice_voids (invoice_id, voided_at, voided_by, reason)
        VALUES (%(id)s, %(now)s, %(by)s, %(reason)s)
        """,
        id=invoice_id,
        now=tx.now,
        by=by,
        reason=reason,
    )
