"""Whose address it is: the peer's, unless the peer is a proxy of ours that says otherwise."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from starlette.types import Receive, Scope, Send

from tests.world.clock import StandingClock
from tests.world.whole import Whole, asking
from zahra.web.http.proxies import TrustedProxies, networks_of
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
PROXY, STRANGER = "10.0.0.2", "203.0.113.7"


async def seen(
    peer: str, headers: Sequence[tuple[bytes, bytes]], trusted: str = "10.0.0.0/8"
) -> tuple[str, str]:
    """The address and scheme that the site sees."""
    found: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope)

    scope = {"type": "http", "client": (peer, 1), "scheme": "http", "headers": list(headers)}
    await TrustedProxies(app, networks=networks_of([trusted]))(scope, None, None)  # pyright: ignore[reportArgumentType]
    return found[0]["client"][0], found[0]["scheme"]


@pytest.mark.parametrize(
    ("told", "asker"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("198.51.100.1, unknown", PROXY),
        ("198.51.100.1:4711", PROXY),
        ("", PROXY),
        ("10.0.0.9", PROXY),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
async def test_a_trusted_proxy_is_believed_about_the_hop_before_it(told: str, asker: str):
    assert await seen(PROXY, [(b"x-forwarded-for", told.encode())]) == (asker, "http")


async def test_anybody_else_is_not_believed():
    headers = [(b"x-forwarded-for", b"127.0.0.1"), (b"x-forwarded-proto", b"https")]
    assert await seen(STRANGER, headers) == (STRANGER, "http")
    assert await seen(PROXY, headers, trusted="none") == (PROXY, "http")


async def test_headers_that_come_twice_are_one_list():
    headers = [(b"x-forwarded-for", b"6.6.6.6"), (b"x-forwarded-for", b"198.51.100.1")]
    assert await seen(PROXY, headers) == ("198.51.100.1", "http")


async def test_the_scheme_is_the_proxys_too():
    assert await seen(PROXY, [(b"x-forwarded-proto", b"https")]) == (PROXY, "https")
    assert await seen(PROXY, [(b"x-forwarded-proto", b"javascript")]) == (PROXY, "http")


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_metrics_are_for_this_machine(whole: Whole, peer: str):
    async with asking(whole.site, peer) as client:
        assert (await client.get("/metrics")).status_code == 200


@pytest.mark.parametrize("peer", [STRANGER, "::ffff:203.0.113.7", "2001:db8::7", "10.0.0.2"])
async def test_metrics_are_for_nobody_else(whole: Whole, peer: str):
    async with asking(whole.site, peer) as client:
        claim = {"X-Forwarded-For": "127.0.0.1"}
        assert (await client.get("/metrics")).status_code == 404
        assert (await client.get("/metrics", headers=claim)).status_code == 404


async def test_metrics_are_not_shown_through_a_proxy_on_this_machine(whole: Whole):
    async with asking(whole.site, "127.0.0.1") as client:
        through = {"X-Forwarded-For": "198.51.100.1"}
        assert (await client.get("/metrics", headers=through)).status_code == 404


async def test_limits_count_by_address_and_tell_so(whole: Whole):
    standing = replace(whole.shop, database=StandingClock(whole.shop.database.connections))
    site = create_site(standing, whole.site.state.settings)
    site.state.limits_off = False
    wrong = {"refreshToken": "x", "sessionId": "01a20492-0000-7000-8000-000000000001"}
    path = "/api/v1/auth/refresh"
    async with asking(site, "::ffff:198.51.100.9") as client:
        for spent in range(60):
            forged = {"X-Forwarded-For": f"192.0.2.{spent}"}  # which nobody believes
            answer = await client.post(path, json=wrong, headers=forged)
            assert answer.status_code == 401
        refused = await client.post(path, json=wrong)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "rate_limited")
    assert refused.headers["ratelimit-policy"] == '"refresh";q=60;w=60'
    assert refused.headers["ratelimit"] == f'"refresh";r=0;t={refused.headers["retry-after"]}'
    async with asking(site, "::ffff:198.51.100.10") as client:
        assert (await client.post(path, json=wrong)).status_code == 401
