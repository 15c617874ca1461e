"""A day on which a little of everything happens, and one on which much goes wrong."""

from tests.shop.whole_shop.player import Player
from zahra.shop import credit
from zahra.shop.payments import Destination
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


async def a_hard_day(player: Player) -> None:
    """Cash orders: one was paid online and delivered, and its bank has taken some of that back; one
    was delivered after it was lost; one was paid online and then cancelled."""
    await _pay_online_instead(player, 0)
    await player.pack(0, one_piece=False)
    await player.dispatch(0)
    await player.tell(0, ShipmentEvent.DELIVER)
    await player.work()
    await player.dispute(0, "lost", 1000)
    await player.buy(1, "cod")
    await player.pack(1, one_piece=False)
    await player.dispatch(1)
    await player.tell(1, ShipmentEvent.LOSE)
    await player.work()
    await player.tell(1, ShipmentEvent.DELIVER)
    await player.work()
    await _pay_online_instead(player, 2)
    await player.cancel(2, by_staff=False, one_piece=False)
    await player.work()
    await player.sweep()


async def a_returning_day(player: Player) -> None:
    """What was bought comes back: by its buyer, to the card and as store credit; unopened; and
    before it was sent, when the gateway refuses to send the money and it goes other ways."""
    async with player.database.transaction() as tx:
        owner = player.shoppers[0].person
        await credit.give(tx, owner, 5000, key="welcome", cause=credit.Cause.GOODWILL)
    for nth, method in enumerate(("razorpay", "cod")):
        await player.buy(nth, method)
        await _have_arrive(player, nth, ShipmentEvent.DELIVER)
        await player.ask_return(nth, to_credit=method == "cod")
        for _ in range(4):
            await player.go_on_with_return(nth, is_sound=True)
    await player.buy(2, "cod")
    await _have_arrive(player, 2, ShipmentEvent.TURN_BACK)
    await player.tell(2, ShipmentEvent.BRING_BACK)
    await player.work()
    await player.take_in(0, sound=1)
    player.gateway.refusing.add("refund")
    for nth, way in ((3, Destination.STORE_CREDIT), (4, Destination.PAYOUT)):
        await player.buy(2, "razorpay")
        await player.cancel(nth, by_staff=True, one_piece=False)
        await player.work()
        await player.redirect(0, way)
    player.gateway.refusing.clear()
    await player.work()


async def _have_arrive(player: Player, nth: int, event: ShipmentEvent) -> None:
    await player.pack(nth, one_piece=False)
    await player.dispatch(nth)
    await player.tell(nth, event)
    await player.work()


async def _pay_online_instead(player: Player, who: int) -> None:
    await player.buy(who, "cod")
    await player.switch(0, reward=5000)
    await player.pay(-1, "captured")
    await player.ring(-1, 1)
    await player.work()
