"""One day on which a little of everything happens."""

from tests.shop.whole_shop.player import Player
from zahra.shop import credit
from zahra.shop.shipping import ShipmentEvent


async def a_busy_day(player: Player) -> None:
    """A paid order with a coupon that was dispatched, a cash order that was delivered, one that
    waits for its money, and somebody with store credit."""
    await player.type_code(0)
    await player.buy(0, "razorpay")
    await player.pack(0, one_piece=False)
    await player.dispatch(0)
    await player.buy(1, "cod")
    await player.pack(1, one_piece=False)
    await player.dispatch(1)
    await player.tell(1, ShipmentEvent.DELIVER)
    await player.work()
    await player.add(2, 0, 1)
    await player.place(2, "razorpay", use_credit=False)
    async with player.database.transaction() as tx:
        owner = player.shoppers[2].person
        await credit.give(tx, owner, 5000, key="welcome", cause=credit.Cause.GOODWILL)
