"""Paying a cash order online while it is packed or cancelled: it is paid once, given back once.

Whoever has the order's lock first decides; each race has a control in which the lock, or the look
under it, is missing.
"""

import asyncio
from uuid import UUID

import pytest

from tests.world.depot import PACKER
from tests.world.doorstep import cash_order, link_terms
from tests.world.till import Till
from tests.world.waiting import until_waiting
from zahra.base.actors import Actor
from zahra.base.db import Database, PooledConnections
from zahra.base.lifecycle import WrongMoment
from zahra.shop import books, cod, orders
from zahra.shop.orders import Cancelling, Order, Packing, Placed
from zahra.shop.orders import rules as order_rules
from zahra.shop.orders.moving import order_row
from zahra.shop.orders.paying import settling
from zahra.shop.payments.provider import GatewayOrder, OpeningLink

pytestmark = pytest.mark.anyio
TOTAL, ONLINE, REWARD = 324700, 319800, 5000
WISH = Cancelling("changed my mind")
LABELS = "Nothing is to be taken at the door of an order whose link was paid"


@pytest.fixture
async def till(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=6, wait_seconds=30))
    await database.open()
    yield Till(database)
    await database.close()


async def paid_at_the_gateway(till: Till) -> tuple[Actor, Placed, UUID]:
    """A cash order whose link was paid, and nobody has told us yet."""
    _, actor, placed = await cash_order(till)
    async with till.database.transaction() as tx:
        terms = link_terms(tx.now, reward=REWARD)
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=terms)
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    assert attempt.provider_order_id is not None
    till.gateway.pay(attempt.provider_order_id)
    await till.run_errands()
    return actor, placed, attempt.id


async def settle(till: Till, attempt_id: UUID) -> Order:
    return await orders.settle(till.database, till.gateways, attempt_id)


async def broken(till: Till) -> list[str]:
    """The rules of the books that do not hold."""
    await till.run_errands()
    async with till.database.agreeing() as snapshot:
        return [each.name for each in (await books.examine(snapshot)).broken]


async def promised(till: Till, placed: Placed) -> bool:
    async with till.database.snapshot() as snapshot:
        return await cod.reward_of_order(snapshot, placed.order.id) is not None


async def test_a_packer_who_is_first_collects_at_the_door_and_the_money_goes_back(till: Till):
    _, placed, attempt = await paid_at_the_gateway(till)
    async with till.database.transaction() as tx:
        await orders.start_picking(tx, PACKER, placed.order.id)
        parcel = await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
        money = asyncio.create_task(settle(till, attempt))
        await until_waiting(till.database)
        assert not money.done(), "the money waits for the packer"
    order = await money
    assert (order.payment_status, order.collectable, parcel.collectable) == (
        "cod_due",
        TOTAL,
        TOTAL,
    )
    assert await broken(till) == []
    (online,) = till.gateway.payments.values()
    assert online.amount_refunded == ONLINE
    assert not await promised(till, placed)


async def test_a_packer_who_is_second_prints_a_label_that_asks_for_nothing(till: Till):
    _, placed, attempt = await paid_at_the_gateway(till)
    order = await settle(till, attempt)
    async with till.database.transaction() as tx:
        await orders.start_picking(tx, PACKER, placed.order.id)
        parcel = await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
    assert (order.collectable, parcel.collectable) == (0, 0)
    assert await broken(till) == []
    assert await promised(till, placed)


@pytest.mark.parametrize("is_lost", [False, True])
async def test_a_link_that_is_paid_while_it_is_called_off_is_given_back(till: Till, is_lost: bool):
    """The gateway will not close what is paid already, or is silent: the money is found and goes
    back, and the label asks for all of it."""
    _, actor, placed = await cash_order(till)
    async with till.database.transaction() as tx:
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=link_terms(tx.now))
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    assert attempt.provider_order_id is not None
    async with till.database.transaction() as tx:
        await orders.start_picking(tx, PACKER, placed.order.id)
        parcel = await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
    till.gateway.pay(attempt.provider_order_id)
    till.gateway.refusing.add("close_order")
    await till.run_errands()
    assert till.gateway.closed == []
    if is_lost:  # nobody tells: the poller asks about what was cancelled too
        await till.later(hours=1)
        await orders.jobs.poll_attempts(till.database, till.gateways)
    else:
        await settle(till, attempt.id)
    assert await broken(till) == []
    (online,) = till.gateway.payments.values()
    assert (online.amount_refunded, parcel.collectable) == (ONLINE, TOTAL)
    assert not await promised(till, placed)


