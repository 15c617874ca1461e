"""What a checkout costs in statements: from the submitted bag to the queued confirmation."""

import pytest

from tests.world.counting import StatementCounter
from tests.world.till import Till
from zahra.base.db import Database, PooledConnections
from zahra.base.jobs import JobQueue
from zahra.shop import orders

pytestmark = pytest.mark.anyio
MOST = 33  # two lines, one job for the webhook, one for the SMS; BEGIN and COMMIT not counted


async def test_a_whole_checkout_takes_few_statements(fresh_dsn: str):
    database = Database(PooledConnections(fresh_dsn, size=4))
    await database.open()
    try:
        till = Till(database)
        goods = await till.goods({"M": 50, "L": 50})
        actor = await till.shopper()
        await till.fill_bag(actor, goods["M"], 2)
        await till.fill_bag(actor, goods["L"], 1)
        placing = await till.placing(actor)
        database.queue = JobQueue()
        with StatementCounter() as placed_in:
            placed = await till.place(actor, placing)
        with StatementCounter() as rung_in:
            await till.ring("evt_1", placed, till.pay(placed))
        event_id = await till.value("SELECT id FROM provider_events")
        with StatementCounter() as settled_in:
            await orders.jobs.settle_event(database, till.gateways, event_id)
        assert (await till.whole(placed)).order.is_placed
        counts = (placed_in.count, rung_in.count, settled_in.count)
        assert sum(counts) <= MOST, (placed_in, rung_in, settled_in)
    finally:
        await database.close()
