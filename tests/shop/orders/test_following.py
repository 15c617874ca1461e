"""What couriers tell moves pieces, cash and orders, in whatever order it is told."""

from datetime import timedelta
from itertools import permutations

import pytest

from tests.world.depot import ON_THE_WAY, Depot
from tests.world.quarrel import Quarrel
from tests.world.till import Till
from zahra.base.db import Database
from zahra.base.errors import Invalid
from zahra.base.lifecycle import WrongMoment
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio
S = ShipmentState
PIECE = 159900


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def test_a_delivered_parcel_begins_the_days_to_return_it(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    order = await depot.tell(parcel, *ON_THE_WAY)
    assert order.fulfilment_status == "delivered"
    assert await depot.states(placed) == ["delivered", "delivered"]
    delivered = (await depot.parcel(parcel)).delivered_at
    assert {piece.delivered_at for piece in await depot.pieces(placed)} == {delivered}


async def test_cash_at_the_door_is_a_payment_of_the_order(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    order = await depot.tell(parcel, *ON_THE_WAY)
    assert (order.payment_status, order.collectable) == ("cod_collected", 0)
    assert await depot.tenders(placed) == {"cash": (order.total, 0, 0)}
    before = await depot.till.fingerprint()
    await depot.follow(parcel)
    assert await depot.till.fingerprint() == before


async def test_an_order_in_two_parcels_is_paid_when_both_have_come(depot: Depot):
    _, _, placed = await depot.due_at_the_door(qty=3)
    first, second = await depot.sent(placed, 1), await depot.sent(placed)
    order = await depot.tell(first, *ON_THE_WAY)
    assert (order.payment_status, order.collectable) == ("cod_due", second.collectable)
    assert order.fulfilment_status == "shipped"
    order = await depot.tell(second, *ON_THE_WAY)
    assert (order.payment_status, order.fulfilment_status) == ("cod_collected", "delivered")


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_news_in_any_order_and_twice_ends_the_same(depot: Depot, order: tuple[int, ...]):
    happened = (S.IN_TRANSIT, S.UNDELIVERED, S.OUT_FOR_DELIVERY, S.DELIVERED)
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    began = (await depot.parcel(parcel)).state_at
    await depot.till.later(hours=1)
    for at in (*order, *order):
        await depot.file(parcel, happened[at], at=began + timedelta(minutes=at + 1))
        await depot.follow(parcel)
    after = await depot.order(placed)
    assert (after.fulfilment_status, after.payment_status) == ("delivered", "cod_collected")
    assert await depot.tenders(placed) == {"cash": (after.total, 0, 0)}


async def test_a_failed_attempt_is_told_and_another_may_follow(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    order = await depot.tell(parcel, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.UNDELIVERED)
    assert order.fulfilment_status == "ndr"
    order = await depot.tell(parcel, S.OUT_FOR_DELIVERY)
    assert order.fulfilment_status == "out_for_delivery"
    assert (await depot.tell(parcel, S.DELIVERED)).fulfilment_status == "delivered"


async def test_for_a_lost_parcel_all_goes_back_and_is_credited(depot: Depot):
    variant, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    order = await depot.tell(parcel, S.IN_TRANSIT, S.LOST)
    total = order.total
    assert await depot.states(placed) == ["lost", "lost"]
    assert await depot.tenders(placed) == {"order": (total, total, 0)}
    assert await depot.documents(placed) == [("invoice", total), ("credit_note", total)]
    assert await depot.stock(variant) == (7, 0, 0)
    before = await depot.till.fingerprint()
    await depot.follow(parcel)
    assert await depot.till.fingerprint() == before


async def test_a_lost_parcel_that_comes_after_all_is_for_somebody_to_look_at(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.IN_TRANSIT, S.LOST)
    order = await depot.tell(parcel, S.DELIVERED)
    assert order.flags == ("found_again",)
    assert await depot.states(placed) == ["lost", "lost"]


@pytest.mark.parametrize("way", [(S.LOST,), (S.RTO_INITIATED, S.LOST)])
async def test_a_lost_parcel_that_comes_to_the_dock_is_counted_in_and_paid_back_once(
    depot: Depot, way: tuple[ShipmentState, ...]
):
    variant, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    lost = await depot.tell(parcel, S.IN_TRANSIT, *way)
    total = lost.total
    await depot.tell(parcel, S.RTO_DELIVERED)
    before = await depot.till.fingerprint()
    with pytest.raises(Invalid):
        await depot.take_in(parcel, good=3)
    assert await depot.till.fingerprint() == before
    await depot.take_in(parcel, good=1, bad=1)
    assert await depot.stock(variant) == (9, 1, 0)
    assert await Quarrel(depot).broken() == []
    assert await depot.states(placed) == ["lost", "lost"]
    assert await depot.tenders(placed) == {"order": (total, total, 0)}
    assert await depot.documents(placed) == [("invoice", total), ("credit_note", total)]
    before = await depot.till.fingerprint()
    with pytest.raises((WrongMoment, Invalid)):
        await depot.take_in(parcel, good=2)
    assert await depot.till.fingerprint() == before


async def test_a_courier_that_took_more_than_was_due_is_noticed(depot: Depot):
    _, _, placed = await depot.due_at_the_door()
    parcel = await depot.sent(placed)
    async with depot.till.database.transaction() as tx:
        await tx.run("UPDATE orders SET collectable = 100")
    order = await depot.tell(parcel, *ON_THE_WAY)
    assert (order.flags, order.collectable) == (("cash_differs",), 0)
    assert await depot.tenders(placed) == {"cash": (order.total, 0, 0)}


async def test_what_comes_back_unpaid_is_restocked_credited_and_never_collected(depot: Depot):
    variant, _, placed = await depot.due_at_the_door(qty=3)
    parcel = await depot.sent(placed)
    order = await depot.tell(parcel, S.UNDELIVERED, S.RTO_INITIATED, S.RTO_DELIVERED)
    assert (order.fulfilment_status, order.payment_status) == ("rto", "cod_due")
    assert await depot.stock(variant) == (6, 0, 0)
    await depot.take_in(parcel, good=2, bad=1)
    order = await depot.order(placed)
    assert (order.fulfilment_status, order.payment_status) == ("rto", "voided")
    assert (order.return_status, order.collectable) == ("none", 0)
    assert await depot.states(placed) == ["rto", "rto", "rto"]
    assert await depot.stock(variant) == (9, 1, 0)
    assert await depot.till.sellable(variant) == 8
    assert await depot.tenders(placed) == {}
    assert await depot.documents(placed) == [
        ("invoice", order.total),
        ("credit_note", order.total),
    ]


async def test_what_comes_back_paid_goes_back_to_where_the_money_came_from(depot: Depot):
    variant, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.UNDELIVERED, S.RTO_INITIATED)
    await depot.take_in(parcel, good=1)
    assert sorted(await depot.states(placed)) == ["lost", "rto"]
    await depot.till.run_errands()
    order = await depot.order(placed)
    assert order.payment_status == "refunded"
    assert await depot.tenders(placed) == {"order": (order.total, order.total, order.total)}
    assert await depot.stock(variant) == (8, 0, 0)


async def test_a_parcel_comes_back_once_and_with_no_more_than_it_held(depot: Depot):
    variant, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    await depot.tell(parcel, S.UNDELIVERED, S.RTO_INITIATED)
    before = await depot.till.fingerprint()
    with pytest.raises(Invalid):
        await depot.take_in(parcel, good=2, bad=1)
    assert await depot.till.fingerprint() == before
    await depot.take_in(parcel, good=2)
    before = await depot.till.fingerprint()
    with pytest.raises((WrongMoment, Invalid)):
        await depot.take_in(parcel, good=2)
    assert await depot.till.fingerprint() == before
    assert await depot.stock(variant) == (9, 0, 0)


async def test_the_other_parcels_cash_is_still_due_when_one_comes_back(depot: Depot):
    _, _, placed = await depot.due_at_the_door(qty=3)
    first, second = await depot.sent(placed, 1), await depot.sent(placed)
    await depot.tell(second, S.UNDELIVERED, S.RTO_INITIATED)
    await depot.take_in(second, good=2)
    order = await depot.order(placed)
    assert order.collectable == first.collectable
    order = await depot.tell(first, *ON_THE_WAY)
    assert (order.fulfilment_status, order.payment_status) == ("delivered", "cod_collected")
    assert await depot.tenders(placed) == {"cash": (first.collectable, 0, 0)}


async def test_a_courier_that_calls_a_parcel_off_leaves_its_pieces_to_be_packed_anew(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    order = await depot.tell(parcel, S.CANCELLED)
    assert order.fulfilment_status == "picking"
    await depot.dispatch(await depot.pack(placed))
    assert (await depot.order(placed)).fulfilment_status == "shipped"