async def test_a_link_that_is_opened_while_its_order_is_packed_is_closed_at_the_gateway(
    till: Till,
):
    """The packer is first: it does not open. The payer is first: the packer closes it, though the
    gateway makes its page only then."""
    _, actor, placed = await cash_order(till)
    async with till.database.transaction() as tx:
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=link_terms(tx.now))
        await orders.start_picking(tx, PACKER, placed.order.id)
    async with till.database.transaction() as tx:
        await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
        payer = asyncio.create_task(orders.pay_by_link(till.database, till.gateways, link.id))
        await until_waiting(till.database)
        assert not payer.done(), "the payer waits for the packer"
    with pytest.raises(WrongMoment):
        await payer
    assert till.gateway.orders == {}


async def test_a_page_that_the_gateway_makes_after_the_packing_is_closed_too(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    _, actor, placed = await cash_order(till)
    async with till.database.transaction() as tx:
        link = await orders.prepaid_link(tx, actor, placed.order.id, terms=link_terms(tx.now))
        await orders.start_picking(tx, PACKER, placed.order.id)
    make = till.gateway.open_link

    async def pack_meanwhile(opening: OpeningLink) -> GatewayOrder:
        async with till.database.transaction() as tx:
            await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
        return await make(opening)

    monkeypatch.setattr(till.gateway, "open_link", pack_meanwhile)
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    await till.run_errands()
    assert (attempt.is_live, till.gateway.closed) == (False, [attempt.provider_order_id])


def always(order: Order) -> bool:
    return True


async def test_who_does_not_look_whether_it_is_packed_collects_twice(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: the label asks for what was paid, and the books say so."""
    _, placed, attempt = await paid_at_the_gateway(till)
    monkeypatch.setattr(order_rules, "may_switch_to_prepaid", always)
    async with till.database.transaction() as tx:
        await orders.start_picking(tx, PACKER, placed.order.id)
        await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
    assert (await settle(till, attempt)).payment_status == "paid"
    assert LABELS in await broken(till)


async def test_money_for_what_is_just_cancelled_goes_back_and_the_fee_once(till: Till):
    actor, placed, attempt = await paid_at_the_gateway(till)
    async with till.database.transaction() as tx:
        await orders.cancel_order(tx, actor, placed.order.id, WISH, key="c")
        money = asyncio.create_task(settle(till, attempt))
        await until_waiting(till.database)
        assert not money.done(), "the money waits for the cancellation"
    order = await money
    assert (order.status, order.collectable, order.due_online) == ("cancelled", 0, 0)
    assert await broken(till) == []
    (online,) = till.gateway.payments.values()
    assert online.amount_refunded == ONLINE
    async with till.database.snapshot() as snapshot:
        back = await orders.givebacks_of(snapshot, order.id)
    assert [(each.kind.value, each.uncollected) for each in back] == [("cancellation", TOTAL)]
    assert not await promised(till, placed)


async def test_who_cancels_what_was_just_paid_gets_back_what_was_paid(till: Till):
    actor, placed, attempt = await paid_at_the_gateway(till)
    await settle(till, attempt)
    async with till.database.transaction() as tx:
        await orders.cancel_order(tx, actor, placed.order.id, WISH, key="c")
    assert await broken(till) == []
    (online,) = till.gateway.payments.values()
    assert online.amount_refunded == ONLINE
    async with till.database.snapshot() as snapshot:
        back = await orders.givebacks_of(snapshot, placed.order.id)
    told = [(each.kind.value, each.uncollected, each.refunded) for each in back]
    assert told == [("fee_waived", TOTAL - ONLINE, 0), ("cancellation", 0, ONLINE)]


async def test_without_the_lock_the_money_would_be_kept_for_what_was_cancelled(
    till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: decided from what was read before the cancellation."""
    actor, _, attempt = await paid_at_the_gateway(till)

    async def unlocked(tx: object, order_id: UUID, *, cart_id: object) -> Order:
        async with till.database.snapshot() as snapshot:
            seen = await order_row(snapshot, order_id)
        async with till.database.transaction() as other:
            await orders.cancel_order(other, actor, order_id, WISH, key="c")
        return seen

    monkeypatch.setattr(settling, "order_to_change", unlocked)
    await settle(till, attempt)
    assert await broken(till) != []
    (online,) = till.gateway.payments.values()
    assert online.amount_refunded == 0
