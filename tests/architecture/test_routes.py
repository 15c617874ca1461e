"""Every route is in the permission table, and the table is true: tried as each kind of person."""

import hashlib
import re
from collections.abc import AsyncGenerator, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from tests.architecture.routes import ANY_STAFF, IN_PERSON, PREFIX, ROUTES, Allowed
from tests.architecture.tree import assert_none
from tests.world.server import clone_template, drop_database
from zahra.app import assemble
from zahra.base.actors import Permission, program
from zahra.base.db import Transaction
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings
from zahra.shop import identity
from zahra.shop.assembled import Shop
from zahra.shop.identity import Role
from zahra.shop.identity.sessions.opening import Opening, open_session
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
WHO = ("nobody", "shopper", "staff without", "staff with")
SOME_ID = str(UUID(int=1))


@dataclass(frozen=True)
class Person:
    """Somebody as the shop sees them: by a token at the API, by a cookie on pages, by another
    cookie on the staff's pages."""

    token: str | None = None
    secret: str | None = None
    staff_secret: str | None = None

    def cookie(self, path: str) -> tuple[str, str | None]:
        """By which cookie a page knows them."""
        if path.startswith("/admin"):
            return "zadmin", self.staff_secret
        return "zsid", self.secret


@pytest.fixture(scope="module")
def settings(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Settings, None, None]:
    name = f"zahra_routes_{uuid4().hex[:8]}"
    yield Settings(  # pyright: ignore[reportCallIssue]
        env="development",
        database_url=clone_template(server, name),
        data_dir=tmp_path_factory.mktemp("routes"),
        rate_limits="off",
    )
    drop_database(server, name)


@pytest.fixture(scope="module")
async def shop(settings: Settings) -> AsyncGenerator[Shop, None]:
    assembled = assemble(settings)
    await assembled.database.open()
    yield assembled
    await assembled.gateways.close()
    await assembled.database.close()


@pytest.fixture(scope="module")
def site(shop: Shop, settings: Settings) -> FastAPI:
    return create_site(shop, settings)


@pytest.fixture
async def client(site: FastAPI) -> AsyncGenerator[httpx.AsyncClient, None]:
    transport = httpx.ASGITransport(site)
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://shop.test", headers=headers
    ) as client:
        yield client


async def somebody(shop: Shop, who: str) -> Person:
    """Newly logged in, because some routes log out."""
    if who == "nobody":
        return Person()
    if who == "shopper":
        return await _shopper(shop)
    is_allowed = who == "staff with"
    async with shop.database.transaction() as tx:
        scopes = set(Permission) if is_allowed else set[Permission]()
        by = program("tests")
        key = await identity.make_api_key(tx, by, "sam@example.com", scopes)
        secret = await staff_session(tx, shop, Role.OWNER if is_allowed else Role.VIEWER)
    return Person(key, staff_secret=secret)


async def staff_session(tx: Transaction, shop: Shop, role: Role) -> str:
    """The cookie of somebody with this one role, who signed in by two factors a moment ago."""
    email = identity.identifier_of(f"{role.value}@staff.example")
    account, _ = await identity.find_or_create_user(tx, email)
    await tx.run("UPDATE users SET roles = %(r)s WHERE id = %(id)s", r=[role], id=account.id)
    opening = Opening(identity.SessionKind.ADMIN, ("pwd", "otp", "mfa"))
    opened = await open_session(tx, shop.keys, account, opening, policy=shop.policy)
    assert opened.secret is not None
    return opened.secret


async def _shopper(shop: Shop) -> Person:
    asha = identity.identifier_of("+919000000001")
    async with shop.database.transaction() as tx:
        account, _ = await identity.find_or_create_user(tx, asha)
        api = Opening(identity.SessionKind.API, ("sms",))
        web = Opening(identity.SessionKind.WEB, ("sms",))
        of_program = await open_session(tx, shop.keys, account, api, policy=shop.policy)
        of_browser = await open_session(tx, shop.keys, account, web, policy=shop.policy)
    assert of_program.tokens is not None
    return Person(of_program.tokens.access_token, of_browser.secret)


