"""What a buyer hears of parcels and of what they cancelled."""

import re

import pytest

from tests.world.depot import ON_THE_WAY, PACKER, Depot
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop.shipping import ShipmentState
from zahra.web.storefront.describing_refunds import refund_lines

pytestmark = pytest.mark.anyio


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def test_a_parcel_is_told_of_when_it_leaves_and_when_it_has_come_once_each(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, *ON_THE_WAY[:-1])
    await depot.tell(parcel, *ON_THE_WAY)
    await depot.follow(parcel)
    await depot.till.run_errands()
    number = placed.order.number
    _, sent, today, came = [message.text for message in depot.till.postbox.messages]
    assert sent == (
        f"A parcel of your Zahra order {number} is on its way with shiprocket, number"
        f" {parcel.number}. Track it at https://zahra.example/orders/{number} - ZAHRA"
    )
    assert today == (
        f"A parcel of your Zahra order {number} comes today with shiprocket. To pay at the door:"
        f" Rs 3,247. Track it at https://zahra.example/orders/{number} - ZAHRA"
    )
    assert came.startswith(f"A parcel of your Zahra order {number} was delivered.")


async def test_a_parcel_that_is_paid_for_asks_for_nothing_on_its_day(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, *ON_THE_WAY[:-1])
    await depot.till.run_errands()
    *_, today = [message.text for message in depot.till.postbox.messages]
    assert "comes today" in today
    assert "To pay at the door: nothing." in today


async def test_a_second_attempt_is_not_announced_again(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, *ON_THE_WAY[:-1], ShipmentState.UNDELIVERED, ON_THE_WAY[-2])
    told = "SELECT count(*) FROM messages WHERE template = 'parcel_out_today'"
    assert await depot.till.value(told) == 1


async def test_what_is_cancelled_is_told_with_what_goes_back(depot: Depot):
    _, actor, placed = await depot.paid()
    await depot.cancel(actor, placed, 1)
    await depot.till.run_errands()
    _, told = [message.text for message in depot.till.postbox.messages]
    assert "Money back: Rs 1,599." in told


async def test_a_letter_of_money_names_the_day_that_the_orders_page_names(depot: Depot):
    _, actor, placed = await depot.paid()
    async with depot.till.database.transaction() as tx:
        await tx.run("UPDATE orders SET email = 'asha@example.com'")
    await depot.cancel(actor, placed, 1)
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.LOST)
    await depot.till.run_errands()
    shown = [line.note for line in refund_lines((await depot.till.whole(placed)).refunds, {})]
    assert len(shown) == 2
    told = [m.text for m in depot.till.postbox.messages if m.subject and "goes back" in m.text]
    for note, letter in zip(shown, told, strict=True):
        by = note.removesuffix(".").rpartition("by ")[2]
        assert re.search(
            rf"came from\. You have it by {by} \d{{4}}\.\n|"
            rf"paid it from\. You have it by {by} \d{{4}}\.\n",
            letter,
        ), letter


async def test_what_the_shop_cancels_is_not_said_to_have_been_wished_for(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.cancel(PACKER, placed, 1)
    await depot.till.run_errands()
    _, told = [message.text for message in depot.till.postbox.messages]
    assert told.startswith(
        f"Zahra: order {placed.order.number} is cancelled, all of it or in part. Money back:"
    )


async def test_what_will_not_come_is_told_with_what_goes_back(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.LOST)
    await depot.till.run_errands()
    *_, told = [message.text for message in depot.till.postbox.messages]
    assert "could not be delivered. Money back: Rs 3,198." in told


async def test_where_nothing_was_paid_no_money_is_said_to_go_back(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.LOST)
    await depot.till.run_errands()
    *_, told = [message.text for message in depot.till.postbox.messages]
    assert "could not be delivered. Money back: none, as nothing was paid." in told
