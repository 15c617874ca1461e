"""The whole site, and people who work here, each with a browser without scripts."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Protocol
from uuid import uuid4

import httpx
import pytest

from tests.world import staff
from tests.world.people import Door
from tests.world.server import clone_template, drop_database
from tests.world.staff import PASSWORD, App, Clerk
from tests.world.whole import Whole, asking, settings_for, whole_site
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings
from zahra.shop.identity import Role
from zahra.web.ui import assets

_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')
_numbers = count(1)
NEXT_CODE = timedelta(seconds=30)


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """Pages need the built assets."""
    if assets.is_stale():
        assets.build()


@pytest.fixture(scope="module")
def settings(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Settings, None, None]:
    name = f"zahra_staff_{uuid4().hex[:8]}"
    dsn = clone_template(server, name)
    yield settings_for(dsn, tmp_path_factory.mktemp("staff"), public_url="http://shop.test")
    drop_database(server, name)


@pytest.fixture(scope="module")
async def whole(settings: Settings) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def door(whole: Whole) -> Door:
    """Where people are let in without the ceremony of pages."""
    return Door(whole.shop.database, whole.shop.policy, keys=whole.shop.keys)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A browser without scripts, and who sits before it."""

    client: httpx.AsyncClient
    whole: Whole
    clerk: Clerk | None = None

    @property
    def app(self) -> App:
        assert self.clerk is not None
        return self.clerk.app

    @property
    def secret(self) -> str | None:
        """What the staff's cookie holds."""
        return self.client.cookies.get("zadmin")

    def next_code(self) -> str:
        """What the app shows half a minute later: no code is good twice."""
        self.whole.shop.database.ahead += NEXT_CODE
        return self.app.code

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def send(self, path: str, *, seen_on: str = "", **fields: str) -> httpx.Response:
        """A form as the page `seen_on` shows it, sent from there."""
        seen_on = seen_on or path
        form = {"csrf_token": await self.token(seen_on), **fields}
        headers = {"Referer": f"http://shop.test{seen_on}"}
        return await self.client.post(path, data=form, headers=headers)

    async def token(self, path: str) -> str:
        page = await self.get(path)
        found = _TOKEN.search(page.text)
        assert found is not None, f"{path} shows no form: {page.status_code} {page.text[:500]}"
        return found[1]

    async def sign_in(self, password: str = PASSWORD) -> httpx.Response:
        """By password and app; the answer to the last form sent."""
        assert self.clerk is not None
        asked = await self.send("/admin/login", identifier=self.clerk.email, password=password)
        return await self.type_code(asked, self.next_code())

    async def type_code(self, asked: httpx.Response, code: str) -> httpx.Response:
        """Answer the page that asks for the second factor."""
        token = re.search(r'name="token" value="([^"]+)"', asked.text)
        form = _TOKEN.search(asked.text)
        assert token is not None, asked.text[-3000:]
        assert form is not None
        fields = {"csrf_token": form[1], "token": token[1], "code": code, "next": "/admin"}
        return await self.client.post("/admin/login/code", data=fields)


Arriving = Callable[[], Awaitable[Colleague]]


class Hiring(Protocol):
    """Somebody new with these roles, signed in; an owner when none is named."""

    async def __call__(self, *roles: Role) -> Colleague: ...


@pytest.fixture
async def guest(whole: Whole) -> AsyncGenerator[Arriving, None]:
    """Strangers, each with a browser of their own."""
    async with AsyncExitStack() as stack:

        async def arriving() -> Colleague:
            client = await stack.enter_async_context(asking(whole.site))
            client.headers["Sec-Fetch-Site"] = "same-origin"
            return Colleague(client, whole)

        yield arriving


@pytest.fixture
async def boss(door: Door) -> Clerk:
    """An owner who has just signed in."""
    return await staff.owner(door, f"owner{next(_numbers)}@zahra.example")


@pytest.fixture
def hired(whole: Whole, guest: Arriving, door: Door, boss: Clerk) -> Hiring:
    """People who work here and have just signed in."""

    async def hiring(*roles: Role) -> Colleague:
        email = f"clerk{next(_numbers)}@zahra.example"
        clerk = await staff.clerk(door, boss.actor, *(roles or (Role.OWNER,)), email=email)
        visitor = await guest()
        secret = clerk.enrolled.signed_in.secret
        assert secret is not None
        visitor.client.cookies.set("zadmin", secret, domain="shop.test")
        return Colleague(visitor.client, whole, clerk)

    return hiring


@pytest.fixture
def eleven_minutes_later(whole: Whole) -> Callable[[], None]:
    """Let the last proof grow old."""

    def pass_by() -> None:
        whole.shop.database.ahead += timedelta(minutes=11)

    return pass_by
