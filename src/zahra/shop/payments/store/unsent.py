"""SQL of payouts that are in no file yet: what a bank takes back of their payment can stop them."""

from uuid import UUID

from zahra.base.db import Rank, Transaction
from zahra.shop.payments.model import Refund


async def refunds_unsent(tx: Transaction, payment_id: UUID) -> set[UUID]:
    """Refunds of a payment whose payouts are in no file yet, and now in none before this
    transaction ends: a file that is just being made is waited for."""
    tx.locking(Rank.PAYMENT)
    found = await tx.values(
        """
        SELECT p.refund_id FROM payouts p JOIN refunds r ON r.id = p.refund_id
        WHERE r.payment_id = %(id)s AND p.state IN ('needs_account', 'granted')
        FOR UPDATE OF p
        """,
        id=payment_id,
    )
    return set(found)


async def lessen(tx: Transaction, refund_id: UUID, less: Refund | None) -> None:
    """Let a payout that is in no file pay for `less` in place of its refund, or for nothing."""
    if less is None:
        await tx.run("DELETE FROM payouts WHERE refund_id = %(id)s", id=refund_id)
        return
    await tx.run(
        "UPDATE payouts SET refund_id = %(less)s, amount = %(amount)s WHERE refund_id = %(id)s",
        id=refund_id,
        less=less.id,
        amount=less.amount,
    )
