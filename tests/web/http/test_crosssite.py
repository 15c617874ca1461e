"""What a cookie could authorise is refused when it comes from another site."""

import httpx
import pytest

pytestmark = pytest.mark.anyio
COOKIE = {"cookie": "__Host-Http-zsid=x"}


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://shop.test"}, True),
        ({"origin": "http://shop.test.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"referer": "http://shop.test/products"}, True),
        ({"referer": "http://evil.example/"}, False),
        ({}, True),
        (COOKIE, False),
        ({"authorization": "Bearer x", "origin": "http://evil.example"}, True),
    ],
)
async def test_only_our_own_origin_may_post(
    client: httpx.AsyncClient, made: list[str], headers: dict[str, str], passes: bool
):
    answer = await client.post("/api/v1/things", json={"name": "a"}, headers=headers)
    assert answer.status_code == (201 if passes else 403)
    assert bool(made) is passes
    if not passes:
        assert answer.json()["error"]["code"] == "csrf_failed"