async def ask(
    client: httpx.AsyncClient, shop: Shop, route: str, person: Person, body: Mapping[str, Any]
) -> httpx.Response:
    """The answer to a request that has all it needs but for who sends it."""
    method, path = route.split(" ", 1)
    is_program = path.startswith(PREFIX)
    headers = {"Idempotency-Key": uuid4().hex}
    if is_program and person.token:
        headers["Authorization"] = f"Bearer {person.token}"
    cookie, secret = person.cookie(path)
    if not is_program and secret:
        headers["Cookie"] = f"{cookie}={secret}"
    address = re.sub(r"\{\w+\}", SOME_ID, path)
    if method in ("GET", "DELETE"):
        return await client.request(method, address, headers=headers)
    if files := {name: sent for name, sent in body.items() if isinstance(sent, bytes)}:
        return await client.request(method, address, headers=headers, files=files)
    if is_program:
        return await client.request(method, address, headers=headers, json=dict(body))
    form = {"csrf_token": _form_token(shop, secret), **body}
    return await client.request(method, address, headers=headers, data=form)


def _form_token(shop: Shop, secret: str | None) -> str:
    binding = hashlib.sha256(secret.encode()).hexdigest() if secret else "anonymous"
    return shop.keys.sign("csrf", binding.encode()).hex()


def is_turned_away(answer: httpx.Response) -> bool:
    """Whether the answer says that the asker may not, or has to log in first."""
    goes_to = answer.headers.get("location", "")
    is_sent_to_log_in = goes_to.startswith(("/login?next=", "/admin/login?next="))
    return answer.status_code in (401, 403) or is_sent_to_log_in


def may(who: str, allowed: Allowed) -> bool:
    """Whether the table lets this kind of person in."""
    if allowed.who == "everybody" or (who == "staff without" and allowed == ANY_STAFF):
        return True
    if allowed.who == IN_PERSON.who:
        return who == "shopper"
    return who == "staff with" or (allowed.who == "shopper" and who != "nobody")


def unlisted(site: FastAPI, table: Mapping[str, Allowed]) -> list[str]:
    """Routes of the site without a row, and rows without a route."""
    return sorted({*_routes_of(site)} ^ set(table))


def _routes_of(site: FastAPI) -> Iterator[str]:
    for route in iter_route_contexts(site.routes):
        for method in (route.methods or {"GET"}) - {"HEAD", "OPTIONS"}:
            yield f"{method} {route.path}"


async def test_every_route_has_a_row_and_every_row_a_route(site: FastAPI):
    assert_none(unlisted(site, ROUTES))


async def test_a_route_without_a_row_is_seen(site: FastAPI):
    table = {route: allowed for route, allowed in ROUTES.items() if route != "GET /cart"}
    assert "GET /cart" in unlisted(site, table)


@pytest.mark.parametrize("route", ROUTES)
async def test_a_route_lets_in_those_who_may_and_nobody_else(
    client: httpx.AsyncClient, shop: Shop, route: str
):
    allowed = ROUTES[route]
    for who in WHO:
        if who.startswith("staff") and not route.split(" ")[1].startswith((PREFIX, "/admin")):
            continue  # neither a key nor a staff session opens the shoppers' pages
        answer = await ask(client, shop, route, await somebody(shop, who), allowed.body)
        said = f"{who}: {answer.status_code} {answer.text[:300]}"
        assert is_turned_away(answer) is not may(who, allowed), said
        assert answer.status_code != 500, said


async def test_a_wrong_row_is_seen(client: httpx.AsyncClient, shop: Shop):
    answer = await ask(client, shop, "GET /account", Person(), {})
    assert is_turned_away(answer)
    answer = await ask(client, shop, "GET /login", Person(), {})
    assert not is_turned_away(answer)
