"""What strangers see alike is remembered for a few seconds; what is somebody's never."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import Response

from zahra.web.http.caching import public_page
from zahra.web.http.cookies import Cookie, set_cookie
from zahra.web.http.remembering import Memory, Remembered, RememberingRoute

pytestmark = pytest.mark.anyio


def make_site(calls: list[str], *, seconds: float) -> FastAPI:
    site = FastAPI()
    site.state.answers = Memory[Remembered](seconds)
    site.state.secure_cookies = True
    router = APIRouter(route_class=RememberingRoute)

    @router.get("/goods")
    async def goods(request: Request) -> Response:
        calls.append(request.url.query)
        return public_page(request, "the same for all", cache="no-store")

    @router.get("/welcome")
    async def welcome(request: Request) -> Response:
        calls.append("welcome")
        answer = Response("yours")
        set_cookie(request, answer, Cookie.CART, "secret")
        return answer

    @router.get("/gone")
    async def gone() -> Response:
        calls.append("gone")
        return Response("no", 404)

    site.include_router(router)
    return site


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
async def client(calls: list[str]) -> AsyncGenerator[httpx.AsyncClient, None]:
    transport = httpx.ASGITransport(make_site(calls, seconds=5))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        yield client


async def test_the_second_stranger_gets_the_first_ones_answer(
    client: httpx.AsyncClient, calls: list[str]
):
    first, second = [await client.get("/goods?size=S") for _ in range(2)]
    assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])
    assert calls == ["size=S"]


async def test_another_query_is_another_answer(client: httpx.AsyncClient, calls: list[str]):
    await client.get("/goods?size=S")
    await client.get("/goods?size=M")
    assert calls == ["size=S", "size=M"]


async def test_who_has_the_remembered_answer_is_told_so(
    client: httpx.AsyncClient, calls: list[str]
):
    first = await client.get("/goods")
    again = await client.get("/goods", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert len(calls) == 1


@pytest.mark.parametrize("header", [{"cookie": "zcart=x"}, {"authorization": "Bearer x"}])
async def test_somebody_known_is_always_answered_anew(
    client: httpx.AsyncClient, calls: list[str], header: dict[str, str]
):
    for _ in range(2):
        await client.get("/goods", headers=header)
    await client.get("/goods")
    assert len(calls) == 3


@pytest.mark.parametrize("path", ["/welcome", "/gone"])
async def test_cookies_and_refusals_are_not_remembered(
    client: httpx.AsyncClient, calls: list[str], path: str
):
    for _ in range(2):
        client.cookies.clear()
        await client.get(path)
    assert len(calls) == 2


async def test_another_kind_of_browser_gets_its_own(client: httpx.AsyncClient, calls: list[str]):
    await client.get("/goods")
    await client.get("/goods", headers={"user-agent": "Mozilla/5.0 (Linux; wv) Instagram"})
    await client.get("/goods", headers={"hx-request": "true", "hx-request-type": "partial"})
    assert len(calls) == 3


async def test_no_seconds_remember_nothing(calls: list[str]):
    transport = httpx.ASGITransport(make_site(calls, seconds=0))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        for _ in range(2):
            await client.get("/goods")
    assert len(calls) == 2


def test_the_least_lately_used_is_forgotten_first():
    memory = Memory[int](60)
    for number in range(256):
        memory.keep(number, number)
    assert memory.recall(0) == 0
    memory.keep(256, 256)
    assert (memory.recall(0), memory.recall(1), memory.recall(256)) == (0, None, 256)
