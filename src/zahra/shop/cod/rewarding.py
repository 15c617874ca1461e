"""Promising a reward for paying a cash order online, and what becomes of the promise. The order's
lock is held wherever one is moved."""

from dataclasses import replace
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.cod.links import PrepaidLink, Reward
from zahra.shop.cod.states import REWARD_LIFE, RewardEvent, RewardState
from zahra.shop.cod.store import rewards as store


async def promise_reward(tx: Transaction, link: PrepaidLink) -> None:
    """Promise what a link was sent with, once an order; nothing where that was nothing."""
    if not link.reward or await store.of_order(tx, link.order_id) is not None:
        return
    promised = RewardState.PROMISED
    await store.insert(
        tx, Reward(link.order_id, link.id, link.reward, promised, tx.now, state_at=tx.now)
    )


async def reward_of_order(snapshot: Snapshot, order_id: UUID) -> Reward | None:
    """What was promised for paying an order online."""
    return await store.of_order(snapshot, order_id)


async def move_reward(tx: Transaction, reward: Reward, event: RewardEvent) -> Reward:
    """The reward after an event. Raises WrongMoment for one that is decided."""
    state = REWARD_LIFE.after(reward.state, event)
    await store.move(tx, reward.order_id, state)
    return replace(reward, state=state, state_at=tx.now)
