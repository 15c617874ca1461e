"""The doctor finds a sound shop sound, and names what is not."""

import pytest

from tests.world.returning import STAFF, delivered
from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop import books, orders

pytestmark = pytest.mark.anyio


@pytest.fixture
def till(database: Database) -> Till:
    return Till(database)


async def report_of(till: Till) -> books.Report:
    async with till.database.agreeing() as snapshot:
        return await books.examine(snapshot)


async def test_a_shop_that_was_paid_for_an_order_is_sound(till: Till):
    _, _, placed = await till.waiting_order()
    assert (await report_of(till)).broken == ()
    till.pay(placed)
    await till.settle(placed)
    await till.run_errands()
    assert (await report_of(till)).broken == ()


async def test_a_shop_with_an_exchange_on_its_way_is_sound_at_every_step(till: Till):
    counter = await delivered(till, qty=1)
    given = await counter.exchange()
    for step in (counter.approve, counter.pick_up):
        await step(given)
        assert (await report_of(till)).broken == ()
    await counter.receive(given, sound=1)
    await counter.judge(given, sound=1)
    assert (await report_of(till)).broken == ()
    await counter.refund(given)
    assert (await report_of(till)).broken == ()


async def test_a_refund_that_a_gateway_refuses_is_an_exception_and_breaks_no_rule(till: Till):
    _, _, placed = await till.waiting_order()
    till.pay(placed)
    await till.settle(placed)
    till.gateway.refusing.add("refund")
    async with till.database.transaction() as tx:
        wish = orders.Cancelling("changed my mind")
        await orders.cancel_order(tx, STAFF, placed.order.id, wish, key="cancel")
    await till.run_errands()
    assert await till.value("SELECT state FROM refunds") == "failed"
    assert (await report_of(till)).broken == ()
    async with till.database.transaction() as tx:
        await tx.run("DELETE FROM refunds")
    broken = [each.name for each in (await report_of(till)).broken]
    assert "Captured money has a placed order, or is on its way back" in broken


async def test_an_empty_shop_is_sound(till: Till):
    assert (await report_of(till)).is_sound


def test_every_finding_and_exception_says_what_to_do():
    assert set(books.ADVICE) == set(books.Thing)
    assert set(books.MEANINGS) == set(books.DiscrepancyKind)
    assert {check.about for check in books.CHECKS} == set(books.Thing)
