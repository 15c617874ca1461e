"""What a new order takes before its goods: its promotions, and the stock of the one it replaces.

In the order of the locks: promotions stand before stock.
"""

from zahra.base.db import Transaction
from zahra.shop import cart, inventory, promotions
from zahra.shop.orders.model import Draft, Order
from zahra.shop.promotions import Reserving


async def take_over(tx: Transaction, draft: Draft, *, before: Order | None) -> None:
    """Reserve what makes the order cheaper, and free what `before` held, which has been set
    aside. Raises CouponUsedUp."""
    order = draft.order
    counted = cart.of_promotions(draft.discounts)
    await promotions.reserve(tx, Reserving(order.id, order.user_id, order.cart_id, counted))
    if before is not None:
        await inventory.release_stock(tx, before.id)
