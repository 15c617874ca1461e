"""Taking of promotions: reserved when an order is prepared, redeemed when it is placed, released
when it is cancelled or runs out. All of it under the order's lock, and as often as you like."""

from uuid import UUID

import structlog

from zahra.base.db import Snapshot, Transaction
from zahra.shop.promotions.basket import Reserving
from zahra.shop.promotions.errors import CouponUsedUp
from zahra.shop.promotions.store import redemptions as store

log = structlog.get_logger("zahra.promotions")


async def reserve(tx: Transaction, reserving: Reserving) -> None:
    """Take what an order counts on, before its stock. Raises CouponUsedUp when a limit has been
    reached or an offer has ended since the bag was reckoned."""
    if not reserving.discounts:
        return
    await store.lock(tx, [each.promotion_id for each in reserving.discounts])
    if not await store.take(tx, reserving):
        raise CouponUsedUp


async def redeem(tx: Transaction, order_id: UUID, user_id: UUID) -> None:
    """The order is placed: what it has reserved is used, and its person has ordered."""
    await store.redeem(tx, order_id, user_id)


async def release(tx: Transaction, order_id: UUID) -> None:
    """The order is cancelled before anything was sent: its promotions are there to be used again,
    by its person too."""
    await store.lock_of_order(tx, order_id)
    await store.release(tx, order_id)


async def take_again(tx: Transaction, order_id: UUID, user_id: UUID) -> None:
    """Late money revives an order: reserve anew what it had given back, as far as it is there.

    What is not keeps its price in the order all the same: the money was taken for that.
    """
    for once in await store.released_of(tx, order_id, user_id):
        try:
            async with tx.savepoint():
                await reserve(tx, once)
        except CouponUsedUp:
            log.warning("promotion_gone_for_revived_order", order=order_id.hex)


async def allows_cash(snapshot: Snapshot, order_id: UUID) -> bool:
    """Whether nothing that made the order cheaper asks for it to be paid before."""
    return not await store.is_for_prepaid_only(snapshot, order_id)


async def forget_person(tx: Transaction, user_id: UUID) -> None:
    """Forget who used what; to be called while their contacts are still known."""
    await store.forget_person(tx, user_id)
