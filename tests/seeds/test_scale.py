"""A made-up catalogue is as good as a written one: cards, stock and counts agree."""

from io import StringIO

import pytest
from rich.console import Console

from tests.world.counting import StatementCounter
from zahra.base.actors import program
from zahra.base.db import Database
from zahra.seeds.filling import _warn
from zahra.seeds.scale import SIZES, seed_scale
from zahra.shop import catalog
from zahra.shop.catalog import Asking

pytestmark = pytest.mark.anyio
STYLES = 25


@pytest.fixture
async def loaded(database: Database) -> Database:
    await seed_scale(database, STYLES)
    return database


async def test_every_style_is_on_sale_in_two_colours_and_six_sizes(loaded: Database):
    async with loaded.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, Asking(limit=100))
    assert listing.total == len(listing.cards) == 2 * STYLES
    assert {tuple(size.size for size in card.sizes) for card in listing.cards} == {SIZES}


async def test_its_ledger_adds_up_to_its_levels(loaded: Database):
    async with loaded.transaction() as tx:
        cursor = await tx.connection.execute(
            """
            SELECT count(*) FILTER (WHERE l.on_hand <> m.on_hand), sum(l.on_hand) > 0
            FROM stock_levels l
            JOIN (SELECT variant_id, sum(on_hand) AS on_hand FROM stock_movements GROUP BY 1) m
                USING (variant_id)
            """
        )
        assert await cursor.fetchone() == (0, True)


async def test_the_count_of_every_value_is_what_choosing_it_lists(loaded: Database):
    chosen = {"occasion": ("festive", "office"), "size": ("M",)}
    async with loaded.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, Asking(filters=chosen, min_price=100_000))
        for facet in listing.facets:
            for value in facet.values:
                is_left = facet.key == "in_stock"
                filters = chosen if is_left else {**chosen, facet.key: (value.value,)}
                asking = Asking(filters=filters, min_price=100_000, in_stock=is_left)
                found = await catalog.listing(snapshot, asking)
                assert found.total == value.count, (facet.key, value)


async def test_the_same_number_gives_the_same_shop(loaded: Database):
    async with loaded.snapshot() as snapshot:
        listing = await catalog.listing(snapshot, Asking(sort=catalog.Sort.PRICE, limit=2))
    assert [(card.title, card.colour, card.price) for card in listing.cards] == [
        ("Jaal Modal silk Dupatta 17", "gulab", 76900),
        ("Solid Viscose Kurta 25", "rani", 89900),
    ]


async def test_prices_that_fit_no_gst_rate_are_named_and_loaded_all_the_same(database: Database):
    warnings = await seed_scale(database, STYLES)
    async with database.snapshot() as snapshot:
        listed = await catalog.lint_prices(snapshot, program("tests"))
    assert len(warnings) == 18
    assert {each.sku for each in listed} == {each.sku for each in warnings}
    assert warnings[0].sentence == (
        "SC000002-MUSTARD-XS: ₹2,819 fits no GST rate. At ₹2,625 customers pay ₹194 less and you "
        "keep ₹111.02 more."
    )


def test_the_first_warnings_are_said_in_full_and_the_others_counted():
    told = StringIO()
    _warn(Console(file=told, width=200), [f"K-{at}: [₹2,799] fits no GST rate." for at in range(7)])
    lines = told.getvalue().splitlines()
    assert lines[0] == "Warning K-0: [₹2,799] fits no GST rate."
    assert lines[5:] == ["… and 2 more: `zahra gst lint` names every one."]


@pytest.mark.parametrize("styles", [2, 40])
async def test_many_are_loaded_in_as_many_statements_as_few(database: Database, styles: int):
    await seed_scale(database, 0)
    with StatementCounter() as counter:
        await seed_scale(database, styles)
    assert counter.count == 17, counter
