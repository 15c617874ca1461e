"""From cash to online by a link, and cash that comes back from couriers: collected once."""

import asyncio
from uuid import UUID

import pytest

from tests.world import people
from tests.world.depot import ON_THE_WAY, Depot
from tests.world.doorstep import ADVANCE, CODE, OFFICE, cash_order, decision, link_terms
from tests.world.people import BINA
from tests.world.till import Till
from tests.world.waiting import until_waiting
from zahra.base import audit
from zahra.base.actors import Actor
from zahra.base.db import Database, PooledConnections
from zahra.base.errors import NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import cod, orders
from zahra.shop.cod import LinkState, Outcome, PrepaidLink
from zahra.shop.identity import Policy
from zahra.shop.orders import LinkOver, Order, Placed, rules
from zahra.shop.orders.cancelling import cancel_pending
from zahra.shop.orders.cash import confirming
from zahra.shop.orders.store import moving
from zahra.shop.shipping import Shipment

pytestmark = pytest.mark.anyio
TOTAL, FEE = 324700, 4900  # the fee is owed only at the door
ONLINE = TOTAL - FEE


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


@pytest.fixture
async def fresh_till(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=6, wait_seconds=30))
    await database.open()
    yield Till(database)
    await database.close()


async def link_for(till: Till, actor: Actor, placed: Placed) -> PrepaidLink:
    async with till.database.transaction() as tx:
        return await orders.prepaid_link(tx, actor, placed.order.id, terms=link_terms(tx.now))


async def state_of(till: Till, link: PrepaidLink) -> LinkState:
    async with till.database.snapshot() as snapshot:
        found = await cod.link(snapshot, link.id)
    assert found is not None
    return found.state


async def pay(till: Till, link: PrepaidLink, state: str = "captured") -> UUID:
    """Open the link and pay at the gateway; the attempt, not yet settled."""
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    assert attempt.provider_order_id is not None
    assert attempt.pay_url is not None
    till.gateway.pay(attempt.provider_order_id, state)
    return attempt.id


async def settle(till: Till, attempt_id: UUID) -> Order:
    return await orders.settle(till.database, till.gateways, attempt_id)


async def test_paying_by_the_link_cancels_what_was_to_be_collected(till: Till):
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    assert (link.amount, link.fee_waived, link.state) == (ONLINE, FEE, LinkState.SENT)
    order = await settle(till, await pay(till, link))
    assert (order.payment_status, order.payment_method) == ("paid", "razorpay")
    assert (order.due_online, order.collectable, order.total) == (ONLINE, 0, TOTAL)
    assert await state_of(till, link) is LinkState.CONVERTED
    assert (await decision(till, placed)).outcome is Outcome.PREPAID
    with pytest.raises(WrongMoment):
        await pay(till, link)


async def test_money_that_waits_for_capture_is_taken_too(till: Till):
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    order = await settle(till, await pay(till, link, "authorized"))
    assert (order.payment_status, order.collectable) == ("paid", 0)


async def test_a_link_is_the_same_while_it_is_good(till: Till):
    _, actor, placed = await cash_order(till)
    first = await link_for(till, actor, placed)
    assert (await link_for(till, actor, placed)).id == first.id
    await till.later(hours=13)
    second = await link_for(till, actor, placed)
    assert second.id != first.id
    assert await state_of(till, first) is LinkState.EXPIRED_AUTO


async def test_a_link_ends_by_itself(till: Till):
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    await till.later(hours=12)
    with pytest.raises(LinkOver):
        await pay(till, link)
    await orders.jobs.end_prepaid_links(till.database)
    assert await state_of(till, link) is LinkState.EXPIRED_AUTO


async def test_a_strangers_link_cannot_be_asked_for(till: Till):
    _, _, placed = await cash_order(till)
    with pytest.raises(NotFound):
        await link_for(till, await till.shopper(BINA), placed)


async def test_the_link_opens_only_with_our_seal(till: Till):
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    token = cod.token_of(people.KEYS, link.id)
    assert len(token) == 40
    assert cod.link_id_in(people.KEYS, token) == link.id
    for forged in (token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), "é", ""):
        assert cod.link_id_in(people.KEYS, forged) is None


async def test_what_staff_ask_for_is_sent_to_the_buyer(till: Till):
    _, _, placed = await cash_order(till)
    await till.run_errands()
    link = await link_for(till, OFFICE, placed)
    await till.run_errands()
    sent = till.postbox.messages[-1]
    assert cod.token_of(people.KEYS, link.id) in sent.text
    assert "Rs 3,198" in sent.text
    async with till.database.snapshot() as snapshot:
        (entry,) = await audit.entries(snapshot, audit.Asked(action="order.link_sent"))
    assert (entry.subject, entry.detail["amount"]) == (f"order:{placed.order.number}", link.amount)


async def test_an_order_with_an_advance_has_no_link(till: Till):
    _, actor, placed = await cash_order(till, ADVANCE)
    till.pay(placed)
    await till.settle(placed)
    with pytest.raises(WrongMoment):
        await link_for(till, actor, placed)


async def test_a_packed_order_takes_no_money_online_and_gives_back_what_comes(till: Till):
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    attempt = await pay(till, link)
    await packed(till, placed)
    order = await settle(till, attempt)
    assert (order.payment_status, order.payment_method) == ("cod_due", "cod")
    assert (order.due_online, order.collectable) == (0, TOTAL)
    await till.run_errands()
    (online,) = till.gateway.payments.values()
    assert online.amount_refunded == ONLINE
    assert await state_of(till, link) is LinkState.EXPIRED_MANUAL
    assert (await settle(till, attempt)).collectable == TOTAL, "the same news again"
    with pytest.raises(WrongMoment):
        await link_for(till, actor, placed)


