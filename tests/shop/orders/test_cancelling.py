"""What is cancelled is free again, and what was paid for it goes back by itself, once."""

import pytest

from tests.world.depot import PACKER, Depot
from tests.world.people import BINA
from tests.world.till import Till
from zahra.base.db import Database
from zahra.base.errors import Invalid, NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import orders
from zahra.shop.orders import Cancelling

pytestmark = pytest.mark.anyio
PIECE = 159900  # what one kurta costs


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def test_a_paid_order_is_cancelled_and_all_of_it_goes_back(depot: Depot):
    variant, actor, placed = await depot.paid()
    assert await depot.stock(variant) == (9, 0, 2)
    order = await depot.cancel(actor, placed)
    assert (order.status, order.fulfilment_status) == ("cancelled", "cancelled")
    assert await depot.states(placed) == ["cancelled", "cancelled"]
    assert await depot.stock(variant) == (9, 0, 0)
    assert await depot.tenders(placed) == {"order": (order.total, order.total, 0)}
    await depot.till.run_errands()
    assert await depot.tenders(placed) == {"order": (order.total, order.total, order.total)}
    assert (await depot.order(placed)).payment_status == "refunded"
    assert await depot.documents(placed) == []


async def test_a_piece_is_cancelled_with_what_was_paid_for_it_and_no_more(depot: Depot):
    variant, actor, placed = await depot.paid(qty=3)
    await depot.cancel(actor, placed, 1)
    await depot.till.run_errands()
    order = await depot.order(placed)
    assert (order.status, order.payment_status) == ("placed", "partially_refunded")
    assert order.fulfilment_status == "unfulfilled"
    assert await depot.states(placed) == ["ordered", "ordered", "cancelled"]
    assert await depot.stock(variant) == (9, 0, 2)
    assert await depot.tenders(placed) == {"order": (order.total, PIECE, PIECE)}
    assert await depot.value("SELECT charges FROM givebacks") == 0


async def test_freight_goes_back_with_the_last_piece(depot: Depot):
    goods = await depot.till.goods({"M": 5}, price=39900, mrp=49900)
    actor = await depot.till.shopper()
    await depot.till.fill_bag(actor, goods["M"], 2)
    placed = await depot.till.place(actor)
    depot.till.pay(placed)
    await depot.till.settle(placed)
    assert placed.order.shipping == 7900
    await depot.cancel(actor, placed, 1, key="c1")
    assert await depot.tenders(placed) == {"order": (87700, 39900, 0)}
    order = await depot.cancel(actor, placed, 1, key="c2")
    assert order.status == "cancelled"
    assert await depot.tenders(placed) == {"order": (87700, 87700, 0)}


async def test_less_is_taken_at_the_door_for_a_cancelled_piece(depot: Depot):
    _, actor, placed = await depot.due_at_the_door(qty=2)
    due = placed.order.total
    order = await depot.cancel(actor, placed, 1, key="c1")
    assert (order.collectable, order.payment_status) == (due - PIECE, "cod_due")
    order = await depot.cancel(actor, placed, 1, key="c2")
    assert (order.collectable, order.payment_status) == (0, "voided")
    assert await depot.tenders(placed) == {}
    assert await depot.value("SELECT sum(uncollected) FROM givebacks") == due


async def test_the_same_key_cancels_once(depot: Depot):
    _, actor, placed = await depot.paid(qty=3)
    await depot.cancel(actor, placed, 1)
    before = await depot.till.fingerprint()
    await depot.cancel(actor, placed, 1)
    assert await depot.till.fingerprint() == before


async def test_a_piece_that_is_cancelled_is_not_cancelled_again(depot: Depot):
    _, actor, placed = await depot.paid()
    await depot.cancel(actor, placed)
    before = await depot.till.fingerprint()
    with pytest.raises(WrongMoment):
        await depot.cancel(actor, placed, 1, key="c2")
    assert await depot.till.fingerprint() == before


async def test_its_buyer_cancels_until_picking_starts_and_staff_until_it_has_left(depot: Depot):
    variant, actor, placed = await depot.paid(qty=3)
    await depot.pick(placed)
    parcel = await depot.pack(placed, 2)
    before = await depot.till.fingerprint()
    with pytest.raises(WrongMoment) as refused:
        await depot.cancel(actor, placed)
    assert refused.value.details["state"] == "packed"
    assert await depot.till.fingerprint() == before
    await depot.cancel(PACKER, placed, 1)
    assert (await depot.parcel(parcel)).state == "created"
    await depot.cancel(PACKER, placed, 1, key="c2")
    assert (await depot.parcel(parcel)).state == "cancelled"
    assert (await depot.order(placed)).fulfilment_status == "picking"
    await depot.sent(placed)
    with pytest.raises(WrongMoment):
        await depot.cancel(PACKER, placed, key="c3")
    assert await depot.stock(variant) == (8, 0, 0)


async def test_another_persons_order_cannot_be_cancelled_and_seems_not_to_be_there(depot: Depot):
    _, _, placed = await depot.paid()
    stranger = await depot.till.shopper(BINA)
    before = await depot.till.fingerprint()
    with pytest.raises(NotFound):
        await depot.cancel(stranger, placed)
    assert await depot.till.fingerprint() == before


async def test_a_cancellation_says_what_and_why(depot: Depot):
    _, actor, placed = await depot.paid()
    before = await depot.till.fingerprint()
    for wish in (Cancelling(" "), Cancelling("x" * 201), Cancelling("why", {placed.order.id: 1})):
        with pytest.raises(Invalid):
            async with depot.till.database.transaction() as tx:
                await orders.cancel_order(tx, actor, placed.order.id, wish, key="c1")
    with pytest.raises(Invalid):
        await depot.cancel(actor, placed, 3)
    assert await depot.till.fingerprint() == before


async def test_an_order_its_buyer_cancelled_is_not_revived_by_late_money(depot: Depot):
    variant, actor, placed = await depot.till.waiting_order(stock=5, qty=2)
    order = await depot.cancel(actor, placed)
    assert (order.status, order.payment_status) == ("cancelled", "voided")
    depot.till.pay(placed)
    order = await depot.till.settle(placed)
    assert order.status == "cancelled"
    await depot.till.run_errands()
    assert await depot.tenders(placed) == {"order": (order.total, order.total, order.total)}
    assert await depot.till.sellable(variant) == 5


async def test_what_was_refunded_before_is_not_refunded_again(depot: Depot):
    _, actor, placed = await depot.paid()
    assert placed.attempt
    async with depot.till.database.transaction() as tx:
        named = placed.attempt.id
        await orders.refund_payment(tx, PACKER, named, 50000, reason="late", key="g1")
    order = await depot.cancel(actor, placed)
    assert await depot.tenders(placed) == {"order": (order.total, order.total, 0)}
    assert await depot.value("SELECT refunded FROM givebacks") == order.total - 50000
