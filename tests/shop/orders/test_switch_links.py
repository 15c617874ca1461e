"""The life of a link to pay a cash order online: until when, how it ends, and what staff see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import people
from tests.world.depot import PACKER, Depot
from tests.world.doorstep import OFFICE, cash_order, link_terms
from tests.world.people import BINA
from tests.world.till import Brand, Till
from zahra.base import ids
from zahra.base.actors import Actor, program
from zahra.base.clock import IST
from zahra.base.db import Database
from zahra.base.errors import Forbidden, NotFound
from zahra.base.lifecycle import WrongMoment
from zahra.shop import books, cod, orders
from zahra.shop.cod import LinkState, LinkTerms, PrepaidLink
from zahra.shop.messaging import DeliveryFailed
from zahra.shop.orders import LinkOver, Packing, PickingSoon, Placed
from zahra.shop.orders.rules import BEFORE_PICKING, link_ends
from zahra.shop.shipping import leaving_day

pytestmark = pytest.mark.anyio
SUNDAY = 6
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=365)).map(lambda passed: MONDAY + passed)


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def link_for(till: Till, actor: Actor, placed: Placed, **more: Any) -> PrepaidLink:
    async with till.database.transaction() as tx:
        terms = link_terms(tx.now, **more)
        return await orders.prepaid_link(tx, actor, placed.order.id, terms=terms)


async def states(till: Till, placed: Placed) -> list[str]:
    async with till.database.snapshot() as snapshot:
        found = await cod.links(snapshot, OFFICE, order_id=placed.order.id)
    return [each.state.value for each in found]


@given(MOMENTS, st.integers(0, 24), st.integers(1, 168))
def test_a_link_ends_before_the_next_orders_are_picked(now: datetime, hour: int, lifetime: int):
    ends = link_ends(now, LinkTerms(timedelta(hours=lifetime), cut_off_hour=hour))
    day = leaving_day(now, cut_off_hour=hour)
    cut_off = datetime(day.year, day.month, day.day, tzinfo=IST) + timedelta(hours=hour)
    assert now < cut_off
    assert ends == min(now + timedelta(hours=lifetime), cut_off - BEFORE_PICKING)
    assert ends < cut_off


async def test_no_link_is_made_when_picking_is_near(till: Till):
    _, actor, placed = await cash_order(till)
    async with till.database.snapshot() as snapshot:
        local = snapshot.now.astimezone(IST)
    soon = local.replace(hour=13, minute=30, second=0) + timedelta(days=1)
    soon += timedelta(days=soon.weekday() == SUNDAY)
    till.database.ahead += soon - local
    terms = LinkTerms(cut_off_hour=14)
    with pytest.raises(PickingSoon):
        async with till.database.transaction() as tx:
            await orders.prepaid_link(tx, actor, placed.order.id, terms=terms)
    assert await states(till, placed) == []


async def test_opening_is_written_down_and_what_is_older_is_no_longer_good(till: Till):
    _, actor, placed = await cash_order(till)
    first = await link_for(till, actor, placed)
    await till.later(hours=13)
    second = await link_for(till, actor, placed)
    with pytest.raises(LinkOver):
        await orders.pay_by_link(till.database, till.gateways, first.id)
    await orders.pay_by_link(till.database, till.gateways, second.id)
    assert await states(till, placed) == ["opened", "expired_auto"]


async def test_a_link_of_another_sum_takes_the_place_of_the_old_one(till: Till):
    depot = Depot(till)
    _, actor, placed = await depot.due_at_the_door(qty=2)
    await link_for(till, actor, placed)
    await depot.cancel(actor, placed, 1)
    second = await link_for(till, actor, placed)
    assert second.amount == 159900
    assert await states(till, placed) == ["sent", "expired_manual"]


@pytest.mark.parametrize("by", ["cancelling a piece", "a new link"])
async def test_the_page_of_a_link_ends_with_its_sum(till: Till, by: str):
    """Else the new link's page would lead to the old sum, or the old one would go on asking."""
    depot = Depot(till)
    _, actor, placed = await depot.due_at_the_door(qty=2)
    link = await link_for(till, actor, placed)
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    if by == "cancelling a piece":
        await depot.cancel(actor, placed, 1)
    else:
        await till.later(hours=13)
        await link_for(till, actor, placed)
    await till.run_errands()
    assert till.gateway.closed == [attempt.provider_order_id]
    assert await till.value("SELECT state FROM payment_attempts") == "cancelled"


