"""Cancelling an order: what it held is free again, and nobody is asked to pay for it."""

from dataclasses import replace

from zahra.base.db import Transaction
from zahra.shop import cod, inventory, payments, promotions
from zahra.shop.orders.crediting import return_credit
from zahra.shop.orders.events import OrderCancelled
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order
from zahra.shop.orders.states import MoneyEvent, OrderEvent, PaymentStatus
from zahra.shop.payments import AttemptEvent

_UNPAID = (PaymentStatus.PENDING, PaymentStatus.AUTHORIZED)


async def cancel_pending(
    tx: Transaction,
    order: Order,
    *,
    by: str,
    note: str,
    closing: AttemptEvent = AttemptEvent.CANCEL,
) -> Order:
    """Cancel an order that waits, close its attempts, free its stock and give back the store credit
    it held. The order's lock is held.

    Raises WrongMoment for an order that is cancelled already.
    """
    cancelled = await supersede(tx, order, by=by, note=note, closing=closing)
    await inventory.release_stock(tx, order.id)
    await return_credit(tx, order)
    return cancelled


async def supersede(
    tx: Transaction,
    order: Order,
    *,
    by: str,
    note: str,
    closing: AttemptEvent = AttemptEvent.CANCEL,
) -> Order:
    """As `cancel_pending`, for an order that another takes the place of: whoever writes that one
    frees the stock and gives back the credit, once it has taken of promotions itself."""
    money = MoneyEvent.VOID if order.payment_status in _UNPAID else None
    none_due = replace(order, collectable=0)
    cancelled = await move_order(
        tx, none_due, event=OrderEvent.CANCEL, money=money, by=by, note=note
    )
    await payments.close_attempts(tx, order.id, closing)
    await promotions.release(tx, order.id)
    if order.is_cod:
        await cod.note_outcome(tx, order.id, cod.Outcome.CANCELLED)
    await tx.announce(OrderCancelled(order.id))
    return cancelled
