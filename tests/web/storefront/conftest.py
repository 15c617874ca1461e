"""The whole site, and people who look at its pages in browsers without scripts."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count
from typing import Protocol
from uuid import uuid4

import httpx
import pytest

from tests.world.people import Door
from tests.world.server import clone_template, drop_database
from tests.world.whole import Whole, asking, settings_for, whole_site
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings
from zahra.web.http.cookies import Cookie
from zahra.web.ui import assets

_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')
_COUNT = re.compile(r'aria-label="(Bag, [^"]+)"')
_phones = count(10)


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """Pages need the built assets."""
    if assets.is_stale():
        assets.build()


@pytest.fixture(scope="module")
def settings(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Settings, None, None]:
    name = f"zahra_pages_{uuid4().hex[:8]}"
    yield settings_for(
        clone_template(server, name), tmp_path_factory.mktemp("pages"), memory_seconds=0
    )
    drop_database(server, name)


@pytest.fixture(scope="module")
async def whole(settings: Settings) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings) as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser without scripts: it keeps cookies and sends forms with the token they carry."""

    client: httpx.AsyncClient
    whole: Whole

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def send(self, path: str, *, seen_on: str = "/cart", **fields: str) -> httpx.Response:
        """A form as the page `seen_on` shows it."""
        return await self.client.post(
            path, data={"csrf_token": await self.token(seen_on), **fields}
        )

    async def token(self, path: str = "/cart") -> str:
        found = _TOKEN.search((await self.get(path)).text)
        assert found is not None, f"{path} shows no form"
        return found[1]

    async def put_into_bag(self, size: str = "S") -> None:
        answer = await self.send("/cart/items", **self.wish(size))
        assert answer.status_code == 303, answer.text

    def wish(self, size: str = "S") -> dict[str, str]:
        """The fields of "Add to bag"."""
        return {"variant_id": str(self.whole.goods[size]), "qty": "1"}

    async def count(self) -> str:
        """What the header says of the bag."""
        found = _COUNT.search((await self.get("/")).text)
        assert found is not None
        return found[1]


Arriving = Callable[[], Awaitable[Visitor]]


class SigningIn(Protocol):
    """With a phone number nobody had before, or a known one."""

    async def __call__(self, phone: str = "") -> Visitor: ...


@pytest.fixture
async def guest(whole: Whole) -> AsyncGenerator[Arriving, None]:
    """Strangers, each with a browser of their own."""
    async with AsyncExitStack() as stack:

        async def arriving() -> Visitor:
            client = await stack.enter_async_context(asking(whole.site))
            client.headers["Sec-Fetch-Site"] = "same-origin"
            return Visitor(client, whole)

        yield arriving


@pytest.fixture
def shopper(whole: Whole, guest: Arriving) -> SigningIn:
    """People who are signed in."""

    async def arriving(phone: str = "") -> Visitor:
        visitor = await guest()
        door = Door(whole.shop.database, whole.shop.policy, keys=whole.shop.keys)
        signed_in = await door.sign_in(phone or f"+9198765{next(_phones):05d}")
        assert signed_in.secret is not None
        visitor.client.cookies.set(Cookie.SESSION.value.name, signed_in.secret, domain="shop.test")
        return visitor

    return arriving
