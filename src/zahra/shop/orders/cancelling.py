"""Cancelling an order: what it held is free again, and nobody is asked to pay for it."""

from zahra.base.db import Transaction
from zahra.shop import inventory, payments
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
    """Cancel an order that waits, close its attempts and free its stock. The order's lock is held.

    Raises WrongMoment for an order that is cancelled already.
    """
    money = MoneyEvent.VOID if order.payment_status in _UNPAID else None
    cancelled = await move_order(tx, order, event=OrderEvent.CANCEL, money=money, by=by, note=note)
    await payments.close_attempts(tx, order.id, closing)
    await inventory.release_stock(tx, order.id)
    await tx.announce(OrderCancelled(order.id))
    return cancelled
