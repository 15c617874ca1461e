"""What the cart does in the background."""

from datetime import timedelta

from zahra.base.db import Database
from zahra.base.jobs import job
from zahra.shop.cart.store import carts

EMPTY_KEPT = timedelta(hours=48)
GUEST_KEPT = timedelta(days=30)
SHOPPER_KEPT = timedelta(days=90)


@job(tries=3)
async def forget_old_carts(database: Database) -> None:
    """Delete carts that nobody has touched for long.

    Ordering touches a cart too, and no order waits for its payment as long as the shortest of
    these terms: a cart that money hangs on is never deleted.
    """
    async with database.transaction() as tx:
        await carts.forget_old(tx, empty=EMPTY_KEPT, guests=GUEST_KEPT, shoppers=SHOPPER_KEPT)
