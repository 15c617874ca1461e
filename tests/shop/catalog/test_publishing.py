"""A style is shown only when the law's declarations are made, and put away without a trace."""

from dataclasses import replace

import pytest

from tests.world.goods import (
    COMPLIANCE,
    SHELF_KEEPER,
    Design,
    a_draft,
    a_shelf,
    an_indigo_kurta,
    in_colour,
    kinds_of_goods,
)
from zahra.base.actors import GUEST, Actor, Kind
from zahra.base.db import Database, Transaction
from zahra.base.errors import Forbidden, NotFound, Unauthenticated
from zahra.base.lifecycle import WrongMoment
from zahra.shop import catalog, inventory
from zahra.shop.catalog import CareContact, Compliance, NotPublishable, Party

pytestmark = pytest.mark.anyio


async def status_of(tx: Transaction, style_id: object) -> str:
    cursor = await tx.connection.execute("SELECT status FROM styles WHERE id = %s", [style_id])
    found = await cursor.fetchone()
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"maker": None}, "compliance.maker"),
        ({"maker": Party("Chhipa Rang Printers", " ")}, "compliance.maker"),
        ({"generic_name": ""}, "compliance.genericName"),
        ({"net_quantity": ""}, "compliance.netQuantity"),
        ({"consumer_care": None}, "compliance.consumerCare"),
        ({"consumer_care": CareContact("care@zahra.example", "")}, "compliance.consumerCare"),
    ],
)
async def test_a_style_without_a_declaration_is_not_published(
    tx: Transaction, missing: dict[str, object], field: str
):
    kurta = await draft_with(tx, replace(COMPLIANCE, **missing))
    with pytest.raises(NotPublishable) as refused:
        await catalog.publish_style(tx, SHELF_KEEPER, kurta)
    assert list(refused.value.fields) == [field]
    assert await status_of(tx, kurta) == "draft"


async def test_imported_goods_name_their_importer(tx: Transaction):
    imported = await draft_with(tx, COMPLIANCE, origin="BD")
    with pytest.raises(NotPublishable) as refused:
        await catalog.publish_style(tx, SHELF_KEEPER, imported)
    assert list(refused.value.fields) == ["compliance.importer"]
    importer = Party("Zahra Imports", "Sanganer, Jaipur 302029")
    named = await draft_with(
        tx, replace(COMPLIANCE, importer=importer), origin="BD", title="Jamdani Kurta"
    )
    await catalog.publish_style(tx, SHELF_KEEPER, named)
    assert await status_of(tx, named) == "active"


async def draft_with(
    tx: Transaction, compliance: Compliance, *, origin: str = "IN", title: str = "Buta Kurta"
):
    """A draft in one colour and size that says this much."""
    await kinds_of_goods(tx)
    new = catalog.NewStyle(
        title, await a_shelf(tx), "kurta", "621142", compliance=compliance, origin=origin
    )
    style = await catalog.create_style(tx, SHELF_KEEPER, new)
    await in_colour(tx, style, Design(), {"M": 1})
    return style


async def test_a_style_without_colours_or_sizes_is_not_published(tx: Transaction):
    style = await a_draft(tx, Design())
    with pytest.raises(NotPublishable) as refused:
        await catalog.publish_style(tx, SHELF_KEEPER, style)
    assert list(refused.value.fields) == ["colours"]
    colour = catalog.NewColour(style, "indigo", "Indigo", "#2b3a67")
    await catalog.add_colour(tx, SHELF_KEEPER, colour)
    with pytest.raises(NotPublishable) as refused:
        await catalog.publish_style(tx, SHELF_KEEPER, style)
    assert refused.value.fields == {"sizes": ["Add a size to Indigo."]}


async def test_an_archived_style_loses_its_page_and_its_card(database: Database):
    database.listeners = {catalog.StyleChanged: [inventory.on_style_changed]}
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx)
        assert (await catalog.listing(tx, catalog.Asking())).total == 1
        await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)
        assert (await catalog.listing(tx, catalog.Asking())).total == 0
        with pytest.raises(NotFound):
            await catalog.product(tx, kurta.slug)
        await catalog.publish_style(tx, SHELF_KEEPER, kurta.style_id)
        assert (await catalog.product(tx, kurta.slug)).id == kurta.product_id


async def test_an_archived_style_is_not_archived_again(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)
    with pytest.raises(WrongMoment):
        await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)


async def test_only_who_may_write_the_catalogue_does(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    clerk = Actor(Kind.STAFF, name="Ravi")
    with pytest.raises(Unauthenticated):
        await catalog.archive_style(tx, GUEST, kurta.style_id)
    with pytest.raises(Forbidden):
        await catalog.change_price(tx, clerk, kurta["S"], price=1, mrp=1)
    assert await status_of(tx, kurta.style_id) == "active"
    assert (await catalog.variant_facts(tx, [kurta["S"]]))[kurta["S"]].price == 159900


async def test_publishing_warns_of_prices_that_fit_no_gst_rate(tx: Transaction):
    style_id = await a_draft(tx, Design(title="Festive Kurta"))
    dear = Design(price=279900, mrp=299900)
    await in_colour(tx, style_id, dear, {"M": 1, "L": 1})
    warned = await catalog.publish_style(tx, SHELF_KEEPER, style_id)
    assert [(each.price, each.lower_to) for each in warned] == [(279900, 262500)] * 2
    assert await status_of(tx, style_id) == "active"
    again = await catalog.lint_prices(tx, SHELF_KEEPER)
    assert again == warned


async def test_publishing_at_a_price_that_fits_warns_of_nothing(tx: Transaction):
    style_id = await a_draft(tx, Design())
    await in_colour(tx, style_id, Design(price=262500, mrp=299900), {"M": 1})
    assert await catalog.publish_style(tx, SHELF_KEEPER, style_id) == []
