"""A small site over a real database, for what all faces share."""

import os
from collections.abc import AsyncGenerator, Generator
from types import SimpleNamespace
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.middleware import Middleware
from starlette.requests import Request

from tests.world.server import clone_template, drop_database
from zahra.base.db import Database, PooledConnections
from zahra.base.db.embedded import EmbeddedServer
from zahra.base.errors import Conflict, ShopError
from zahra.base.keys import Keys
from zahra.shop import identity
from zahra.web.http.bodies import StrictBodies
from zahra.web.http.context import Tx
from zahra.web.http.csrf import CrossSiteDefence
from zahra.web.http.headers import Outermost
from zahra.web.http.limits import OTP_SEND, limited
from zahra.web.http.problems import of_validation, problem_json
from zahra.web.http.routes import ApiRoute, RequiredKey
from zahra.web.http.schemas import Input

KEYS = Keys(["k" * 32])


class Thing(Input):
    name: Annotated[str, Field(max_length=5)]
    count: int = 1


def make_site(database: Database, made: list[str]) -> FastAPI:
    middleware = [
        Middleware(Outermost, hosts=frozenset(), https=""),
        Middleware(StrictBodies),
        Middleware(CrossSiteDefence),
    ]
    site = FastAPI(middleware=middleware)
    site.state.shop = SimpleNamespace(database=database, keys=KEYS, policy=identity.Policy())
    site.state.secure_cookies = True
    site.state.limits_off = False
    router = APIRouter(prefix="/api/v1", route_class=ApiRoute)

    @router.post("/things", status_code=201)
    async def make_thing(thing: Thing, tx: Tx) -> dict[str, Any]:
        await tx.run("INSERT INTO rate_gcra VALUES (%(key)s, %(now)s)", key=thing.name, now=tx.now)
        made.append(thing.name)
        if thing.name == "full":
            raise Conflict("No room.")
        if thing.name == "broke":
            raise RuntimeError("broken on purpose")
        return {"ok": True, "data": thing.name}

    @router.post("/money")
    async def move_money(key: RequiredKey) -> dict[str, Any]:
        return {"ok": True, "data": key}

    @router.get("/limited", dependencies=[limited(OTP_SEND)])
    async def be_limited() -> dict[str, Any]:
        return {"ok": True}

    site.include_router(router)
    _handle_refusals(site)
    return site


def _handle_refusals(site: FastAPI) -> None:
    @site.exception_handler(ShopError)
    async def refused(request: Request, exc: Exception) -> Any:
        assert isinstance(exc, ShopError)
        return problem_json(request, exc)

    @site.exception_handler(RequestValidationError)
    async def invalid(request: Request, exc: Exception) -> Any:
        assert isinstance(exc, RequestValidationError)
        return problem_json(request, of_validation(exc))


@pytest.fixture
def made() -> list[str]:
    """What the handler has made, in order."""
    return []


@pytest.fixture(scope="session")
def http_dsn(server: EmbeddedServer) -> Generator[str, None, None]:
    """One database for these tests, emptied after each: they must see commits."""
    name = f"zahra_http_{os.getpid()}"
    yield clone_template(server, name)
    drop_database(server, name)


@pytest.fixture
async def pooled(http_dsn: str) -> AsyncGenerator[Database, None]:
    database = Database(PooledConnections(http_dsn, size=4))
    await database.open()
    yield database
    async with database.transaction() as tx:
        await tx.run("TRUNCATE rate_gcra, idempotency_keys")
    await database.close()


@pytest.fixture
async def client(pooled: Database, made: list[str]) -> AsyncGenerator[httpx.AsyncClient, None]:
    transport = httpx.ASGITransport(make_site(pooled, made), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop.test") as client:
        yield client
