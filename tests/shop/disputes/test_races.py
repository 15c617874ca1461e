"""A dispute comes while money is given back or a parcel leaves: each race with its control."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from psycopg.errors import CheckViolation

from tests.world.depot import PACKER, Depot
from tests.world.quarrel import CLERK, Quarrel
from tests.world.till import Till
from tests.world.waiting import until_waiting
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.shop import orders, payments
from zahra.shop.orders import OrderDisputed, Placed
from zahra.shop.orders.fulfilling import holding
from zahra.shop.orders.giving_back import refunding
from zahra.shop.orders.paying import disputing
from zahra.shop.orders.store import moving
from zahra.shop.payments import NothingToRefund, PaymentDisputed
from zahra.shop.payments.store import payments as payment_store

pytestmark = pytest.mark.anyio


@pytest.fixture
async def quarrel(fresh_dsn: str) -> AsyncGenerator[Quarrel, None]:
    database = Database(PooledConnections(fresh_dsn, size=12, wait_seconds=30))
    await database.open()
    yield Quarrel(Depot(Till(database)))
    await database.close()


async def behind_the_lock(quarrel: Quarrel, placed: Placed, work: Any) -> Any:
    """What comes of work that finds the order's lock taken, and must wait for it."""
    async with quarrel.depot.till.database.transaction() as tx:
        await moving.order_to_change(tx, placed.order.id)
        waiting = asyncio.ensure_future(work)
        await until_waiting(quarrel.depot.till.database)
        assert not waiting.done(), "it waits for the order's lock"
        yield_to = await apply_here(quarrel, tx, placed)
        assert yield_to
    return (await asyncio.gather(waiting, return_exceptions=True))[0]


async def apply_here(quarrel: Quarrel, tx: Transaction, placed: Placed) -> bool:
    """The dispute is written down by whoever holds the lock."""
    attempt = await payments.attempt(tx, _attempt(placed))
    fact = quarrel.depot.till.gateway.disputes["disp_1"]
    return await disputing._apply(tx, order_id=placed.order.id, attempt=attempt, fact=fact)


def _attempt(placed: Placed) -> Any:
    assert placed.attempt
    return placed.attempt.id


@pytest.mark.parametrize(
    ("state", "refusal"), [("open", PaymentDisputed), ("lost", NothingToRefund)]
)
async def test_a_refund_that_waited_for_a_dispute_is_refused(
    quarrel: Quarrel, state: str, refusal: type[Exception]
):
    _, placed = await quarrel.paid()
    quarrel.depot.till.gateway.quarrel(quarrel.payment, state)
    answer = await behind_the_lock(quarrel, placed, quarrel.refund(placed))
    assert isinstance(answer, refusal)
    assert await quarrel.refunds() is None
    assert await quarrel.broken() == []


async def test_a_dispute_that_waited_for_a_refund_finds_it(quarrel: Quarrel):
    _, placed = await quarrel.paid()
    quarrel.depot.till.gateway.quarrel(quarrel.payment, "lost")
    database = quarrel.depot.till.database
    async with database.transaction() as tx:
        await orders.refund_payment(tx, CLERK, _attempt(placed), 1000, reason="size", key="r")
        waiting = asyncio.ensure_future(quarrel.follow(placed))
        await until_waiting(database)
        assert not waiting.done(), "it waits for the order's lock"
    await waiting
    assert await quarrel.refunds() == ["failed 1000"], "it was not on its way yet"
    assert await quarrel.stands() == ("lost", False, placed.order.total)
    assert await quarrel.broken() == []


async def test_without_the_lock_only_the_table_would_keep_what_is_lost_from_being_refunded(
    quarrel: Quarrel, monkeypatch: pytest.MonkeyPatch
):
    """The control: the refund has read the payment before the dispute is written down."""
    _, placed = await quarrel.paid()
    quarrel.depot.till.gateway.quarrel(quarrel.payment, "lost")
    has_read, is_lost = asyncio.Event(), asyncio.Event()

    async def unlocked(tx: Transaction, payment_id: Any) -> Any:
        seen = await payments.payment_named(tx, payment_id)
        has_read.set()
        await is_lost.wait()
        return seen

    monkeypatch.setattr(refunding, "_payment_to_change", unlocked)
    refund = asyncio.ensure_future(quarrel.refund(placed))
    await has_read.wait()
    await quarrel.follow(placed)
    is_lost.set()
    (answer,) = await asyncio.gather(refund, return_exceptions=True)
    assert isinstance(answer, CheckViolation)
    assert answer.diag.constraint_name == "payments_refunds_within_captured"
    assert await quarrel.refunds() is None


async def test_a_dispatch_that_waited_for_a_dispute_is_refused(quarrel: Quarrel):
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    depot.till.gateway.quarrel(quarrel.payment)
    answer = await behind_the_lock(quarrel, placed, depot.dispatch(parcel))
    assert isinstance(answer, OrderDisputed)
    assert await depot.states(placed) == ["ordered", "ordered"]
    assert await depot.documents(placed) == []


async def test_without_the_lock_a_disputed_parcel_would_leave(
    quarrel: Quarrel, monkeypatch: pytest.MonkeyPatch
):
    """The control: the dispatch has looked for disputes before one is written down."""
    depot = quarrel.depot
    _, placed = await quarrel.paid()
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    depot.till.gateway.quarrel(quarrel.payment)
    has_read, is_disputed = asyncio.Event(), asyncio.Event()
    reading = payment_store.payments_of_order

    async def unlocked(tx: Transaction, order_id: Any) -> Any:
        found = await moving.order(tx, order_id)
        return found

    async def stale(snapshot: Any, order_id: Any) -> Any:
        known = await reading(snapshot, order_id)
        has_read.set()
        await is_disputed.wait()
        return known

    monkeypatch.setattr("zahra.shop.orders.fulfilling.dispatching.lock_order", unlocked)
    monkeypatch.setattr(holding.payments, "payments_of_order", stale)
    leaving = asyncio.ensure_future(_dispatch(depot, parcel.id))
    await has_read.wait()
    monkeypatch.setattr(holding.payments, "payments_of_order", reading)
    await quarrel.follow(placed)
    is_disputed.set()
    await leaving
    assert await depot.states(placed) == ["shipped", "shipped"]
    assert await quarrel.stands() == ("open", True, 0)


async def _dispatch(depot: Depot, parcel_id: Any) -> None:
    async with depot.till.database.transaction() as tx:
        seller = depot.till.terms.seller
        await orders.dispatch_shipment(tx, PACKER, parcel_id, seller=seller)
