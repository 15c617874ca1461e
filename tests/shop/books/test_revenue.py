"""Four meanings of revenue, each with what went back on its own Indian day, to the paisa."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.shop.whole_shop.player import STAFF, Player
from zahra.base.clock import IST
from zahra.base.errors import Invalid
from zahra.shop import books, orders
from zahra.shop.payments import SettledFact
from zahra.shop.shipping import ShipmentEvent

pytestmark = pytest.mark.anyio
KURTA, COD_FEE = 159900, 4900
MONDAY = date(2027, 6, 7)


async def at(player: Player, day: date, hour: int, minute: int = 0) -> None:
    """Let it be that time of an Indian day."""
    wanted = datetime(day.year, day.month, day.day, hour, minute, tzinfo=IST)
    player.database.ahead = wanted - datetime.now(UTC)


async def told(player: Player, first: date, days: int) -> Mapping[date, books.RevenueDay]:
    async with player.database.snapshot() as snapshot:
        last = first + timedelta(days=days - 1)
        found = await books.revenue(snapshot, STAFF, first, last)
    return {each.day: each for each in found}


async def bought(player: Player, who: int, method: str) -> None:
    await player.add(who, 0, 1)
    await player.buy(who, method)


async def test_one_piece_from_its_order_to_its_return_by_four_meanings(player: Player):
    days = [MONDAY + timedelta(days=number) for number in range(6)]
    await at(player, days[0], 23, 59)
    await bought(player, 0, "razorpay")
    await at(player, days[1], 0, 1)
    await player.pack(0, one_piece=False)
    await player.dispatch(0)
    await at(player, days[2], 12)
    await player.tell(0, ShipmentEvent.DELIVER)
    await player.work()
    await at(player, days[3], 12)
    await player.ask_return(0, to_credit=False)
    for _ in range(4):
        await player.go_on_with_return(0, is_sound=True)
    await at(player, days[4], 12)
    paid = next(iter(player.gateway.payments))
    async with player.database.transaction() as tx:
        line = SettledFact(
            "payment", paid, KURTA, KURTA - 3774, 0, 3774, 576, "setl_1", "UTR1", tx.now
        )
        await books.take_statement(tx, STAFF, "razorpay", [line])
    revenue = await told(player, days[0], 6)
    none, came, back = books.Flow(), books.Flow(came=KURTA), books.Flow(back=KURTA)
    assert [revenue[day].booked for day in days] == [came, none, none, back, none, none]
    assert [revenue[day].shipped for day in days] == [none, came, none, back, none, none]
    assert [revenue[day].delivered for day in days] == [none, none, came, back, none, none]
    settled = books.Flow(came=KURTA - 3774)
    assert [revenue[day].settled for day in days] == [none, none, none, none, settled, none]
    assert sum(revenue[day].booked.net for day in days) == 0


async def test_a_cancelled_order_lowers_the_day_of_its_cancelling_and_was_never_shipped(
    player: Player,
):
    tuesday = MONDAY + timedelta(days=1)
    await at(player, MONDAY, 12)
    await bought(player, 0, "razorpay")
    await at(player, tuesday, 12)
    await player.cancel(0, by_staff=False, one_piece=False)
    revenue = await told(player, MONDAY, 2)
    assert revenue[MONDAY].booked == books.Flow(came=KURTA)
    assert revenue[tuesday].booked == books.Flow(back=KURTA)
    assert revenue[tuesday].shipped == revenue[tuesday].delivered == books.Flow()


async def test_what_comes_back_to_origin_was_shipped_and_never_delivered(player: Player):
    tuesday = MONDAY + timedelta(days=1)
    await at(player, MONDAY, 12)
    await bought(player, 0, "razorpay")
    await player.pack(0, one_piece=False)
    await player.dispatch(0)
    await player.tell(0, ShipmentEvent.TURN_BACK)
    await player.work()
    await at(player, tuesday, 12)
    await player.tell(0, ShipmentEvent.BRING_BACK)
    await player.work()
    await player.take_in(0, sound=1)
    revenue = await told(player, MONDAY, 2)
    assert revenue[MONDAY].shipped == books.Flow(came=KURTA)
    assert revenue[tuesday].shipped == revenue[tuesday].booked == books.Flow(back=KURTA)
    assert revenue[tuesday].delivered == books.Flow()


async def test_cash_at_the_door_counts_when_the_courier_sends_it_and_its_fee_with_the_parcel(
    player: Player,
):
    days = [MONDAY + timedelta(days=number) for number in range(5)]
    await at(player, days[0], 12)
    await bought(player, 0, "cod")
    await at(player, days[1], 12)
    await player.pack(0, one_piece=False)
    await player.dispatch(0)
    await at(player, days[2], 12)
    await player.tell(0, ShipmentEvent.DELIVER)
    await player.work()
    async with player.database.snapshot() as snapshot:
        awb = await snapshot.value("SELECT awb FROM shipments")
    await at(player, days[4], 12)
    sent = f"AWB,Amount,UTR,Date\n{awb},1600.00,UTIB1,{days[3]}\n{awb},48.00,UTIB2,{days[4]}"
    await orders.import_remittances(player.database, STAFF, sent)
    revenue = await told(player, days[0], 5)
    none, came = books.Flow(), books.Flow(came=KURTA + COD_FEE)
    assert [revenue[day].booked for day in days] == [came, none, none, none, none]
    assert [revenue[day].shipped for day in days] == [none, came, none, none, none]
    assert [revenue[day].delivered for day in days] == [none, none, came, none, none]
    settled = [none, none, none, books.Flow(came=160000), books.Flow(came=4800)]
    assert [revenue[day].settled for day in days] == settled


async def test_what_a_gateway_takes_back_lowers_what_is_settled_and_nothing_else(player: Player):
    tuesday = MONDAY + timedelta(days=1)
    await at(player, MONDAY, 12)
    await bought(player, 0, "razorpay")
    await player.refund(0, 10000)
    await player.work()
    await at(player, tuesday, 23, 59)
    refund = next(iter(player.gateway.refunds))
    async with player.database.transaction() as tx:
        back = SettledFact("refund", refund, 10000, 0, 10000, 0, 0, "setl_1", "UTR1", tx.now)
        taken = SettledFact("adjustment", "adj_1", 700, 0, 700, 0, 0, "setl_1", "UTR1", tx.now)
        await books.take_statement(tx, STAFF, "razorpay", [back, taken])
    revenue = await told(player, MONDAY, 2)
    assert revenue[tuesday].settled == books.Flow(came=0, back=10700)
    assert revenue[tuesday].settled.net == -10700
    assert revenue[MONDAY].booked == books.Flow(came=KURTA)
    assert revenue[tuesday].booked == revenue[tuesday].delivered == books.Flow()


async def test_days_that_cannot_be_counted_are_refused(player: Player):
    with pytest.raises(Invalid):
        await told(player, MONDAY, 0)
    with pytest.raises(Invalid):
        await told(player, MONDAY, 94)
    assert len(await told(player, MONDAY, 93)) == 93
