"""A product's page: everything on it in one statement, at the address it has now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.world.counting import StatementCounter
from tests.world.goods import (
    PICTURE,
    SHELF_KEEPER,
    Design,
    a_draft,
    a_shelf,
    an_indigo_kurta,
    in_colour,
)
from zahra.base import ids
from zahra.base.db import Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop import catalog, inventory
from zahra.shop.catalog import Crumb, SlugMoved

pytestmark = pytest.mark.anyio


async def test_a_product_is_one_statement(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    with StatementCounter() as counter:
        await catalog.product(tx, kurta.slug)
    assert counter.count == 1, counter


async def test_a_product_tells_its_sizes_pictures_answers_and_where_it_stands(tx: Transaction):
    women = await a_shelf(tx, "women", "Women")
    await a_shelf(tx, "kurtas", "Kurtas", parent=women)
    kurta = await an_indigo_kurta(tx, {"L": 1, "S": 1}, occasions=("festive", "office"))
    product = await catalog.product(tx, kurta.slug)
    assert [variant.size for variant in product.variants] == ["S", "L"]
    assert product.variants[0].id == kurta["S"]
    assert (product.price, product.mrp, product.discount_percent) == (159900, 199900, 20)
    assert product.images == (PICTURE,)
    assert {answer.label: answer.values for answer in product.answers} == {
        "Fabric": ("Mulmul",),
        "Occasion": ("Office", "Festive"),
    }
    assert product.trail == (Crumb("women", "Women"), Crumb("kurtas", "Kurtas"))
    assert product.compliance.maker is not None
    assert product.compliance.maker.name == "Chhipa Rang Printers"
    assert product.origin_name == "India"
    assert (product.size_chart, product.rating) == (None, None)


async def test_a_style_in_two_colours_links_them_and_shows_what_is_sold_out(tx: Transaction):
    design = Design()
    style = await a_draft(tx, design)
    indigo = await in_colour(tx, style, design, {"M": 5})
    madder = await in_colour(tx, style, replace(design, colour="madder", shade="Lal"), {"M": 0})
    await catalog.publish_style(tx, SHELF_KEEPER, style)
    await inventory.refresh_cards(tx, [indigo.product_id, madder.product_id])
    product = await catalog.product(tx, indigo.slug)
    assert [(s.id, s.colour_name, s.is_in_stock) for s in product.siblings] == [
        (indigo.product_id, "Indigo", True),
        (madder.product_id, "Lal", False),
    ]
    assert product.siblings[0].image == PICTURE


async def test_a_product_is_found_by_its_id_too(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    assert (await catalog.product(tx, str(kurta.product_id))).slug == kurta.slug


@pytest.mark.parametrize("asked", ["no-such-kurta", "01a20494-1470-7457-bd2f-9fd0f97217c0", ""])
async def test_what_is_not_there_is_not_found(tx: Transaction, asked: str):
    await an_indigo_kurta(tx)
    with pytest.raises(NotFound):
        await catalog.product(tx, asked)


async def test_an_old_address_leads_to_the_new_one_however_often_it_moved(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    for slug in ("neel-kurta", "neel-buta-kurta"):
        await catalog.change_slug(tx, SHELF_KEEPER, kurta.product_id, slug)
    await inventory.refresh_cards(tx, [kurta.product_id])
    for old in (kurta.slug, "neel-kurta"):
        with pytest.raises(SlugMoved) as moved:
            await catalog.product(tx, old)
        assert moved.value.slug == "neel-buta-kurta"
    assert (await catalog.product(tx, "neel-buta-kurta")).id == kurta.product_id


async def test_an_address_may_be_taken_back_by_who_gave_it_up(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    await catalog.change_slug(tx, SHELF_KEEPER, kurta.product_id, "neel-kurta")
    await catalog.change_slug(tx, SHELF_KEEPER, kurta.product_id, kurta.slug)
    await inventory.refresh_cards(tx, [kurta.product_id])
    assert (await catalog.product(tx, kurta.slug)).id == kurta.product_id
    with pytest.raises(SlugMoved):
        await catalog.product(tx, "neel-kurta")


async def test_an_address_another_product_has_or_had_is_refused(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    other = await an_indigo_kurta(tx, title="Booti Kurta")
    await catalog.change_slug(tx, SHELF_KEEPER, other.product_id, "booti-kurta")
    for taken in ("booti-kurta", other.slug, "Not A Slug"):
        with pytest.raises(Invalid) as refused:
            await catalog.change_slug(tx, SHELF_KEEPER, kurta.product_id, taken)
        assert list(refused.value.fields) == ["slug"]
    assert (await catalog.product(tx, kurta.slug)).id == kurta.product_id


async def test_variant_facts_are_one_statement_and_leave_out_the_unknown(tx: Transaction):
    kurta = await an_indigo_kurta(tx, {"S": 1, "M": 1})
    with StatementCounter() as counter:
        facts = await catalog.variant_facts(tx, [*kurta.variants.values(), ids.new()])
    assert counter.count == 1, counter
    assert set(facts) == set(kurta.variants.values())
    small = facts[kurta["S"]]
    assert (small.product_id, small.style_id) == (kurta.product_id, kurta.style_id)
    assert (small.title, small.colour, small.size) == ("Buta Kurta", "Indigo", "S")
    assert (small.price, small.mrp, small.hsn) == (159900, 199900, "621142")
    assert (small.image, small.is_sellable) == (PICTURE, True)


async def test_an_archived_style_is_known_and_not_sellable(tx: Transaction):
    kurta = await an_indigo_kurta(tx, {"M": 5})
    await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)
    facts = await catalog.variant_facts(tx, [kurta["M"]])
    assert not facts[kurta["M"]].is_sellable


async def test_a_style_published_for_tomorrow_waits_for_it(tx: Transaction):
    style = await a_draft(tx, Design())
    kurta = await in_colour(tx, style, Design(), {"M": 5})
    at = tx.now + timedelta(days=1)
    await catalog.publish_style(tx, SHELF_KEEPER, style, at=at)
    await inventory.refresh_cards(tx, [kurta.product_id])
    with pytest.raises(NotFound):
        await catalog.product(tx, kurta.slug)
    assert (await catalog.listing(tx, catalog.Asking())).total == 0
    assert not (await catalog.variant_facts(tx, [kurta["M"]]))[kurta["M"]].is_sellable
    tx.now = at
    assert (await catalog.product(tx, kurta.slug)).id == kurta.product_id
    assert (await catalog.listing(tx, catalog.Asking())).total == 1
