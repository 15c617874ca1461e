"""Large bodies are held in memory: only so many at once, so that nobody can fill it."""

import asyncio
from typing import Any

import pytest

from zahra.web.http.bodies import JSON_LIMIT, LARGE_AT_ONCE, StrictBodies

pytestmark = pytest.mark.anyio


class Counter:
    """An app that holds what it is given until it is let go."""

    def __init__(self) -> None:
        self.inside: list[int] = []
        self.let_go = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside.append(len((await receive())["body"]))
        await self.let_go.wait()


def posting(site: StrictBodies, size: int) -> asyncio.Task[None]:
    """Somebody who sends a form with so many bytes for a return."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/orders/ZH-1/return",
        "query_string": b"",
        "headers": [(b"content-length", str(size).encode())],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * size}

    async def send(message: Any) -> None: ...

    async def ask() -> None:
        await site(scope, receive, send)

    return asyncio.ensure_future(ask())


async def test_so_many_large_bodies_are_taken_at_once_and_small_ones_never_wait():
    counter = Counter()
    site = StrictBodies(counter)
    large = [posting(site, JSON_LIMIT + 1) for _ in range(LARGE_AT_ONCE + 2)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert counter.inside == [JSON_LIMIT + 1] * LARGE_AT_ONCE
    small = posting(site, 10)
    for _ in range(20):
        await asyncio.sleep(0)
    assert counter.inside[LARGE_AT_ONCE:] == [10]
    counter.let_go.set()
    await asyncio.gather(*large, small)
    assert len(counter.inside) == LARGE_AT_ONCE + 3
