"""What somebody might try for money or goods that are not theirs, and what would lose them."""

import pytest

from tests.world.bags import TERMS
from tests.world.depot import PACKER, Depot
from tests.world.doorstep import link_terms
from tests.world.promoting import EVERY_CLASS, made, rupees_off
from tests.world.till import Till
from zahra.base.db import Database
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cart, orders, payments
from zahra.shop.cart import Holder
from zahra.shop.promotions import AskedBy, Kind, Klass
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio
PIECE = 159900


@pytest.fixture
def depot(database: Database) -> Depot:
    return Depot(Till(database))


async def test_cash_is_never_granted_to_a_source(depot: Depot):
    _, _, placed = await depot.due_at_the_door(qty=1)
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.DELIVERED)
    taken = await depot.value("SELECT id FROM payments WHERE purpose = 'cash'")
    before = await depot.till.fingerprint()
    with pytest.raises(payments.NothingToRefund):
        async with depot.till.database.transaction() as tx:
            await orders.refund_payment(tx, PACKER, taken, None, reason="sorry", key="k")
    assert await depot.till.fingerprint() == before


async def test_a_half_packed_order_is_no_longer_paid_online(depot: Depot):
    """Its first parcel carries a label with what to take: paid online it would be paid twice."""
    _, actor, placed = await depot.due_at_the_door(qty=2)
    await depot.pick(placed)
    parcel = await depot.pack(placed, 1)
    assert parcel.collectable > 0
    with pytest.raises(WrongMoment):
        async with depot.till.database.transaction() as tx:
            await orders.prepaid_link(tx, actor, placed.order.id, terms=link_terms(tx.now))


async def test_money_for_a_half_packed_order_goes_back(depot: Depot):
    _, actor, placed = await depot.due_at_the_door(qty=2)
    async with depot.till.database.transaction() as tx:
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=link_terms(tx.now))
    attempt = await orders.pay_by_link(depot.till.database, depot.till.gateways, link.id)
    await depot.pick(placed)
    parcel = await depot.pack(placed, 1)
    assert attempt.provider_order_id
    depot.till.gateway.pay(attempt.provider_order_id)
    order = await orders.settle(depot.till.database, depot.till.gateways, attempt.id)
    assert (order.collectable, order.payment_status) == (order.total, "cod_due")
    await depot.dispatch(parcel)
    await depot.tell(parcel, ShipmentState.DELIVERED)
    assert "cash_differs" not in (await depot.order(placed)).flags


async def test_a_parcel_that_travels_although_it_was_called_off_is_reported(depot: Depot):
    """Its goods are on sale again and its money went back: somebody has to look."""
    _, _, placed = await depot.due_at_the_door(qty=1)
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await depot.cancel(PACKER, placed)
    order = await depot.tell(parcel, ShipmentState.PICKED_UP, ShipmentState.DELIVERED)
    assert order.status == "cancelled"
    assert order.flags == ("called_off",)
    assert (await depot.follow(parcel)).flags == ("called_off",)


async def test_an_order_that_costs_nothing_is_placed_and_sent(depot: Depot):
    till = depot.till
    async with till.database.transaction() as tx:
        await rupees_off(tx, 1_000_000, "ALLOFIT", combines_with=EVERY_CLASS)
        await made(
            tx,
            "Delivered for nothing",
            Kind.PERCENT,
            percent=100,
            klass=Klass.SHIPPING,
            asked_by=AskedBy.NOBODY,
            combines_with=EVERY_CLASS,
        )
    goods = await till.goods({"M": 20})
    actor = await till.shopper()
    await till.fill_bag(actor, goods["M"], 1)
    async with till.database.transaction() as tx:
        await cart.apply_coupon(tx, Holder(actor.user_id), "ALLOFIT", terms=TERMS)
    placed = await till.place(actor)
    assert placed.order.total == 0
    assert placed.order.is_placed
    parcel = await depot.sent(placed)
    order = await depot.tell(parcel, ShipmentState.DELIVERED)
    assert (order.fulfilment_status, order.payment_status) == ("delivered", "paid")
    assert await depot.tenders(placed) == {}
    assert await depot.documents(placed) == [("invoice", 0)]


@pytest.mark.parametrize("comes_first", [True, False])
async def test_a_fee_that_no_parcel_takes_any_more_is_not_owed(depot: Depot, comes_first: bool):
    """It stood on the label of the first parcel, which came back: the order would stay due."""
    _, _, placed = await depot.due_at_the_door(qty=2)
    first, second = await depot.sent(placed, 1), await depot.sent(placed)
    assert (first.collectable, second.collectable) == (PIECE + 4900, PIECE)
    if not comes_first:
        await depot.tell(second, ShipmentState.IN_TRANSIT, ShipmentState.DELIVERED)
    await depot.tell(first, ShipmentState.IN_TRANSIT, ShipmentState.RTO_INITIATED)
    await depot.take_in(first, good=1)
    if comes_first:
        await depot.tell(second, ShipmentState.IN_TRANSIT, ShipmentState.DELIVERED)
    order = await depot.order(placed)
    assert (order.collectable, order.payment_status) == (0, "cod_collected")
    assert await depot.tenders(placed) == {"cash": (PIECE, 0, 0)}
    notes = [total for kind, total in await depot.documents(placed) if kind == "credit_note"]
    assert notes == [PIECE + 4900]


async def test_who_took_a_parcel_in_is_written_down_because_money_follows(depot: Depot):
    _, _, placed = await depot.paid(qty=2)
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.IN_TRANSIT, ShipmentState.RTO_INITIATED)
    await depot.take_in(parcel, good=1)
    told = await depot.value("SELECT detail FROM audit_log WHERE action = 'rto.received'")
    assert told == {"resellable": 1, "damaged": 0, "missing": 1}
