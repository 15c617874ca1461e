"""Taking an order's lock, and moving it along its lives by their tables, with their history."""

from dataclasses import replace
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop import cart, promotions
from zahra.shop.orders.crediting import take_credit
from zahra.shop.orders.model import Order, Step
from zahra.shop.orders.states import (
    ORDER_LIFE,
    PAYMENT_LIFE,
    FulfilmentStatus,
    Life,
    MoneyEvent,
    OrderEvent,
    OrderStatus,
    ReturnStatus,
)
from zahra.shop.orders.store import moving as store


async def order_row(snapshot: Snapshot, order_id: UUID) -> Order:
    """An order's own row, whoever asks. Raises NotFound."""
    if (order := await store.order(snapshot, order_id)) is None:
        raise NotFound
    return order


async def order_to_change(tx: Transaction, order_id: UUID, *, cart_id: UUID | None) -> Order:
    """The order, locked; the cart it came from before it, because placing completes the cart."""
    if cart_id is not None:
        await cart.lock_cart(tx, cart_id)
    if (order := await store.order_to_change(tx, order_id)) is None:
        raise NotFound
    return order


async def move_order(
    tx: Transaction,
    order: Order,
    *,
    event: OrderEvent | None = None,
    money: MoneyEvent | None = None,
    fulfilment: FulfilmentStatus | None = None,
    returned: ReturnStatus | None = None,
    by: str,
    note: str = "",
) -> Order:
    """The order after an event in its own life, one in its payment's, and with its goods and their
    return where they now stand: any of it at once. Its lock is held.

    Writes times and history with it, and of an order that is placed the store credit it holds as a
    payment and its promotions as used. Raises WrongMoment for a move that is in no table.
    """
    steps: list[Step] = []
    then = order
    if event is not None:
        then = await _after(tx, order, event)
        steps.append(Step(Life.ORDER, order.status, then.status, by, note))
    if money is not None:
        payment_status = PAYMENT_LIFE.after(order.payment_status, money)
        own_note = "" if event else note
        steps.append(Step(Life.PAYMENT, order.payment_status, payment_status, by, own_note))
        then = replace(then, payment_status=payment_status)
    if fulfilment not in (None, order.fulfilment_status):
        steps.append(Step(Life.FULFILMENT, order.fulfilment_status, fulfilment, by, note))
        then = replace(then, fulfilment_status=fulfilment)
    if returned not in (None, order.return_status):
        steps.append(Step(Life.RETURN, order.return_status, returned, by, note))
        then = replace(then, return_status=returned)
    await store.move(tx, then, steps)
    return then


async def _after(tx: Transaction, order: Order, event: OrderEvent) -> Order:
    """The order after an event in its own life; what pays for one that is placed is taken."""
    status = ORDER_LIFE.after(order.status, event)
    if status is OrderStatus.PLACED:
        await take_credit(tx, order)
        await promotions.redeem(tx, order.id, order.user_id)
        return replace(order, status=status, placed_at=tx.now)
    cancelled_at = tx.now if status is OrderStatus.CANCELLED else order.cancelled_at
    return replace(order, status=status, cancelled_at=cancelled_at)


def first_steps(order: Order, *, by: str) -> tuple[Step, ...]:
    """The first lines of an order's history."""
    return (
        Step(Life.ORDER, None, order.status, by),
        Step(Life.PAYMENT, None, order.payment_status, by),
    )
