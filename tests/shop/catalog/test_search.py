"""Search: words, beginnings of words, what they mean, and what they were meant to be."""

import pytest

from tests.world.counting import StatementCounter
from tests.world.goods import SHELF_KEEPER, Design, on_sale
from zahra.base.db import Transaction
from zahra.shop import catalog
from zahra.shop.catalog import Asking

pytestmark = pytest.mark.anyio


@pytest.fixture
async def shop(tx: Transaction) -> Transaction:
    for meaning, words in [
        ("kurta", ("kurti", "kurtha")),
        ("dupatta", ("chunni", "odhni", "stole")),
        ("suit set", ("salwar", "salwar kameez", "punjabi suit")),
    ]:
        await catalog.teach_synonyms(tx, SHELF_KEEPER, meaning, words)
    stock = {"M": 5}
    await on_sale(tx, Design("Mango Buta Kurta", popularity=5), stock)
    await on_sale(tx, Design("Leheriya Dupatta", "madder", "Madder", category="dupattas"), stock)
    await on_sale(tx, Design("Gulab Suit Set", "ivory", "Ivory", category="suits"), stock)
    await on_sale(
        tx, Design("Zardozi Anarkali", "madder", "Madder", fabric="silk", category="suits"), stock
    )
    return tx


async def found(tx: Transaction, q: str) -> list[str]:
    return [card.title for card in (await catalog.listing(tx, Asking(q=q))).cards]


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("buta", "Mango Buta Kurta"),
        ("BÚTA!", "Mango Buta Kurta"),
        ("kurtas in indigo", "Mango Buta Kurta"),
        ("anarkalis", "Zardozi Anarkali"),
        ("raw silk", "Zardozi Anarkali"),
        ("madder anar", "Zardozi Anarkali"),
        ("zard", "Zardozi Anarkali"),
        ("dupattas", "Leheriya Dupatta"),
    ],
)
async def test_titles_colours_shelves_and_answers_are_found(shop: Transaction, q: str, title: str):
    assert (await found(shop, q))[0] == title


@pytest.mark.parametrize(
    ("q", "title"),
    [
        ("indigo kurti", "Mango Buta Kurta"),
        ("chunni", "Leheriya Dupatta"),
        ("madder odhni", "Leheriya Dupatta"),
        ("salwar kameez", "Gulab Suit Set"),
        ("ivory salwar kameez", "Gulab Suit Set"),
    ],
)
async def test_shoppers_words_mean_the_catalogues(shop: Transaction, q: str, title: str):
    assert (await found(shop, q))[0] == title


async def test_a_phrase_is_understood_before_the_words_in_it(shop: Transaction):
    assert (await catalog.listing(shop, Asking(q="salwar kameez"))).corrected is None


async def test_synonyms_work_both_ways(shop: Transaction):
    await on_sale(shop, Design("Silk Stole", "ivory", "Ivory"), {"Free": 2})
    assert "Silk Stole" in await found(shop, "dupatta")


@pytest.mark.parametrize(
    ("typed", "meant", "title"),
    [
        ("leheria dupata", "leheriya dupatta", "Leheriya Dupatta"),
        ("anrkali", "anarkali", "Zardozi Anarkali"),
        ("indgo kurtta", "indigo kurta", "Mango Buta Kurta"),
        ("chunnni", "dupatta", "Leheriya Dupatta"),
    ],
)
async def test_mistyped_words_find_what_was_meant(
    shop: Transaction, typed: str, meant: str, title: str
):
    listing = await catalog.listing(shop, Asking(q=typed))
    assert listing.corrected == meant
    assert title in [card.title for card in listing.cards]


async def test_a_word_like_none_is_left_out_and_that_is_told(shop: Transaction):
    listing = await catalog.listing(shop, Asking(q="xylophone leheriya"))
    assert listing.corrected == "leheriya"
    assert [card.title for card in listing.cards] == ["Leheriya Dupatta"]


@pytest.mark.parametrize("q", ["xylophone", "leheriya anarkali", "कुर्ता", "'; DROP TABLE cards; --"])
async def test_what_nothing_is_like_finds_nothing(shop: Transaction, q: str):
    listing = await catalog.listing(shop, Asking(q=q))
    assert (listing.total, listing.cards) == (0, ())


async def test_words_that_are_right_are_not_corrected(shop: Transaction):
    assert (await catalog.listing(shop, Asking(q="mango kurta"))).corrected is None


@pytest.mark.parametrize("q", ["", "   ", "!!!", "\x00", "-"])
async def test_no_words_are_no_search(shop: Transaction, q: str):
    assert len(await found(shop, q)) == 4


async def test_the_likeliest_stands_first(shop: Transaction):
    """A title counts for more than a shelf, and that for more than what is meant."""
    await on_sale(shop, Design("Plain Shirt", category="buta"), {"M": 5})
    assert (await found(shop, "buta"))[:2] == ["Mango Buta Kurta", "Plain Shirt"]


async def test_a_search_is_narrowed_like_any_listing(shop: Transaction):
    asked = Asking(q="madder", filters={"fabric": ("silk",)})
    assert [card.title for card in (await catalog.listing(shop, asked)).cards] == [
        "Zardozi Anarkali"
    ]


async def test_suggestions_are_one_statement_with_products_and_shelves(shop: Transaction):
    with StatementCounter() as counter:
        offered = await catalog.suggest(shop, "dup")
    assert counter.count == 1, counter
    assert [product.title for product in offered.products] == ["Leheriya Dupatta"]
    assert [shelf.slug for shelf in offered.categories] == ["dupattas"]


async def test_one_letter_suggests_nothing(shop: Transaction):
    assert await catalog.suggest(shop, "d") == catalog.Suggestions()
