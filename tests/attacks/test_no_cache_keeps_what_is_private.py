"""What shows a person is kept by no cache, whatever the address is made to look like.

Her name, street and phone are the canaries; every page and every answer of the API is read.
"""

from collections.abc import AsyncGenerator

import httpx
import pytest

from tests.architecture.routes import PREFIX, ROUTES
from tests.web.api.whole.test_headers import address_of
from tests.world.whole import HOME, Whole, a_browsers_secret, an_owners_secret, asking

pytestmark = pytest.mark.anyio
PHONE = "+919876500001"
CANARIES = (HOME["name"], HOME["line1"], PHONE, "98765 00001")
READING = [route for route in ROUTES if route.startswith("GET")]
DRESSED = (
    ".css",
    ";.js",
    ";a.css",
    "/x.css",
    "/..%2fx.css",
    "%2f..%2fstatic%2fx.css",
    "%00.css",
    "%0a.css",
    "%3b.css",
    "%23.css",
    "%3f.css",
    "\\x.js",
)


@pytest.fixture(scope="module")
async def asha(whole: Whole) -> AsyncGenerator[httpx.AsyncClient, None]:
    """A browser in which Asha is logged in to the shop, and an owner to the staff's pages."""
    secret = await a_browsers_secret(whole.shop, PHONE)
    owner = await an_owners_secret(whole.shop)
    async with asking(whole.site) as client:
        client.headers["Cookie"] = f"zsid={secret}; zadmin={owner}"
        yield client


async def look(whole: Whole, asha: httpx.AsyncClient, route: str) -> httpx.Response:
    address = address_of(whole, route)
    headers = whole.asha.headers if PREFIX in route else {}
    client = whole.client if PREFIX in route else asha
    return await client.get(address, headers=headers)


def shows_her(answer: httpx.Response) -> bool:
    return any(canary in answer.text for canary in CANARIES)


def may_be_kept(answer: httpx.Response) -> bool:
    return "no-store" not in answer.headers["cache-control"]


async def test_what_shows_a_person_is_stored_nowhere(whole: Whole, asha: httpx.AsyncClient):
    shown: set[str] = set()
    for route in READING:
        answer = await look(whole, asha, route)
        if shows_her(answer):
            shown.add(route)
            assert answer.headers["cache-control"] == "private, no-store", route
            assert not {"etag", "age", "last-modified"} & set(answer.headers), route
    assert {"GET /account/addresses", "GET /orders/{number}", "GET /api/v1/users/me"} <= shown


async def test_no_page_of_the_staff_is_stored(whole: Whole, asha: httpx.AsyncClient):
    seen = 0
    for route in READING:
        if "/admin" in route:
            answer = await look(whole, asha, route)
            seen += answer.status_code == 200
            assert not may_be_kept(answer), route
    assert seen >= 6


async def test_what_may_be_stored_sets_no_cookie_and_is_for_everybody_alike(
    whole: Whole, asha: httpx.AsyncClient
):
    kept = 0
    for route in READING:
        hers = await look(whole, asha, route)
        if may_be_kept(hers) and hers.is_success:
            kept += 1
            assert "set-cookie" not in hers.headers, route
            nobodys = await whole.client.get(address_of(whole, route))
            assert hers.content == nobodys.content, route
    assert kept >= 8


@pytest.mark.parametrize("dress", DRESSED)
async def test_a_private_page_dressed_as_a_file_shows_nothing(
    whole: Whole, asha: httpx.AsyncClient, dress: str
):
    """A cache in front that stores `.css` for a day must find nobody in it."""
    for route in READING:
        if ROUTES[route].who != "shopper":
            continue
        path = address_of(whole, route).split("?")[0] + dress
        headers = whole.asha.headers if PREFIX in route else {}
        answer = await asha.get(path, headers=headers)
        assert not (shows_her(answer) and may_be_kept(answer)), path
        assert answer.status_code in (404, 405, 422) or not shows_her(answer), path


async def test_a_stranger_after_her_is_not_shown_her_page(whole: Whole, asha: httpx.AsyncClient):
    """The few seconds' memory is for strangers' answers alone."""
    for path in ("/", "/products", f"/products/{whole.goods.slug}", "/c/kurtas", "/cart"):
        await asha.get(path)
        answer = await whole.client.get(path)
        assert not shows_her(answer)
        assert "Account" not in answer.text.split("<main")[0] or "Log in" in answer.text, path
