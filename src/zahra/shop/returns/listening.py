"""What returns do when they hear of orders and of couriers; `app.py` has written down that they
listen."""

from zahra.base.db import Transaction
from zahra.shop.orders import OrderCancelled, OrderPlaced
from zahra.shop.returns.exchanging import move_exchange
from zahra.shop.returns.jobs import follow_pickup
from zahra.shop.returns.states import ExchangeEvent, ExchangeState
from zahra.shop.returns.store import exchanges, pickups
from zahra.shop.shipping import UnclaimedNews


async def on_order_placed(tx: Transaction, event: OrderPlaced) -> None:
    """A difference was paid: what was held for the exchange is promised now."""
    if event.from_bag:
        return
    exchange = await exchanges.exchange(tx, event.order_id)
    if exchange is not None and exchange.state is ExchangeState.HELD:
        await move_exchange(tx, exchange, ExchangeEvent.ALLOCATE)


async def on_order_cancelled(tx: Transaction, event: OrderCancelled) -> None:
    """A difference was not paid in time: nothing is kept any more. What came back is store
    credit."""
    exchange = await exchanges.exchange(tx, event.order_id)
    if exchange is not None and exchange.state is ExchangeState.HELD:
        await move_exchange(tx, exchange, ExchangeEvent.RELEASE)


async def on_unclaimed_news(tx: Transaction, event: UnclaimedNews) -> None:
    """A courier told of a number that may be a pickup's: one job applies it, under the lock."""
    pickup_id = await pickups.pickup_under(tx, event.courier, event.awb)
    if pickup_id is not None:
        await tx.defer(follow_pickup, pickup_id=pickup_id, once=f"return_pickup:{pickup_id}")
