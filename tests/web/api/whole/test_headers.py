"""The security headers of every route, in one snapshot: no route has a policy of its own but the
pay page, which may load the gateway."""

import re
from collections.abc import AsyncGenerator

import httpx
import pytest

from tests.architecture.routes import ROUTES
from tests.world.whole import NOWHERE, Visitor, Whole, a_browsers_secret, an_owners_secret, asking
from zahra.base import ids
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAY_PAGE = (
    f"default-src 'none'; script-src 'self' {NOWHERE}; style-src 'self'; img-src 'self' data:; "
    f"font-src 'self'; connect-src 'self' {NOWHERE}; form-action 'self' {NOWHERE}; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    f"frame-src {NOWHERE}"
)
FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), otp-credentials=(self)",
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "cross-origin-resource-policy": "same-origin",
}
QUERIES = {"/pincode": "?pincode=302001"}


@pytest.fixture(scope="module")
async def asha(whole: Whole) -> AsyncGenerator[httpx.AsyncClient, None]:
    """A browser in which Asha is logged in to the shop, and an owner to the staff's pages."""
    secret = await a_browsers_secret(whole.shop, "+919876500001")
    owner = await an_owners_secret(whole.shop)
    async with asking(whole.site) as browser:
        browser.headers["Cookie"] = f"zsid={secret}; zadmin={owner}"
        yield browser


def address_of(whole: Whole, route: str) -> str:
    """The route with what is Asha's or on sale in the place of names in braces."""
    path = route.split(" ")[1]
    known = {**whole.asha.ids, "slug_or_id": whole.goods.slug, "variant_id": str(whole.goods["M"])}
    known |= {"id_or_number": whole.asha.ids["number"], "category_id": "kurtas", "name": "x.webp"}
    known |= {"slug": whole.goods.slug if "products" in path else "kurtas"}
    filled = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1]) or str(ids.new()), path)
    return filled + QUERIES.get(path, "")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith("GET")])
async def test_every_route_has_the_one_policy(whole: Whole, asha: httpx.AsyncClient, route: str):
    pays = route == "GET /checkout/pay/{number}"
    answer = await asha.get(address_of(whole, route))
    assert answer.status_code < 500 or route == "GET /readyz", answer.text[:300]
    assert answer.headers.get_list("content-security-policy") == [PAY_PAGE if pays else POLICY]
    assert {name: answer.headers[name] for name in FIXED} == FIXED
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.startswith("GET")])
async def test_a_refusal_has_the_one_policy_too(whole: Whole, route: str):
    method, _ = route.split(" ")
    path = route.split(" ")[1].replace("{", "").replace("}", "")
    answer = await whole.client.request(method, path)
    assert answer.headers["content-security-policy"] == POLICY
    assert {name: answer.headers[name] for name in FIXED} == FIXED


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nope", 404),
        ("/api/v1/nope", 404),
        ("/%00", 404),
        ("/login/code/x", 404),
        ("/static/nope.css", 404),
        ("/products?page=%00", 422),
        ("/api/v1/products?limit=-1", 422),
        ("/api/v1/users/me", 401),
    ],
)
async def test_a_mistake_has_the_one_policy_too(whole: Whole, path: str, status: int):
    answer = await whole.client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == POLICY
    assert {name: answer.headers[name] for name in FIXED} == FIXED


async def test_an_incident_and_a_host_that_is_not_ours_have_it_too(whole: Whole):
    settings = whole.site.state.settings.model_copy(update={"allowed_hosts": "shop.test"})
    site = create_site(whole.shop, settings)
    async with asking(site) as client:
        refused = await client.get("/", headers={"Host": "evil.example"})
        del site.state.shop
        broken = [await client.get(path) for path in ("/products", "/api/v1/products")]
    assert [answer.status_code for answer in (refused, *broken)] == [421, 500, 500]
    for answer in (refused, *broken):
        assert answer.headers["content-security-policy"] == POLICY
        assert {name: answer.headers[name] for name in FIXED} == FIXED


async def test_a_request_id_is_taken_over_only_if_it_is_one(whole: Whole):
    kept = await whole.ask("GET", "/nope", Visitor({"X-Request-Id": "abc-123_DEF"}))
    assert kept.headers["x-request-id"] == kept.json()["requestId"] == "abc-123_DEF"
    for odd in ("short", "x" * 65, "a b c d e f g", "evil\tline-of-a-log"):
        answer = await whole.ask("GET", "/nope", Visitor({"X-Request-Id": odd}))
        assert answer.headers["x-request-id"] != odd
        assert len(answer.json()["requestId"]) == 16


async def test_strangers_get_the_same_page_whatever_a_proxy_header_says(whole: Whole):
    plain = await whole.client.get("/products")
    for name in ("X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL", "Forwarded", "X-Host"):
        odd = await whole.client.get("/products", headers={name: "evil.example"})
        assert odd.content == plain.content, name
        again = await whole.client.get("/products")
        assert again.content == plain.content, name
