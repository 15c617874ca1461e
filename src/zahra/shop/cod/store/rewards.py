"""SQL of rewards for paying a cash order online."""

from dataclasses import asdict
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.cod.links import Reward
from zahra.shop.cod.states import RewardState


async def insert(tx: Transaction, reward: Reward) -> None:
    await tx.run(
        """
        INSERT INTO prepaid_rewards (order_id, link_id, amount, state, promised_at, state_at)
        VALUES (%(order_id)s, %(link_id)s, %(amount)s, %(state)s, %(promised_at)s, %(state_at)s)
        """,
        **asdict(reward),
    )


async def of_order(snapshot: Snapshot, order_id: UUID) -> Reward | None:
    """To decide from it, hold the order's lock."""
    return await snapshot.row(
        Reward,
        """
        SELECT order_id, link_id, amount, state, promised_at, state_at
        FROM prepaid_rewards WHERE order_id = %(order_id)s
        """,
        order_id=order_id,
    )


async def move(tx: Transaction, order_id: UUID, state: RewardState) -> None:
    await tx.run(
        "UPDATE prepaid_rewards SET state = %(state)s, state_at = %(now)s WHERE order_id = %(id)s",
        id=order_id,
        state=state,
        now=tx.now,
    )
