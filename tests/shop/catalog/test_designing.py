"""Styles, colours, sizes and prices: what is refused, and what a change does to the cards."""

from dataclasses import replace

import pytest

from tests.world.goods import (
    PICTURE,
    SHELF_KEEPER,
    Design,
    a_draft,
    a_shelf,
    an_indigo_kurta,
    kinds_of_goods,
)
from zahra.base import ids
from zahra.base.db import Database, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop import catalog, inventory

pytestmark = pytest.mark.anyio


async def test_a_style_names_only_what_there_is(tx: Transaction):
    await kinds_of_goods(tx)
    wrong = catalog.NewStyle(
        " ",
        ids.new(),
        "trousers",
        "62",
        origin="XX",
        attributes={"fabric": ("denim",), "sleeve": ("long",)},
        size_chart_id=ids.new(),
    )
    with pytest.raises(Invalid) as refused:
        await catalog.create_style(tx, SHELF_KEEPER, wrong)
    assert set(refused.value.fields) == {
        "title",
        "categoryId",
        "productType",
        "hsn",
        "origin",
        "sizeChartId",
        "attributes.fabric",
        "attributes.sleeve",
    }


async def test_a_colour_is_one_shoppers_can_filter_by_and_comes_once(tx: Transaction):
    style = await a_draft(tx, Design())
    indigo = catalog.NewColour(style, "indigo", "Neel", "#2b3a67")
    await catalog.add_colour(tx, SHELF_KEEPER, indigo)
    for wrong, field in [
        (indigo, "colour"),
        (replace(indigo, colour="blurple"), "colour"),
        (replace(indigo, colour="madder", swatch="red"), "swatch"),
    ]:
        with pytest.raises(Invalid) as refused:
            await catalog.add_colour(tx, SHELF_KEEPER, wrong)
        assert list(refused.value.fields) == [field]
    with pytest.raises(NotFound):
        await catalog.add_colour(tx, SHELF_KEEPER, replace(indigo, style_id=ids.new()))


async def test_a_size_has_one_spelling_and_comes_once(tx: Transaction):
    kurta = await an_indigo_kurta(tx, {"M": 1})
    new = catalog.NewVariant(kurta.product_id, "A-2XL", "2xl", 159900, 199900, 380)
    made = await catalog.add_variant(tx, SHELF_KEEPER, new)
    assert (await catalog.variant_facts(tx, [made]))[made].size == "XXL"
    for same in (replace(new, sku="B", size="XXL"), replace(new, size="S")):
        with pytest.raises(Invalid):
            await catalog.add_variant(tx, SHELF_KEEPER, same)


@pytest.mark.parametrize(("price", "mrp"), [(0, 100), (-1, 100), (101, 100)])
async def test_nothing_is_sold_above_mrp_or_for_nothing(tx: Transaction, price: int, mrp: int):
    kurta = await an_indigo_kurta(tx, {"M": 1})
    with pytest.raises(Invalid) as refused:
        await catalog.change_price(tx, SHELF_KEEPER, kurta["M"], price=price, mrp=mrp)
    assert list(refused.value.fields) == ["price"]
    assert (await catalog.variant_facts(tx, [kurta["M"]]))[kurta["M"]].price == 159900


async def test_a_card_shows_the_cheapest_size(database: Database):
    database.listeners = {catalog.StyleChanged: [inventory.on_style_changed]}
    async with database.transaction() as tx:
        kurta = await an_indigo_kurta(tx, {"S": 5, "M": 5})
        await catalog.change_price(tx, SHELF_KEEPER, kurta["M"], price=99900, mrp=149900)
        card = (await catalog.listing(tx, catalog.Asking())).cards[0]
    assert (card.price, card.mrp, card.discount_percent) == (99900, 149900, 33)


async def test_a_draft_has_no_card_whatever_is_added_to_it(database: Database):
    database.listeners = {catalog.StyleChanged: [inventory.on_style_changed]}
    async with database.transaction() as tx:
        style = await a_draft(tx, Design())
        colour = catalog.NewColour(style, "indigo", "Neel", "#2b3a67")
        product = await catalog.add_colour(tx, SHELF_KEEPER, colour)
        await catalog.add_picture(tx, SHELF_KEEPER, product, PICTURE)
        variant = catalog.NewVariant(product, "A", "M", 1, 1, 1)
        await catalog.add_variant(tx, SHELF_KEEPER, variant)
        assert (await catalog.listing(tx, catalog.Asking())).total == 0


async def test_a_card_carries_three_pictures_and_the_page_all(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    for number in range(4):
        more = replace(PICTURE, alt=f"View {number}")
        await catalog.add_picture(tx, SHELF_KEEPER, kurta.product_id, more)
    await inventory.refresh_cards(tx, [kurta.product_id])
    card = (await catalog.listing(tx, catalog.Asking())).cards[0]
    assert [image.alt for image in card.images] == [PICTURE.alt, "View 0", "View 1"]
    product = await catalog.product(tx, kurta.slug)
    assert [image.alt for image in product.images][-1] == "View 3"


async def test_shelves_stand_in_menu_order_with_those_below_them(tx: Transaction):
    first = await a_shelf(tx, "women", "Women")
    second = catalog.NewCategory("men", "Men", position=-1)
    await catalog.create_category(tx, SHELF_KEEPER, second)
    await a_shelf(tx, "kurtas", "Kurtas", parent=first)
    tree = await catalog.categories(tx)
    assert [shelf.slug for shelf in tree] == ["men", "women"]
    assert [shelf.slug for shelf in tree[1].children] == ["kurtas"]
    kurtas = await catalog.category(tx, "kurtas")
    assert [crumb.name for crumb in kurtas.trail] == ["Women", "Kurtas"]
    with pytest.raises(NotFound):
        await catalog.category(tx, "kurtis")
    with pytest.raises(Invalid):
        await catalog.create_category(tx, SHELF_KEEPER, second)


@pytest.mark.parametrize("key", ["size", "sort", "q", "Fabric", "min price", ""])
async def test_an_attribute_may_not_take_a_word_a_listing_uses(tx: Transaction, key: str):
    with pytest.raises(Invalid):
        await catalog.create_attribute(tx, SHELF_KEEPER, catalog.NewAttribute(key, "Key", ()))


async def test_a_chart_has_a_figure_for_every_size(tx: Transaction):
    bust = catalog.Measure("bust", "Bust", body=(32, 34))
    chart = catalog.SizeChart("kurta", "Kurtas", ("XS", "S", "M"), (bust,))
    with pytest.raises(Invalid) as refused:
        await catalog.create_size_chart(tx, SHELF_KEEPER, chart)
    assert list(refused.value.fields) == ["measures.bust"]


async def test_a_product_shows_the_chart_of_its_style(tx: Transaction):
    kurta = await an_indigo_kurta(tx)
    bust = catalog.Measure("bust", "Bust", "Around it.", body=(32, 33.5), garment=(34, 35.5))
    chart = catalog.SizeChart("kurta", "Kurtas", ("XS", "S"), (bust,), note="Take the larger.")
    made = await catalog.create_size_chart(tx, SHELF_KEEPER, chart)
    await tx.run("UPDATE styles SET size_chart_id = %(chart)s", chart=made)
    assert (await catalog.product(tx, kurta.slug)).size_chart == chart
