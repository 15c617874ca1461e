"""Many buyers, few pieces: locks decide, not luck."""

import asyncio
import random
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.goods import Goods, an_indigo_kurta
from tests.world.waiting import until_waiting
from zahra.base import ids
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.shop import catalog, inventory
from zahra.shop.inventory import OutOfStock, Wanted

pytestmark = pytest.mark.anyio
BUYERS, PIECES, CONNECTIONS = 60, 5, 20


@pytest.fixture
async def pooled(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(fresh_dsn, size=CONNECTIONS, wait_seconds=20))
    await database.open()
    await open_all(database)
    yield database
    await database.close()


async def open_all(database: Database) -> None:
    """Every connection, before the race: buyers queueing for the first one open do not race."""
    all_are_open = asyncio.Barrier(CONNECTIONS)

    async def hold_one() -> None:
        async with database.transaction():
            await all_are_open.wait()

    await asyncio.gather(*(hold_one() for _ in range(CONNECTIONS)))


@pytest.fixture
async def kurta(pooled: Database) -> Goods:
    async with pooled.transaction() as tx:
        return await an_indigo_kurta(tx, {"M": PIECES})


async def buy(database: Database, variant_id: UUID) -> bool:
    """Hold a piece, as checkout does."""
    try:
        async with database.transaction() as tx:
            until = tx.now + timedelta(minutes=10)
            await inventory.hold_stock(tx, ids.new(), [Wanted(variant_id, 1)], until=until)
    except OutOfStock:
        return False
    return True


async def held(database: Database) -> int:
    async with database.snapshot() as snapshot:
        return await snapshot.value("SELECT sum(qty)::int FROM stock_holds WHERE state = 'active'")


async def test_sixty_buyers_of_five_pieces_are_five_happy_ones(pooled: Database, kurta: Goods):
    happy = await asyncio.gather(*(buy(pooled, kurta["M"]) for _ in range(BUYERS)))
    assert sum(happy) == PIECES
    assert await held(pooled) == PIECES


async def test_looking_and_then_taking_without_the_lock_oversells(pooled: Database, kurta: Goods):
    """The positive control: the same buyers, deciding from what they read before."""
    everybody_has_looked = asyncio.Barrier(15)

    async def buy_unlocked() -> None:
        async with pooled.transaction() as tx:
            left = await inventory.sellable(tx, [kurta["M"]])
            await everybody_has_looked.wait()
            if left[kurta["M"]] >= 1:
                await insert_hold(tx, kurta["M"])

    await asyncio.gather(*(buy_unlocked() for _ in range(15)))
    assert await held(pooled) == 15


async def insert_hold(tx: Transaction, variant_id: UUID) -> None:
    await tx.run(
        """
        INSERT INTO stock_holds (id, variant_id, order_id, qty, created_at, expires_at)
        VALUES (%(id)s, %(variant)s, %(id)s, 1, %(now)s, %(until)s)
        """,
        id=ids.new(),
        variant=variant_id,
        now=tx.now,
        until=tx.now + timedelta(minutes=10),
    )


async def test_the_second_waits_for_the_first_and_then_sees_what_it_took(
    pooled: Database, kurta: Goods
):
    """The holds are read after the lock was had: in one statement they would be older than it."""
    async with pooled.transaction() as tx:
        await inventory.hold_stock(
            tx, ids.new(), [Wanted(kurta["M"], PIECES)], until=tx.now + timedelta(minutes=10)
        )
        second = asyncio.create_task(buy(pooled, kurta["M"]))
        await until_waiting(pooled)
        assert not second.done()
    assert await second is False
    assert await held(pooled) == PIECES


async def test_orders_for_the_same_goods_in_any_sequence_never_deadlock(pooled: Database):
    async with pooled.transaction() as tx:
        kurta = await an_indigo_kurta(tx, dict.fromkeys(("XS", "S", "M", "L", "XL"), 100))
    draw = random.Random(5)

    async def order() -> None:
        wanted = [Wanted(variant_id, 1) for variant_id in kurta.variants.values()]
        draw.shuffle(wanted)
        order_id = ids.new()
        async with pooled.transaction() as tx:
            await inventory.allocate_stock(tx, order_id, wanted)
        async with pooled.transaction() as tx:
            await inventory.release_stock(tx, order_id)

    await asyncio.gather(*(order() for _ in range(40)))
    async with pooled.snapshot() as snapshot:
        left = await inventory.sellable(snapshot, list(kurta.variants.values()))
    assert set(left.values()) == {100}


async def test_an_order_released_by_two_at_once_is_released_once(pooled: Database, kurta: Goods):
    order = ids.new()
    async with pooled.transaction() as tx:
        await inventory.allocate_stock(tx, order, [Wanted(kurta["M"], 3)])

    async def release() -> None:
        async with pooled.transaction() as tx:
            await inventory.release_stock(tx, order)

    await asyncio.gather(*(release() for _ in range(8)))
    async with pooled.snapshot() as snapshot:
        assert await inventory.sellable(snapshot, [kurta["M"]]) == {kurta["M"]: PIECES}
        released = "SELECT count(*) FROM stock_movements WHERE kind = 'released'"
        assert await snapshot.value(released) == 1


async def test_a_card_is_written_after_the_change_that_is_under_way(pooled: Database, kurta: Goods):
    """A change may drop its own call for a refresh because one is waiting: that one must see it."""
    async with pooled.transaction() as tx:
        await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["M"], PIECES)])
        refresh = asyncio.create_task(inventory.refresh_card(pooled, kurta.product_id))
        await until_waiting(pooled)
    await refresh
    async with pooled.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, catalog.Asking())
    assert [card.is_in_stock for card in listing.cards] == [False]
