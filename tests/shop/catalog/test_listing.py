"""Listings: values of a filter are alternatives, filters add up, and counts tell the truth."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.world.counting import StatementCounter
from tests.world.goods import Design, a_shelf, on_sale
from zahra.base.db import Transaction
from zahra.base.errors import Invalid
from zahra.shop import catalog
from zahra.shop.catalog import Asking, Sort

pytestmark = pytest.mark.anyio

OFFICE = Design("Office Kurta", "indigo", "Indigo", 159900, 199900, popularity=10)
FESTIVE = Design(
    "Festive Kurta",
    "madder",
    "Madder",
    299900,
    299900,
    fabric="silk",
    occasions=("festive",),
    popularity=30,
)
BOTH = Design(
    "Any Day Kurta",
    "ivory",
    "Ivory",
    99900,
    199900,
    origin="BD",
    occasions=("office", "festive"),
    popularity=20,
)
SAREE = Design(
    "Wedding Saree",
    "madder",
    "Deep Madder",
    749900,
    899900,
    category="sarees",
    fabric="silk",
    occasions=("festive",),
    popularity=5,
)


@pytest.fixture
async def shop(tx: Transaction) -> Transaction:
    """Three kurtas and a saree on two shelves of one shelf; the office kurta has no M left."""
    women = await a_shelf(tx, "women", "Women")
    await a_shelf(tx, "kurtas", "Kurtas", parent=women)
    await a_shelf(tx, "sarees", "Sarees", parent=women)
    await on_sale(tx, OFFICE, {"S": 5, "M": 0})
    await on_sale(tx, FESTIVE, {"M": 5, "L": 5})
    await on_sale(tx, BOTH, {"S": 5, "L": 2})
    await on_sale(tx, SAREE, {"Free": 3})
    return tx


def asking(**asked: Any) -> Asking:
    """A question; what is not a field of its own is a filter."""
    own = {"category", "q", "in_stock", "min_price", "max_price", "sort", "page", "limit"}
    filters = {key: tuple(values) for key, values in asked.items() if key not in own}
    return Asking(filters=filters, **{k: v for k, v in asked.items() if k in own})


async def titles(tx: Transaction, **asked: Any) -> list[str]:
    return [card.title.split()[0] for card in (await catalog.listing(tx, asking(**asked))).cards]


async def counts(tx: Transaction, **asked: Any) -> Mapping[str, dict[str, int]]:
    listing = await catalog.listing(tx, asking(**asked))
    return {
        facet.key: {value.value: value.count for value in facet.values} for facet in listing.facets
    }


async def test_without_a_question_everything_is_listed_the_popular_first(shop: Transaction):
    assert await titles(shop) == ["Festive", "Any", "Office", "Wedding"]


async def test_a_listing_is_one_statement(shop: Transaction):
    for asked in (asking(), asking(q="kurta", colour=["indigo"], category="women")):
        with StatementCounter() as counter:
            await catalog.listing(shop, asked)
        assert counter.count == 1, counter


async def test_a_shelf_takes_in_the_shelves_below_it(shop: Transaction):
    assert await titles(shop, category="sarees") == ["Wedding"]
    assert await titles(shop, category="kurtas") == ["Festive", "Any", "Office"]
    assert len(await titles(shop, category="women")) == 4
    women = await catalog.category(shop, "women")
    assert len(await titles(shop, category=str(women.id))) == 4


async def test_values_of_one_facet_are_alternatives(shop: Transaction):
    assert await titles(shop, colour=["indigo", "ivory"]) == ["Any", "Office"]


async def test_facets_add_up(shop: Transaction):
    assert await titles(shop, colour=["indigo", "ivory"], size=["L"]) == ["Any"]
    assert await titles(shop, fabric=["silk"], size=["S"]) == []


async def test_every_facet_counts_everything_when_nothing_is_chosen(shop: Transaction):
    assert await counts(shop) == {
        "size": {"S": 2, "M": 2, "L": 2, "Free": 1},
        "colour": {"indigo": 1, "madder": 2, "ivory": 1},
        "price": {},
        "fabric": {"mulmul": 2, "silk": 2},
        "occasion": {"office": 2, "festive": 3},
        "discount": {"10": 3, "20": 2, "30": 1, "40": 1, "50": 1},
        "in_stock": {"true": 4},
        "origin": {"BD": 1, "IN": 3},
    }


async def test_a_facet_ignores_its_own_choice_and_obeys_the_others(shop: Transaction):
    found = await counts(shop, colour=["madder"])
    assert found["colour"] == {"indigo": 1, "madder": 2, "ivory": 1}
    assert found["fabric"] == {"mulmul": 0, "silk": 2}
    assert found["size"] == {"S": 0, "M": 1, "L": 1, "Free": 1}
    assert found["origin"] == {"BD": 0, "IN": 2}


async def test_two_choices_count_for_each_other_and_both_for_the_rest(shop: Transaction):
    found = await counts(shop, colour=["madder"], occasion=["office"])
    assert found["colour"] == {"indigo": 1, "madder": 0, "ivory": 1}
    assert found["occasion"] == {"office": 0, "festive": 2}
    assert found["fabric"] == {"mulmul": 0, "silk": 0}


async def test_the_count_of_a_value_is_what_choosing_it_lists(shop: Transaction):
    """Over every pair of choices: no count ever promises what the click does not keep."""
    for chosen in ({}, {"colour": ["madder"]}, {"size": ["S"], "fabric": ["mulmul"]}):
        for facet in (await catalog.listing(shop, asking(**chosen))).facets:
            for value in facet.values:
                click = True if facet.key == "in_stock" else [value.value]
                listed = await titles(shop, **{**chosen, facet.key: click})
                assert len(listed) == value.count, (chosen, facet.key, value)


async def test_a_price_range_is_of_the_price_paid_both_ends_included(shop: Transaction):
    assert await titles(shop, min_price=159900, max_price=299900) == ["Festive", "Office"]
    assert await titles(shop, min_price=159901) == ["Festive", "Wedding"]


async def test_the_price_facet_shows_the_ends_that_its_own_range_ignores(shop: Transaction):
    listing = await catalog.listing(shop, asking(fabric=["mulmul"], min_price=150000))
    (price,) = (facet for facet in listing.facets if facet.key == "price")
    assert (price.kind, price.low, price.high) == ("range", 99900, 159900)
    assert listing.total == 1


async def test_a_discount_means_that_much_or_more(shop: Transaction):
    assert await titles(shop, discount=["20"]) == ["Any", "Office"]
    assert await titles(shop, discount=["50", "40"]) == ["Any"]
    with pytest.raises(Invalid) as refused:
        await titles(shop, discount=["25"])
    assert list(refused.value.fields) == ["discount"]


async def test_goods_are_filtered_and_sorted_by_country(shop: Transaction):
    assert await titles(shop, origin=["BD"]) == ["Any"]
    assert await titles(shop, sort=Sort.ORIGIN) == ["Any", "Festive", "Office", "Wedding"]


async def test_in_stock_with_a_size_means_that_size(shop: Transaction):
    assert await titles(shop, size=["M"]) == ["Festive", "Office"]
    assert await titles(shop, size=["M"], in_stock=True) == ["Festive"]
    assert (await counts(shop, in_stock=True))["size"] == {"S": 2, "M": 1, "L": 2, "Free": 1}


async def test_a_card_without_the_chosen_size_left_sinks(shop: Transaction):
    await on_sale(shop, Design("Star Kurta", popularity=99), {"M": 0, "L": 9})
    assert await titles(shop, size=["M"]) == ["Festive", "Star", "Office"]
    assert (await titles(shop))[0] == "Star"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (Sort.PRICE, ["Any", "Office", "Festive", "Wedding"]),
        (Sort.PRICE_DOWN, ["Wedding", "Festive", "Office", "Any"]),
        (Sort.DISCOUNT, ["Any", "Office", "Wedding", "Festive"]),
        (Sort.POPULARITY, ["Festive", "Any", "Office", "Wedding"]),
    ],
)
async def test_a_listing_is_sorted_as_asked(shop: Transaction, sort: Sort, order: list[str]):
    assert await titles(shop, sort=sort) == order


async def test_pages_do_not_overlap_and_tell_the_total(shop: Transaction):
    first = await catalog.listing(shop, asking(limit=3))
    second = await catalog.listing(shop, asking(limit=3, page=2))
    assert [len(first.cards), len(second.cards)] == [3, 1]
    assert {card.id for card in first.cards}.isdisjoint(card.id for card in second.cards)
    assert first.total == second.total == 4
    assert (await catalog.listing(shop, asking(limit=3, page=9))).total == 4


async def test_sizes_stand_in_their_order_and_values_have_labels(shop: Transaction):
    facets = {facet.key: facet for facet in (await catalog.listing(shop, asking())).facets}
    assert [value.value for value in facets["size"].values] == ["S", "M", "L", "Free"]
    assert facets["origin"].label == "Country of origin"
    assert [value.label for value in facets["origin"].values] == ["Bangladesh", "India"]
    indigo = facets["colour"].values[0]
    assert (indigo.label, indigo.swatch, indigo.is_selected) == ("Indigo", "#2b3a67", False)


async def test_a_chosen_value_is_marked_and_stays_though_nothing_has_it(shop: Transaction):
    listing = await catalog.listing(shop, asking(category="sarees", colour=["ivory"]))
    (colour,) = (facet for facet in listing.facets if facet.key == "colour")
    told = {value.value: (value.count, value.is_selected) for value in colour.values}
    assert told == {"madder": (1, False), "ivory": (0, True)}
    assert listing.total == 0


async def test_an_unknown_filter_or_shelf_is_refused_by_name(shop: Transaction):
    with pytest.raises(Invalid) as refused:
        await titles(shop, colur=["indigo"], category="kurtis")
    assert sorted(refused.value.fields) == ["category", "colur"]


async def test_an_unknown_value_finds_nothing(shop: Transaction):
    assert await titles(shop, colour=["blurple"]) == []


async def test_a_card_tells_what_a_grid_shows(shop: Transaction):
    card = (await catalog.listing(shop, asking(colour=["indigo"]))).cards[0]
    assert (card.title, card.summary, card.colour_name) == ("Office Kurta", "Mulmul", "Indigo")
    assert (card.price, card.mrp, card.discount_percent) == (159900, 199900, 20)
    assert [(size.size, size.band.value) for size in card.sizes] == [("S", "in"), ("M", "out")]
    assert card.images[0].avif["320"] == "indigo-320.avif"
    assert [swatch.name for swatch in card.swatches] == ["Indigo"]
    assert card.rating is None
    assert card.is_in_stock
