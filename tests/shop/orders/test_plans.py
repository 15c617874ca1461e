"""What an order's page asks is found by indexes, however many orders there are."""

import pytest

from tests.world.till import Till
from zahra.base.db import Database
from zahra.shop.orders.store import details

pytestmark = pytest.mark.anyio


async def test_an_orders_details_read_no_table_of_money_from_end_to_end(database: Database):
    _, _, placed = await Till(database).waiting_order()
    async with database.transaction() as tx:
        await tx.run("SET LOCAL enable_seqscan = off")
        plan = await tx.values(f"EXPLAIN {details._DETAILS}", ids=[placed.order.id])
    read = [line.strip() for line in plan if "Seq Scan" in line]
    assert [line for line in read if "payment" in line or "refunds" in line] == []