async def packed(till: Till, placed: Placed) -> Shipment:
    """Picked, and in a parcel whose label says what to take at the door."""
    depot = Depot(till)
    await depot.pick(placed)
    return await depot.pack(placed)


async def test_what_is_refused_online_is_collected_at_the_door_once(till: Till):
    """The money and the courier's news, in both orders."""
    _, actor, placed = await cash_order(till)
    attempt = await pay(till, await link_for(till, actor, placed))
    parcel = await packed(till, placed)
    assert parcel.collectable == TOTAL
    depot = Depot(till)
    order = await depot.tell(await depot.dispatch(parcel), *ON_THE_WAY)
    assert order.payment_status == "cod_collected"
    order = await settle(till, attempt)
    await till.run_errands()
    order = await settle(till, attempt)
    assert (order.payment_status, order.collectable) == ("cod_collected", 0)
    tenders = await depot.tenders(placed)
    assert tenders["cash"] == (TOTAL, 0, 0)
    (online,) = till.gateway.payments.values()
    assert online.amount_refunded == ONLINE


async def test_what_was_paid_online_is_not_on_the_label(till: Till):
    _, actor, placed = await cash_order(till)
    await settle(till, await pay(till, await link_for(till, actor, placed)))
    parcel = await packed(till, placed)
    assert parcel.collectable == 0
    depot = Depot(till)
    order = await depot.tell(await depot.dispatch(parcel), *ON_THE_WAY)
    assert (order.payment_status, order.fulfilment_status) == ("paid", "delivered")
    assert await till.value("SELECT count(*) FROM cod_collections") == 0


async def test_money_and_packing_at_once_collect_once(fresh_till: Till):
    """Whoever has the order's lock first decides, and the other sees it."""
    till = fresh_till
    _, actor, placed = await cash_order(till)
    attempt = await pay(till, await link_for(till, actor, placed))
    async with till.database.transaction() as tx:
        await moving.order_to_change(tx, placed.order.id)
        settling = asyncio.create_task(settle(till, attempt))
        await until_waiting(till.database)
        assert not settling.done(), "the money waits for the packer"
        await tx.run(
            "UPDATE orders SET fulfilment_status = 'packed' WHERE id = %(id)s", id=placed.order.id
        )
    order = await settling
    assert (order.payment_status, order.collectable) == ("cod_due", TOTAL)
    await till.run_errands()
    (online,) = till.gateway.payments.values()
    assert online.amount_refunded == ONLINE


def always(order: Order) -> bool:
    return True


async def test_without_looking_under_the_lock_it_would_be_collected_twice(
    fresh_till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: who decides from what was read before the lock takes the money as well."""
    till = fresh_till
    _, actor, placed = await cash_order(till)
    attempt = await pay(till, await link_for(till, actor, placed))
    monkeypatch.setattr(rules, "may_switch_to_prepaid", always)
    await packed(till, placed)
    order = await settle(till, attempt)
    assert order.payment_status == "paid", "and the label still says what to take at the door"


async def test_a_code_and_the_clock_at_once_leave_one_outcome(fresh_till: Till):
    """The sweep holds the order when the right code comes: the code finds it cancelled."""
    till = fresh_till
    variant, actor, placed = await cash_order(till, CODE)
    await till.run_errands()
    code = till.postbox.messages[-1].code
    async with till.database.transaction() as tx:
        order = await moving.order_to_change(tx, placed.order.id)
        assert order is not None
        task = asyncio.create_task(confirm(till, actor, placed, code))
        await until_waiting(till.database)
        assert not task.done(), "the code was compared, and waits for the order"
        await cancel_pending(tx, order, by="expiry", note="nobody confirmed it in time")
    with pytest.raises(WrongMoment):
        await task
    order = (await till.whole(placed)).order
    assert (order.status, order.collectable) == ("cancelled", 0)
    assert await till.sellable(variant) == 5
    spent = "SELECT count(*) FROM otp_challenges WHERE consumed_at IS NOT NULL"
    assert await till.value(spent) == 0, "a refused code is not used up"


async def test_without_the_lock_the_code_would_place_what_was_cancelled(
    fresh_till: Till, monkeypatch: pytest.MonkeyPatch
):
    """The control: confirmed by what was read before the sweep, a cancelled order is placed."""
    till = fresh_till
    _, actor, placed = await cash_order(till, CODE)
    await till.run_errands()
    code = till.postbox.messages[-1].code
    seen = placed.order

    async def unlocked(tx: object, order_id: object, *, cart_id: object) -> Order:
        async with till.database.transaction() as sweep:
            order = await moving.order_to_change(sweep, placed.order.id)
            assert order is not None
            await cancel_pending(sweep, order, by="expiry", note="nobody confirmed it in time")
        return seen

    monkeypatch.setattr(confirming, "order_to_change", unlocked)
    assert (await confirm(till, actor, placed, code)).is_placed
    assert await till.value("SELECT status FROM orders") == "placed", "cancelled, and sold"


async def confirm(till: Till, actor: Actor, placed: Placed, code: str) -> Order:
    return await orders.confirm_cash_order(
        till.database, people.KEYS, actor, placed.order.id, code, policy=Policy()
    )
