"""Listings are told when a size crosses a band, and only then; their cards follow."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from tests.world.goods import SHELF_KEEPER, Goods, an_indigo_kurta
from zahra.base import ids
from zahra.base.db import Database, PooledConnections, Transaction
from zahra.base.jobs import JobQueue
from zahra.shop import catalog, inventory
from zahra.shop.catalog import Band
from zahra.shop.inventory import StockBandChanged, Wanted

pytestmark = pytest.mark.anyio
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def told(database: Database) -> list[StockBandChanged]:
    """What is announced from now on."""
    heard: list[StockBandChanged] = []

    async def listen(tx: Transaction, event: StockBandChanged) -> None:
        heard.append(event)

    database.listeners = {StockBandChanged: [listen]}
    return heard


async def bands_on_card(database: Database, kurta: Goods) -> dict[str, str]:
    async with database.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, catalog.Asking())
    card = next(card for card in listing.cards if card.id == kurta.product_id)
    return {size.size: size.band.value for size in card.sizes}


async def test_bands_are_none_few_and_plenty(tx: Transaction):
    kurta = await an_indigo_kurta(tx, {"S": 0, "M": 1, "L": 3, "XL": 4})
    bands = await inventory.bands(tx, list(kurta.variants.values()))
    assert {size: bands[variant] for size, variant in kurta.variants.items()} == {
        "S": Band.OUT,
        "M": Band.LOW,
        "L": Band.LOW,
        "XL": Band.IN,
    }


async def test_only_crossing_a_band_is_told(database: Database, told: list[StockBandChanged]):
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"M": 10})
    told.clear()
    for qty, is_told in [(3, False), (4, True), (2, False), (1, True)]:
        async with database.transaction() as tx:
            await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["M"], qty)])
        assert told == ([StockBandChanged(kurta.product_id)] if is_told else [])
        told.clear()


async def test_two_sizes_crossing_at_once_are_told_once(
    database: Database, told: list[StockBandChanged]
):
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"M": 4, "L": 4})
        told.clear()
        wanted = [Wanted(kurta["M"], 1), Wanted(kurta["L"], 4)]
        await inventory.allocate_stock(tx, ids.new(), wanted)
    assert told == [StockBandChanged(kurta.product_id)]


async def test_a_hold_that_lapsed_is_told_by_whoever_looks_next(
    database: Database, told: list[StockBandChanged]
):
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"M": 5})
        until = tx.now + TEN_MINUTES
        await inventory.hold_stock(tx, ids.new(), [Wanted(kurta["M"], 5)], until=until)
    database.ahead = 2 * TEN_MINUTES
    told.clear()
    await inventory.expire_holds(database)
    assert told == [StockBandChanged(kurta.product_id)]
    told.clear()
    await inventory.expire_holds(database)
    assert told == []


async def test_a_lapse_hidden_behind_a_new_hold_is_still_told(
    database: Database, told: list[StockBandChanged]
):
    """The card says few, for five were there and three held. Those lapse, one is held: plenty."""
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"M": 5})
        until = tx.now + TEN_MINUTES
        await inventory.hold_stock(tx, ids.new(), [Wanted(kurta["M"], 3)], until=until)
    database.ahead = 2 * TEN_MINUTES
    told.clear()
    async with database.transaction() as tx:
        until = tx.now + TEN_MINUTES
        await inventory.hold_stock(tx, ids.new(), [Wanted(kurta["M"], 1)], until=until)
    assert told == [StockBandChanged(kurta.product_id)]


async def test_refreshing_a_card_brings_it_up_to_date(database: Database):
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"S": 5, "M": 5})
        await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["M"], 5)])
        await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["S"], 2)])
    assert await bands_on_card(database, kurta) == {"S": "in", "M": "in"}
    await inventory.refresh_card(database, kurta.product_id)
    assert await bands_on_card(database, kurta) == {"S": "low", "M": "out"}


async def test_a_style_that_changes_has_its_cards_written_at_once(database: Database):
    database.listeners = {catalog.StyleChanged: [inventory.on_style_changed]}
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"S": 5})
        large = catalog.NewVariant(kurta.product_id, "NEW-L", "L", 159900, 199900, 380)
        await catalog.add_variant(tx, SHELF_KEEPER, large)
    assert await bands_on_card(database, kurta) == {"S": "in", "L": "out"}


@pytest.fixture
async def queued(fresh_dsn: str) -> AsyncGenerator[Database, None]:
    listeners: Any = {StockBandChanged: [inventory.on_stock_band_changed]}
    database = Database(PooledConnections(fresh_dsn, size=2), listeners, JobQueue())
    await database.open()
    yield database
    await database.close()


async def test_however_many_sizes_cross_one_job_waits_for_each_card(queued: Database):
    async with queued.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"S": 1, "M": 1, "L": 1})
    for size in ("S", "M", "L"):
        async with queued.transaction() as tx:
            await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta[size], 1)])
    async with queued.snapshot() as snapshot:
        waiting = await snapshot.values(
            "SELECT args ->> 'style_colour_id' FROM procrastinate_jobs WHERE status = 'todo'"
        )
    assert waiting == [str(kurta.product_id)]
