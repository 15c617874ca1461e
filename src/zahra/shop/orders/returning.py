"""What returns need of an order: its lock, and to have written how it stands by them."""

from uuid import UUID

from zahra.base.db import Transaction
from zahra.base.errors import NotFound
from zahra.shop.orders.model import Order
from zahra.shop.orders.moving import move_order, order_row
from zahra.shop.orders.states import ReturnStatus
from zahra.shop.orders.store import moving as store


async def lock_order(tx: Transaction, order_id: UUID) -> Order:
    """The order, locked, for what hangs on it. Raises NotFound."""
    if (order := await store.order_to_change(tx, order_id)) is None:
        raise NotFound
    return order


async def note_return_status(
    tx: Transaction, order_id: UUID, status: ReturnStatus, *, by: str
) -> None:
    """Write how an order stands by its returns, with its history; nothing where that is so
    already. The order's lock is held."""
    order = await order_row(tx, order_id)
    if order.return_status is not status:
        await move_order(tx, order, returned=status, by=by)
