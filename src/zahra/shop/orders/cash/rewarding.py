"""Giving what was promised for paying a cash order online, as store credit.

It is given late and never taken back: whoever pays online, cancels or returns everything has had
nothing of it, and nothing that was spent has to be asked for again.
"""

from functools import partial
from uuid import UUID

from zahra.base.db import Database, Transaction
from zahra.shop import cod, credit, payments
from zahra.shop.cod import RewardEvent, RewardState
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.rewards import verdict_on_reward
from zahra.shop.orders.store import rewarding as store

BATCH = 1000


async def decide_rewards(database: Database) -> int:
    """Give or forfeit every reward that can be decided, each in its own transaction; how many."""
    async with database.snapshot() as snapshot:
        waiting = await store.orders_to_reward(snapshot, limit=BATCH)
    decided = [await database.run(partial(decide_reward, order_id=each)) for each in waiting]
    return sum(decided)


async def decide_reward(tx: Transaction, order_id: UUID) -> bool:
    """Give or forfeit an order's reward, once; whether that was done now."""
    order = await lock_order(tx, order_id)
    reward = await cod.reward_of_order(tx, order_id)
    if reward is None or reward.state is not RewardState.PROMISED:
        return False
    sent = await store.sent_for(tx, order_id)
    paid = await payments.payments_of_order(tx, order_id)
    event = verdict_on_reward(sent, paid, now=tx.now)
    if event is None:
        return False
    await cod.move_reward(tx, reward, event)
    if event is RewardEvent.GIVE:
        await credit.give(
            tx,
            order.user_id,
            reward.amount,
            key=f"reward:{order_id}",
            cause=credit.Cause.REWARD,
            order_id=order_id,
        )
    return True
