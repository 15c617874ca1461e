"""Store credit at checkout. An order holds it from the moment it is made: it is spent at once,
comes back when the order is cancelled unpaid, and is a payment once the order is placed."""

from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop import credit, payments
from zahra.shop.credit import Cause, CreditTooLow
from zahra.shop.orders.model import Order, Placing


async def credit_for(
    snapshot: Snapshot, user_id: UUID, placing: Placing, *, before: Order | None
) -> Paise:
    """How much store credit could pay for a new order; what the order `before`, whose place it
    takes, holds comes back first."""
    if not placing.use_credit:
        return 0
    held = before.credit_used if before else 0
    return await credit.balance(snapshot, user_id) + held


async def hold_credit(tx: Transaction, order: Order, *, before: Order | None = None) -> None:
    """Spend what a new order is to be paid with, once; what `before` held comes back. Stock is
    locked already. Raises CreditTooLow where it was spent elsewhere meanwhile."""
    if before is not None:
        await return_credit(tx, before)
    if order.credit_used:
        await credit.spend(tx, order.user_id, order.credit_used, order_id=order.id)


async def return_credit(tx: Transaction, order: Order) -> None:
    """Give back what an unpaid order held, once."""
    if order.credit_used:
        await credit.give(
            tx,
            order.user_id,
            order.credit_used,
            key=f"order_cancelled:{order.id}",
            cause=Cause.ORDER_CANCELLED,
            order_id=order.id,
        )


async def check_revivable(snapshot: Snapshot, order: Order) -> None:
    """Raise CreditTooLow where a cancelled order, whose late money has come, cannot have its store
    credit again."""
    left = await credit.balance(snapshot, order.user_id) if order.credit_used else 0
    if left < order.credit_used:
        raise CreditTooLow(balance=left)


async def hold_again(tx: Transaction, order: Order) -> None:
    """Spend for a revived order what came back when it was cancelled, once. Raises CreditTooLow."""
    if order.credit_used:
        key = f"order_revived:{order.id}"
        await credit.spend(tx, order.user_id, order.credit_used, order_id=order.id, key=key)


async def take_credit(tx: Transaction, order: Order) -> None:
    """Count the store credit of an order that is placed as a payment of it, once."""
    if order.credit_used:
        await payments.take_credit(tx, order.id, order.credit_used)
