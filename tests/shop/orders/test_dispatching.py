"""A parcel leaves once: its pieces, its stock and its invoice with it, or nothing at all."""

import pytest

from tests.world.depot import COURIER, PACKER, Depot
from tests.world.till import Till
from zahra.base.actors import Actor, Kind
from zahra.base.db import Database
from zahra.base.errors import Forbidden, Invalid
from zahra.base.lifecycle import WrongMoment
from zahra.shop import orders
from zahra.shop.orders import Packing
from zahra.shop.shipping import NotBooked, Parcel, Shipment, ShipmentState

pytestmark = pytest.mark.anyio
PIECE = 159900


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def test_dispatch_moves_pieces_stock_and_paper_together(depot: Depot):
    variant, _, placed = await depot.paid()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    assert (parcel.collectable, parcel.declared) == (0, placed.order.total)
    assert parcel.weight_grams == 60 + 2 * 380
    assert await depot.stock(variant) == (9, 0, 2)
    assert await depot.documents(placed) == []
    await depot.dispatch(parcel)
    assert await depot.states(placed) == ["shipped", "shipped"]
    assert await depot.stock(variant) == (7, 0, 0)
    assert await depot.documents(placed) == [("invoice", placed.order.total)]
    assert await depot.history(placed, "fulfilment") == ["picking", "packed", "shipped"]


async def test_a_parcel_is_dispatched_once_however_often_it_is_said(depot: Depot):
    _, _, placed = await depot.paid()
    parcel = await depot.sent(placed)
    before = await depot.till.fingerprint()
    await depot.dispatch(parcel)
    await depot.follow(parcel)
    assert await depot.till.fingerprint() == before
    assert len(await depot.documents(placed)) == 1


async def test_each_parcel_has_its_own_invoice_and_the_first_bears_the_freight(depot: Depot):
    goods = await depot.till.goods({"M": 5}, price=29900, mrp=29900)
    actor = await depot.till.shopper()
    await depot.till.fill_bag(actor, goods["M"], 3)
    placed = await depot.till.place(actor)
    depot.till.pay(placed)
    await depot.till.settle(placed)
    await depot.sent(placed, 1)
    assert (await depot.order(placed)).fulfilment_status == "partially_shipped"
    await depot.sent(placed)
    assert (await depot.order(placed)).fulfilment_status == "shipped"
    freight = placed.order.shipping
    assert await depot.documents(placed) == [("invoice", 29900 + freight), ("invoice", 59800)]


async def test_parcels_share_what_is_due_at_the_door(depot: Depot):
    _, _, placed = await depot.due_at_the_door(qty=3)
    await depot.pick(placed)
    first, second = await depot.pack(placed, 1), await depot.pack(placed)
    fees = placed.order.shipping + placed.order.cod_fee
    assert (first.collectable, second.collectable) == (PIECE + fees, 2 * PIECE)
    assert first.collectable + second.collectable == placed.order.collectable