async def test_staff_end_a_link_and_it_is_written_down(till: Till):
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    for nobody in (actor, await till.shopper(BINA)):
        with pytest.raises(Forbidden):
            async with till.database.transaction() as tx:
                await orders.call_off_link(tx, nobody, link.id)
    with pytest.raises(NotFound):
        async with till.database.transaction() as tx:
            await orders.call_off_link(tx, PACKER, ids.new())
    async with till.database.transaction() as tx:
        ended = await orders.call_off_link(tx, PACKER, link.id)
    assert ended.state is LinkState.EXPIRED_MANUAL
    with pytest.raises(LinkOver):
        await orders.pay_by_link(till.database, till.gateways, link.id)
    with pytest.raises(WrongMoment):
        async with till.database.transaction() as tx:
            await orders.call_off_link(tx, PACKER, link.id)
    audited = "SELECT count(*) FROM audit_log WHERE action = 'order.link_ended'"
    assert await till.value(audited) == 1


@pytest.mark.parametrize("by", ["staff", "buyer", "packer"])
async def test_the_gateways_page_ends_with_the_link_or_the_order(till: Till, by: str):
    """Nobody is asked to pay online for what was cancelled, or has its sum on a label."""
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    attempt = await orders.pay_by_link(till.database, till.gateways, link.id)
    async with till.database.transaction() as tx:
        if by == "staff":
            await orders.call_off_link(tx, PACKER, link.id)
        elif by == "packer":
            await orders.start_picking(tx, PACKER, placed.order.id)
            await orders.pack_shipment(tx, PACKER, Packing(placed.order.id, "manual"))
        else:
            wish = orders.Cancelling("changed my mind")
            await orders.cancel_order(tx, actor, placed.order.id, wish, key="c")
    await till.run_errands()
    assert till.gateway.closed == [attempt.provider_order_id]
    assert await till.value("SELECT state FROM payment_attempts") == "cancelled"
    assert await till.value("SELECT state FROM prepaid_links") == "expired_manual"
    async with till.database.agreeing() as snapshot:
        assert (await books.examine(snapshot)).broken == ()


async def test_what_was_unpacked_again_can_be_paid_online_again(till: Till):
    """By a link of its own: the one before stays closed."""
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed)
    await orders.pay_by_link(till.database, till.gateways, link.id)
    depot = Depot(till)
    await depot.pick(placed)
    await depot.pack(placed)
    with pytest.raises(WrongMoment):
        await orders.pay_by_link(till.database, till.gateways, link.id)
    await depot.cancel(PACKER, placed, 1)  # its parcel is taken apart, the other piece waits
    again = await link_for(till, actor, placed)
    assert (again.id == link.id, again.amount) == (False, 159900)
    with pytest.raises(LinkOver):
        await orders.pay_by_link(till.database, till.gateways, link.id)
    attempt = await orders.pay_by_link(till.database, till.gateways, again.id)
    assert attempt.provider_order_id is not None
    till.gateway.pay(attempt.provider_order_id)
    assert (await orders.settle(till.database, till.gateways, attempt.id)).collectable == 0


class Deaf:
    """No carrier takes anything."""

    async def sms(self, **message: Any) -> None:
        raise DeliveryFailed

    async def email(self, **message: Any) -> None:
        raise DeliveryFailed


async def test_what_no_carrier_takes_for_half_an_hour_is_undeliverable(till: Till):
    _, _, placed = await cash_order(till)
    link = await link_for(till, OFFICE, placed)

    async def send() -> None:
        ports = (till.database, Deaf(), people.KEYS, Brand(), link.id)
        await orders.jobs.send_prepaid_link(*ports)

    with pytest.raises(DeliveryFailed):
        await send()
    assert await states(till, placed) == ["sent"]
    await till.later(minutes=31)
    await send()
    assert await states(till, placed) == ["undeliverable"]
    await orders.pay_by_link(till.database, till.gateways, link.id)
    assert await states(till, placed) == ["opened"], "it came after all"


async def test_links_are_for_staff_to_see(till: Till):
    _, actor, placed = await cash_order(till)
    link = await link_for(till, actor, placed, reward=5000)
    async with till.database.snapshot() as snapshot:
        with pytest.raises(Forbidden):
            await cod.links(snapshot, actor)
        (seen,) = await cod.links(snapshot, program("tests"), state=LinkState.SENT)
        assert await cod.links(snapshot, OFFICE, state=LinkState.CONVERTED) == []
    assert (seen.id, seen.amount, seen.fee_waived) == (link.id, 319800, 4900)
    assert (seen.reward, seen.reward_state) == (5000, None)
