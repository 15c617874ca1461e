"""Listings, products, categories and variants, as programs see them."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.counting import StatementCounter
from tests.world.goods import SHELF_KEEPER, Design, Goods, a_shelf, an_indigo_kurta, on_sale
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop import catalog, inventory
from zahra.shop.inventory import Wanted
from zahra.web.api import categories, products, variants

pytestmark = pytest.mark.anyio
Client = httpx.AsyncClient


@pytest.fixture
async def kurta(database: Database) -> Goods:
    """An indigo kurta in S and M, below the shelf `women`, beside a madder saree."""
    async with database.transaction() as tx:
        women = await a_shelf(tx, "women", "Women")
        await a_shelf(tx, "kurtas", "Kurtas", parent=women)
        saree = Design("Jaal Saree", "madder", "Madder", 749900, 899900, category="sarees")
        await on_sale(tx, saree, {"Free": 3})
        return await an_indigo_kurta(tx, {"S": 5, "M": 1})


@pytest.fixture
async def client(database: Database, kurta: Goods) -> AsyncGenerator[Client, None]:
    site = a_counter(database, products.router, categories.router, variants.router)
    async with at(site) as client:
        yield client


async def data(client: Client, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def slugs(client: Client, query: str) -> list[str]:
    return [card["slug"] for card in await data(client, f"/products?{query}")]


async def test_a_card_has_this_shape(client: Client, kurta: Goods):
    (card,) = await data(client, "/products?category=kurtas")
    picture = card["images"][0]
    assert picture["url"] == "/media/indigo-480.webp"
    assert card == {
        "id": str(kurta.product_id),
        "slug": "buta-kurta-indigo",
        "title": "Buta Kurta",
        "colour": "Indigo",
        "price": 159900,
        "mrp": 199900,
        "discountPercent": 20,
        "currency": "INR",
        "images": [picture],
        "sizes": [{"size": "S", "inStock": True}, {"size": "M", "inStock": True}],
        "rating": None,
        "badges": [],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("colour=indigo", 1),
        ("colour=indigo,madder", 2),
        ("colour=indigo&colour=madder&size=S", 1),
        ("fabric=mulmul&minPrice=200000", 1),
        ("q=buta", 1),
        ("q=indgo", 1),
        ("inStock=true&size=Free", 1),
        ("discount=20", 1),
        ("origin=IN&size=", 2),
        ("colour=blurple", 0),
        ("rating=4", 0),
    ],
)
async def test_a_listing_answers_its_query(client: Client, query: str, found: int):
    assert len(await slugs(client, query)) == found


async def test_meta_tells_where_the_listing_stands_and_how_to_narrow_it(client: Client):
    meta = (await client.get("/products?limit=1&colour=indigo")).json()["meta"]
    facets = {facet["key"]: facet for facet in meta.pop("facets")}
    assert meta == {"page": 1, "limit": 1, "total": 1, "pages": 1, "corrected": None}
    assert list(facets) == [
        *("size", "colour", "price", "fabric", "occasion", "discount", "inStock", "origin")
    ]
    assert facets["colour"]["values"] == [
        {"value": "indigo", "label": "Indigo", "count": 1, "selected": True, "swatch": "#2b3a67"},
        {"value": "madder", "label": "Madder", "count": 1, "selected": False, "swatch": "#8e2a2c"},
    ]
    assert (facets["price"]["kind"], facets["price"]["min"], facets["price"]["max"]) == (
        *("range", 159900, 159900),
    )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colur=indigo", "colur"),
        ("category=kurtis", "category"),
        ("discount=25", "discount"),
        ("sort=cheapest", "sort"),
        ("limit=101", "limit"),
        ("page=9999", "page"),
        ("minPrice=-1", "minPrice"),
        ("rating=6", "rating"),
        ("fabric=%00", "fabric"),
        ("q=%00&page=2", "q"),
    ],
)
async def test_a_query_that_cannot_be_is_refused_by_name(client: Client, query: str, field: str):
    refused = await client.get(f"/products?{query}")
    assert refused.status_code == 422, refused.text
    assert list(refused.json()["error"]["fields"]) == [field]


async def test_a_product_tells_everything_and_what_is_left_this_moment(
    client: Client, database: Database, kurta: Goods
):
    async with database.transaction() as tx:
        await inventory.allocate_stock(tx, ids.new(), [Wanted(kurta["S"], 5)])
    told = await data(client, f"/products/{kurta.slug}")
    assert [(v["size"], v["availability"]) for v in told["variants"]] == [
        ("S", "out"),
        ("M", "low"),
    ]
    assert told["options"]["sizes"] == ["S", "M"]
    assert told["breadcrumbs"] == [
        {"slug": "women", "name": "Women"},
        {"slug": "kurtas", "name": "Kurtas"},
    ]
    assert told["compliance"]["maker"]["name"] == "Chhipa Rang Printers"
    assert (told["compliance"]["originName"], told["compliance"]["mrp"]) == ("India", 199900)
    assert told["attributes"][0] == {"key": "fabric", "label": "Fabric", "values": ["Mulmul"]}
    assert (told["price"], told["currency"], told["sizeChart"]) == (159900, "INR", None)
    assert (await data(client, f"/products/{kurta.product_id}"))["slug"] == kurta.slug


async def test_an_old_address_is_redirected_to_the_new_one(
    client: Client, database: Database, kurta: Goods
):
    async with database.transaction() as tx:
        await catalog.change_slug(tx, SHELF_KEEPER, kurta.product_id, "neel-kurta")
        await inventory.refresh_cards(tx, [kurta.product_id])
    moved = await client.get(f"/products/{kurta.slug}")
    assert (moved.status_code, moved.headers["Location"]) == (301, "neel-kurta")
    followed = await client.get(f"/products/{kurta.slug}", follow_redirects=True)
    assert followed.json()["data"]["id"] == str(kurta.product_id)


@pytest.mark.parametrize(
    "path",
    [
        "/products/none",
        "/products/%00",
        "/variants/01a20494-1470-7457-bd2f-9fd0f97217c0",
        "/variants/x",
        "/categories/none/products",
    ],
)
async def test_what_is_not_there_is_404(client: Client, path: str):
    assert (await client.get(path)).status_code == 404


async def test_categories_are_a_tree_and_list_their_goods(client: Client):
    tree = await data(client, "/categories")
    assert [(shelf["slug"], [c["slug"] for c in shelf["children"]]) for shelf in tree] == [
        ("sarees", []),
        ("women", ["kurtas"]),
    ]
    listed = await client.get("/categories/women/products?colour=indigo")
    assert [card["title"] for card in listed.json()["data"]] == ["Buta Kurta"]
    twice = await client.get("/categories/women/products?category=sarees")
    assert (twice.status_code, list(twice.json()["error"]["fields"])) == (422, ["category"])


async def test_a_variant_is_told_until_its_style_is_put_away(
    client: Client, database: Database, kurta: Goods
):
    told = await data(client, f"/variants/{kurta['M']}")
    assert (told["size"], told["availability"], told["productId"]) == (
        *("M", "low", str(kurta.product_id)),
    )
    async with database.transaction() as tx:
        await catalog.archive_style(tx, SHELF_KEEPER, kurta.style_id)
    assert (await client.get(f"/variants/{kurta['M']}")).status_code == 404


async def test_suggestions_for_what_has_been_typed_so_far(client: Client):
    offered = await data(client, "/products/suggest?q=sar")
    assert [product["slug"] for product in offered["products"]] == ["jaal-saree-madder"]
    assert offered["categories"] == [{"slug": "sarees", "name": "Sarees"}]
    assert await data(client, "/products/suggest?q=s") == {
        "products": [],
        "categories": [],
        "corrected": None,
    }


@pytest.mark.parametrize(
    ("path", "statements"),
    [("/products?q=kurta", 1), ("/products/buta-kurta-indigo", 2), ("/categories", 1)],
)
async def test_answers_take_few_statements(client: Client, path: str, statements: int):
    with StatementCounter() as counter:
        assert (await client.get(path)).status_code == 200
    assert counter.count == statements, counter


@pytest.mark.parametrize("path", ["/products", "/products/buta-kurta-indigo", "/categories"])
async def test_browsers_may_keep_an_answer_and_ask_whether_it_changed(client: Client, path: str):
    first = await client.get(path)
    assert first.headers["Cache-Control"].startswith("public")
    again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