async def test_a_parcel_takes_what_its_order_wants(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.pick(placed)
    line = (await depot.pieces(placed))[0].line_id
    weighed = Parcel(1500, 40, 30, 10)
    async with depot.till.database.transaction() as tx:
        packing = Packing(placed.order.id, COURIER, {line: 1}, weighed)
        made = await orders.pack_shipment(tx, PACKER, packing, couriers=[COURIER])
        assert made.parcel == weighed
    before = await depot.till.fingerprint()
    for lines in ({line: 2}, {line: 0}, {placed.order.id: 1}, {}):
        packing = Packing(placed.order.id, COURIER, lines)
        with pytest.raises(Invalid):
            async with depot.till.database.transaction() as tx:
                await orders.pack_shipment(tx, PACKER, packing, couriers=[COURIER])
    assert await depot.till.fingerprint() == before


async def test_nothing_is_packed_before_it_is_picked_or_when_it_waits_for_money(depot: Depot):
    _, _, placed = await depot.paid()
    with pytest.raises(WrongMoment):
        await depot.pack(placed)
    await depot.pick(placed)
    with pytest.raises(WrongMoment):
        await depot.pick(placed)


async def test_an_order_that_waits_for_money_is_not_picked(depot: Depot):
    _, _, placed = await depot.till.waiting_order()
    with pytest.raises(WrongMoment):
        await depot.pick(placed)


async def test_a_parcel_that_was_taken_apart_does_not_leave(depot: Depot):
    variant, _, placed = await depot.paid()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await depot.cancel(PACKER, placed)
    before = await depot.till.fingerprint()
    with pytest.raises(WrongMoment):
        await depot.dispatch(parcel)
    assert await depot.till.fingerprint() == before
    assert await depot.stock(variant) == (9, 0, 0)


async def test_nothing_is_packed_for_a_courier_that_nobody_could_ask(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.pick(placed)
    before = await depot.till.fingerprint()
    for named, couriers in (("pigeon", ["manual", COURIER]), (COURIER, ["manual"])):
        packing = Packing(placed.order.id, named)
        async with depot.till.database.transaction() as tx:
            with pytest.raises(Invalid) as no:
                await orders.pack_shipment(tx, PACKER, packing, couriers=couriers)
        assert no.value.fields == {"courier": [f"Choose from {', '.join(couriers)}."]}
    assert await depot.till.fingerprint() == before


async def test_a_parcel_leaves_once_its_courier_can_tell_of_it(depot: Depot):
    """Without its number nothing that is told would find it: never delivered, never paid for."""
    _, _, placed = await depot.due_at_the_door()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await name(depot, parcel, None)
    before = await depot.till.fingerprint()
    with pytest.raises(NotBooked):
        await depot.dispatch(parcel)
    assert await depot.till.fingerprint() == before
    await name(depot, parcel, "59001")
    assert (await depot.dispatch(parcel)).state == "picked_up"


async def test_a_parcel_by_hand_leaves_without_a_number(depot: Depot):
    _, _, placed = await depot.paid()
    await depot.pick(placed)
    async with depot.till.database.transaction() as tx:
        parcel = await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
    assert (await depot.dispatch(parcel)).state == "picked_up"


async def test_a_parcel_that_its_courier_does_not_take_is_packed_for_another(depot: Depot):
    variant, _, placed = await depot.due_at_the_door()
    await depot.pick(placed)
    first = await depot.pack(placed)
    assert (await apart(depot, first)).state == "cancelled"
    before = await depot.till.fingerprint()
    assert (await apart(depot, first)).state == "cancelled"
    assert await depot.till.fingerprint() == before, "once"
    assert (await depot.order(placed)).fulfilment_status == "picking"
    async with depot.till.database.transaction() as tx:
        second = await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
    assert (second.collectable, second.contents) == (first.collectable, first.contents)
    await depot.dispatch(second)
    assert await depot.states(placed) == ["shipped", "shipped"]
    assert await depot.stock(variant) == (7, 0, 0)


async def test_a_parcel_that_has_left_is_not_taken_apart(depot: Depot):
    _, actor, placed = await depot.paid()
    parcel = await depot.sent(placed)
    before = await depot.till.fingerprint()
    with pytest.raises(WrongMoment):
        await apart(depot, parcel)
    with pytest.raises(Forbidden):
        await apart(depot, parcel, by=actor)
    assert await depot.till.fingerprint() == before


async def name(depot: Depot, parcel: Shipment, awb: str | None) -> None:
    async with depot.till.database.transaction() as tx:
        await tx.run("UPDATE shipments SET awb = %(awb)s WHERE id = %(id)s", awb=awb, id=parcel.id)


async def apart(depot: Depot, parcel: Shipment, *, by: Actor = PACKER) -> Shipment:
    async with depot.till.database.transaction() as tx:
        return await orders.take_apart(tx, by, parcel.id)


async def test_only_who_may_send_parcels_sends_them(depot: Depot):
    _, actor, placed = await depot.paid()
    clerk = Actor(Kind.STAFF, name="Ravi")
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    before, seller = await depot.till.fingerprint(), depot.till.terms.seller
    for who in (actor, clerk):
        async with depot.till.database.transaction() as tx:
            with pytest.raises(Forbidden):
                await orders.pack_shipment(tx, who, Packing(placed.order.id, COURIER))
            with pytest.raises(Forbidden):
                await orders.dispatch_shipment(tx, who, parcel.id, seller=seller)
            with pytest.raises(Forbidden):
                await orders.start_picking(tx, who, placed.order.id)
    assert await depot.till.fingerprint() == before


async def test_a_parcel_its_courier_has_was_dispatched_by_that(depot: Depot):
    variant, _, placed = await depot.paid()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    order = await depot.tell(parcel, ShipmentState.PICKED_UP, ShipmentState.IN_TRANSIT)
    assert order.fulfilment_status == "shipped"
    assert await depot.stock(variant) == (7, 0, 0)
    assert await depot.documents(placed) == [("invoice", placed.order.total)]
