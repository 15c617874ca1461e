"""What each page answers, to whom, and what may be kept of it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.web.storefront.conftest import Arriving, SigningIn
from tests.world.whole import Whole
from zahra.base.actors import program
from zahra.shop import catalog, orders
from zahra.web.storefront.from_orders import headline_of

pytestmark = pytest.mark.anyio
PRODUCT = "/products/buta-kurta-indigo"
PUBLIC = ("/", "/products", "/c/kurtas", "/search?q=kurta", "/search?q=zzqx", PRODUCT, "/cart")
PRIVATE = (
    "/account",
    "/account/orders",
    "/account/addresses",
    "/account/addresses?edit=new",
    "/account/profile",
    "/account/profile/email",
    "/account/security",
    "/account/security/password",
    "/account/security/app",
    "/account/security/delete",
    "/account/confirm",
)
KEPT = {
    "/robots.txt": "text/plain; charset=utf-8",
    "/sitemap.xml": "application/xml",
    "/site.webmanifest": "application/manifest+json",
}


@pytest.mark.parametrize(
    "path", [*PUBLIC, "/login", "/login/password", "/register", "/forgot", "/reset?token=x"]
)
async def test_a_page_for_everybody_is_kept_by_no_cache_and_depends_on_who_looks(
    guest: Arriving, path: str
) -> None:
    answer = await (await guest()).get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Vary"] == "HX-Request, Cookie"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PRIVATE)
async def test_a_private_page_asks_a_guest_to_log_in_and_comes_back(
    guest: Arriving, path: str
) -> None:
    answer = await (await guest()).get(path)
    assert answer.status_code == 303
    bare = path.split("?")[0]
    assert answer.headers["Location"] == f"/login?next={bare}"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", [*PUBLIC, *PRIVATE])
async def test_a_page_for_a_shopper_is_kept_by_no_cache(shopper: SigningIn, path: str) -> None:
    answer = await (await shopper()).get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Vary"] == "HX-Request, Cookie"


async def test_an_order_is_its_owners_alone(shopper: SigningIn, whole: Whole) -> None:
    for path in ("", "/thanks"):
        address = f"/orders/{whole.asha.ids['number']}{path}"
        assert (await (await shopper("+919876500002")).get(address)).status_code == 404
    asha = await shopper("+919876500001")
    answer = await asha.get(f"/orders/{whole.asha.ids['number']}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path",
    ["/products/no-such-kurta", "/c/no-such-shelf", "/products?no_such=filter"],
)
async def test_what_there_is_not_is_404_with_a_way_on(guest: Arriving, path: str) -> None:
    answer = await (await guest()).get(path)
    assert answer.status_code == 404
    assert "We could not find that page" in answer.text
    assert 'action="/search"' in answer.text


async def test_an_address_of_before_leads_to_the_one_of_now(guest: Arriving, whole: Whole) -> None:
    visitor, goods = await guest(), whole.goods
    clerk = program("tests")
    async with whole.shop.database.transaction() as tx:
        await catalog.change_slug(tx, clerk, goods.product_id, "moved-kurta")
    answer = await visitor.get(f"/products/{goods.slug}")
    async with whole.shop.database.transaction() as tx:
        await catalog.change_slug(tx, clerk, goods.product_id, goods.slug)
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/products/moved-kurta"


async def test_no_words_show_everything(guest: Arriving) -> None:
    answer = await (await guest()).get("/search?q=%20")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/products")


async def test_nothing_found_offers_shelves_and_what_others_love(guest: Arriving) -> None:
    html = (await (await guest()).get("/search?q=zzqx")).text
    assert "Nothing found for “zzqx”" in html
    assert 'href="/c/kurtas"' in html
    assert "What others love" in html
    assert "Sort by" not in html


@pytest.mark.parametrize("path", KEPT)
async def test_what_programs_read_may_be_kept(guest: Arriving, path: str) -> None:
    answer = await (await guest()).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == KEPT[path]
    assert answer.headers["Cache-Control"].startswith("public")


async def test_crawlers_stay_out_of_what_is_private_or_filtered(guest: Arriving) -> None:
    told = (await (await guest()).get("/robots.txt")).text
    for path in ("/cart", "/checkout", "/account", "/orders", "/search", "/c/*?", "/products?"):
        assert f"Disallow: {path}\n" in told
    assert "Allow: /*?page=\n" in told
    assert re.search(r"^Sitemap: http.*/sitemap.xml$", told, re.MULTILINE)


async def test_the_sitemap_lists_what_is_on_sale(guest: Arriving, whole: Whole) -> None:
    told = (await (await guest()).get("/sitemap.xml")).text
    origin = whole.shop.brand.url
    for path in ("/", "/products", "/c/kurtas", PRODUCT):
        assert f"<loc>{origin}{path}</loc>" in told


async def test_the_manifests_icons_are_there(guest: Arriving) -> None:
    visitor = await guest()
    for icon in (await visitor.get("/site.webmanifest")).json()["icons"]:
        assert (await visitor.get(icon["src"])).status_code == 200


async def test_the_kitchen_shows_every_component_in_development(guest: Arriving) -> None:
    answer = await (await guest()).get("/__dev/kitchen")
    assert answer.status_code == 200
    assert "Store credit" in answer.text


async def test_the_search_field_offers_what_begins_like_that(guest: Arriving) -> None:
    answer = await (await guest()).get("/search/suggest?q=but")
    assert 'href="/products/buta-kurta-indigo"' in answer.text


async def test_a_day_that_has_passed_is_no_promise_any_more(whole: Whole) -> None:
    async with whole.shop.database.snapshot() as snapshot:
        found = await orders.order(snapshot, program("tests"), whole.asha.ids["number"])
    day = date(2026, 11, 26)
    placed = replace(
        found.order, status=orders.OrderStatus.PLACED, placed_at=datetime(2026, 11, 22, tzinfo=UTC)
    )
    assert headline_of(placed, day, today=day) == "Arriving by Thu, 26 Nov"
    assert headline_of(placed, day, today=date(2026, 11, 27)) == "Placed on Sun, 22 Nov"
    assert headline_of(found.order, day, today=day) == "Waiting for payment"
