"""Fifty at once give one piece back once; without the lock it is only the table that holds."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from tests.world.depot import PACKER, Depot
from tests.world.till import Till
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.base.lifecycle import WrongMoment
from zahra.shop import orders
from zahra.shop.orders import Cancelling, GivebackKind, GivingBack, cancelling_placed
from zahra.shop.orders.store import moving
from zahra.shop.orders.store import pieces as store
from zahra.shop.shipping import ShipmentState

pytestmark = pytest.mark.anyio
AT_ONCE = 50
PIECE = 159900


@pytest.fixture
async def depot(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=12, wait_seconds=60))
    await database.open()
    yield Depot(Till(database))
    await database.close()


async def test_fifty_cancellations_of_one_line_at_once_refund_it_once(depot: Depot):
    variant, actor, placed = await depot.paid(qty=1)
    tries = [depot.cancel(actor, placed, 1, key=f"c{number}") for number in range(AT_ONCE)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    told = Counter(type(answer).__name__ for answer in answers)
    assert told == {"Order": 1, "WrongMoment": AT_ONCE - 1}
    await depot.till.run_errands()
    total = placed.order.total
    assert await depot.tenders(placed) == {"order": (total, total, total)}
    assert await depot.value("SELECT count(*) FROM refunds") == 1
    assert depot.till.gateway.calls["refund"] == 1
    assert await depot.stock(variant) == (9, 0, 0)


async def test_fifty_repeats_of_one_request_refund_it_once_and_all_are_answered(depot: Depot):
    _, actor, placed = await depot.paid(qty=2)
    tries = [depot.cancel(actor, placed, 1, key="one") for _ in range(AT_ONCE)]
    answers = await asyncio.gather(*tries)
    assert {order.id for order in answers} == {placed.order.id}
    assert await depot.tenders(placed) == {"order": (placed.order.total, PIECE, 0)}


async def test_fifty_givings_back_of_one_delivered_piece_credit_it_once(depot: Depot):
    _, _, placed = await depot.paid(qty=2)
    parcel = await depot.sent(placed)
    await depot.tell(parcel, ShipmentState.DELIVERED)
    piece = (await depot.pieces(placed))[0]

    async def give(key: str) -> None:
        async with depot.till.database.transaction() as tx:
            order = await orders.lock_order(tx, placed.order.id)
            kind = GivebackKind.RETURN
            await orders.give_back(tx, order, GivingBack(kind, (piece,), "torn", key, PACKER.label))

    tries = [give(f"r{number}") for number in range(AT_ONCE)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert Counter(type(each) for each in answers) == {type(None): 1, WrongMoment: AT_ONCE - 1}
    assert await depot.tenders(placed) == {"order": (placed.order.total, PIECE, 0)}
    notes = [total for kind, total in await depot.documents(placed) if kind == "credit_note"]
    assert notes == [PIECE]


async def test_without_the_lock_one_piece_would_be_refunded_twice(
    depot: Depot, monkeypatch: pytest.MonkeyPatch
):
    """The control: both read before either writes."""
    _, actor, placed = await depot.paid(qty=2)
    both_have_read = asyncio.Barrier(2)
    known = await depot.pieces(placed)

    async def unlocked(tx: Transaction, order_id: Any) -> Any:
        return await moving.order(tx, order_id)

    async def read(tx: Transaction, order_id: Any) -> Any:
        return known

    async def waiting(tx: Transaction, order_id: Any, key: str) -> Any:
        found = await by_key(tx, order_id, key)
        await both_have_read.wait()
        return found

    async def freely(*_: Any, **__: Any) -> None:
        """Stock has a lock of its own."""

    by_key = store.giveback_by_key
    monkeypatch.setattr(cancelling_placed, "lock_order", unlocked)
    monkeypatch.setattr(store, "giveback_by_key", waiting)
    monkeypatch.setattr(store, "pieces_of", read)
    monkeypatch.setattr(cancelling_placed.inventory, "release_part", freely)
    line = known[0].line_id

    async def cancel(key: str) -> Any:
        async with depot.till.database.transaction() as tx:
            wish = Cancelling("twice", {line: 1})
            return await orders.cancel_order(tx, actor, placed.order.id, wish, key=key)

    await asyncio.gather(cancel("c1"), cancel("c2"))
    assert await depot.value("SELECT count(*) FROM refunds") == 2
    assert await depot.value("SELECT refund_granted FROM payments") == 2 * PIECE


async def test_a_cancellation_and_a_dispatch_at_once_let_one_of_them_through(depot: Depot):
    variant, _, placed = await depot.paid(qty=1)
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    tries = [depot.cancel(PACKER, placed, key="c1"), depot.dispatch(parcel)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, WrongMoment) for answer in answers) == 1
    total = placed.order.total
    if await depot.states(placed) == ["cancelled"]:
        assert await depot.stock(variant) == (9, 0, 0)
        assert await depot.documents(placed) == []
    else:
        assert await depot.stock(variant) == (8, 0, 0)
        assert await depot.documents(placed) == [("invoice", total)]
        assert await depot.tenders(placed) == {"order": (total, 0, 0)}


async def test_fifty_dispatches_of_one_parcel_at_once_invoice_it_once(depot: Depot):
    variant, _, placed = await depot.paid(qty=2)
    await depot.pick(placed)
    parcel = await depot.pack(placed)
    await asyncio.gather(*(depot.dispatch(parcel) for _ in range(AT_ONCE)))
    assert await depot.documents(placed) == [("invoice", placed.order.total)]
    assert await depot.stock(variant) == (7, 0, 0)
    assert await depot.history(placed, "fulfilment") == ["picking", "packed", "shipped"]
