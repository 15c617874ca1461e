"""A page of another site may send whatever a browser lets it send: nothing of ours changes."""

import re
from collections.abc import AsyncGenerator
from itertools import product

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from tests.architecture.routes import ROUTES
from tests.world.whole import HOME, Whole, a_browsers_secret, asking

pytestmark = pytest.mark.anyio
OWN, EVIL = "http://shop.test", "https://shop.test.evil.example"
SITES = (None, "same-origin", "cross-site", "none")
ORIGINS = (None, OWN, EVIL, "null")
REFERERS = (None, f"{OWN}/account")
TOKENS = ("right", "wrong")
MATRIX = list(product(SITES, ORIGINS, REFERERS, TOKENS))


@pytest.fixture(scope="module")
async def secret(whole: Whole) -> str:
    """What Asha's browser is logged in with."""
    return await a_browsers_secret(whole.shop, "+919876500001")


@pytest.fixture
async def asha(whole: Whole, secret: str) -> AsyncGenerator[httpx.AsyncClient, None]:
    async with asking(whole.site) as client:
        client.headers["Cookie"] = f"zsid={secret}"
        yield client


async def form_token(asha: httpx.AsyncClient) -> str:
    page = (await asha.get("/account")).text
    found = re.search(r'name="csrf_token" value="(\w{64})"', page)
    assert found is not None
    return found[1]


def is_ours(site: str | None, origin: str | None, referer: str | None) -> bool:
    """The rule, told once more: the browser's word, else the origin, else the page before."""
    if site is not None:
        return site == "same-origin"
    return (origin or referer or "").split("/account")[0] == OWN


def test_the_matrix_has_64_cases_and_11_of_them_pass():
    assert len(MATRIX) == 64
    ours = [case for case in MATRIX if is_ours(*case[:3]) and case[3] == "right"]
    assert len(ours) == 11


@pytest.mark.parametrize(("site", "origin", "referer", "token"), MATRIX)
async def test_a_form_counts_only_from_our_own_page_with_its_own_token(
    asha: httpx.AsyncClient,
    site: str | None,
    origin: str | None,
    referer: str | None,
    token: str,
):
    told = {"Sec-Fetch-Site": site, "Origin": origin, "Referer": referer}
    headers = {name: value for name, value in told.items() if value is not None}
    right = await form_token(asha)
    form = {"csrf_token": right if token == "right" else "0" * 64, "theme": "dark"}
    answer = await asha.post("/theme", data=form, headers=headers)
    passes = is_ours(site, origin, referer) and token == "right"
    assert answer.status_code == (303 if passes else 403), answer.text[:200]
    assert ("ztheme=dark" in answer.headers.get("set-cookie", "")) is passes


@pytest.mark.parametrize("token", ["", "0" * 63, "x" * 64, "٠" * 64, "0" * 5000])
async def test_no_odd_token_is_a_token(asha: httpx.AsyncClient, token: str):
    form = {"csrf_token": token, "theme": "dark"}
    answer = await asha.post("/theme", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403


async def test_anothers_token_is_none_of_ours(whole: Whole, asha: httpx.AsyncClient):
    """The attacker has an account, and a page of our own with her own token in it."""
    mallory = await a_browsers_secret(whole.shop, "+919876500666")
    async with asking(whole.site) as hers:
        hers.headers["Cookie"] = f"zsid={mallory}"
        stolen = await form_token(hers)
    async with asking(whole.site) as nobody:
        page = (await nobody.get("/login")).text
    found = re.search(r'name="csrf_token" value="(\w{64})"', page)
    assert found is not None
    for token in (stolen, found[1]):
        form = {"csrf_token": token, "theme": "dark"}
        answer = await asha.post("/theme", data=form, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403


async def test_nobody_is_logged_in_as_somebody_else_by_another_site(whole: Whole):
    async with asking(whole.site) as nobody:
        page = (await nobody.get("/login")).text
        found = re.search(r'name="csrf_token" value="(\w{64})"', page)
        assert found is not None
        form = {"csrf_token": found[1], "identifier": "+919876500666"}
        for headers in ({"Origin": EVIL}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            answer = await nobody.post("/login", data=form, headers=headers)
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_json_that_a_form_can_send_is_not_read(
    whole: Whole, asha: httpx.AsyncClient, kind: str
):
    """Only these kinds go to another site without asking it first; the API takes none of them."""
    before = await whole.fingerprint()
    body = '{"name": "Mallory"}'
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": EVIL}):
        told = {**headers, "Content-Type": kind}
        answer = await asha.post("/api/v1/users/me/addresses", content=body, headers=told)
        assert answer.status_code in (403, 415)
    assert await whole.fingerprint() == before


async def test_a_webhooks_address_in_another_path_is_no_exemption(
    whole: Whole, asha: httpx.AsyncClient
):
    before = await whole.fingerprint()
    evil = {"Origin": EVIL, "Sec-Fetch-Site": "cross-site"}
    for path in (
        "/api/v1/users/me/addresses?x=/payments/webhook",
        "/api/v1/users/me/addresses#/checkout/return/1/2",
        "/account/addresses/x%2Fpayments%2Fwebhook",
        "/account/addresses;/checkout/return/1/2",
    ):
        answer = await asha.post(path, json=HOME, headers=evil)
        assert answer.status_code == 403, path
    assert await whole.fingerprint() == before


@pytest.mark.parametrize("route", sorted({route.split(" ")[1] for route in ROUTES}))
async def test_no_other_origin_is_told_that_it_may_read(whole: Whole, route: str):
    path = re.sub(r"\{\w+\}", "x", route)
    wish = {"Origin": EVIL, "Access-Control-Request-Method": "POST"}
    for method in ("OPTIONS", "GET"):
        answer = await whole.client.request(method, path, headers=wish)
        told = [name for name in answer.headers if name.startswith("access-control-")]
        assert told == [], f"{method} {path}"


NOTED_OF_OTHERS = {"gateway_silences"}  # that a gateway was asked and did not answer


async def test_looking_changes_nothing(whole: Whole, asha: httpx.AsyncClient):
    """Every GET there is, as Asha: an image on another site's page could be any of them."""
    known = {**whole.asha.ids, "slug": whole.goods.slug}
    paths = {
        route.path or ""
        for route in iter_route_contexts(whole.site.routes)
        if "GET" in (route.methods or ())
    }
    await asha.get("/account")  # what is noted once a minute is noted now
    await whole.client.get("/api/v1/users/me", headers=whole.asha.headers)
    before = await whole.fingerprint()
    for path in sorted(paths):
        address = re.sub(r"\{(\w+)(:path)?\}", lambda name: known.get(name[1], "x"), path)
        await asha.get(address)
        await whole.client.get(address, headers=whole.asha.headers)
        after = await whole.fingerprint()
        changed = {table for table in after if after[table] != before[table]}
        assert changed <= NOTED_OF_OTHERS, path
