"""The API's counter: some of its resources over a real database, and shoppers who ask there."""

from types import SimpleNamespace
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.middleware import Middleware
from starlette.requests import Request

from tests.world.bags import TERMS
from tests.world.people import KEYS, MANY_TESTS
from zahra.base.db import Database
from zahra.base.errors import ShopError
from zahra.web.http.bodies import StrictBodies
from zahra.web.http.csrf import CrossSiteDefence
from zahra.web.http.fresh_secrets import FreshSecrets
from zahra.web.http.headers import Outermost
from zahra.web.http.problems import of_validation, problem_json
from zahra.web.http.remembering import Memory, Remembered


def a_counter(database: Database, *resources: APIRouter) -> FastAPI:
    """A site that answers only these resources, as the shop's own would."""
    middleware = [
        Middleware(Outermost, hosts=frozenset(), https=""),
        Middleware(StrictBodies),
        Middleware(CrossSiteDefence),
        Middleware(FreshSecrets),
    ]
    site = FastAPI(middleware=middleware)
    site.state.shop = SimpleNamespace(database=database, keys=KEYS, terms=TERMS, policy=MANY_TESTS)
    site.state.secure_cookies = False
    site.state.answers = Memory[Remembered](0)
    site.state.limits_off = False
    for resource in resources:
        site.include_router(resource, prefix="/api/v1")
    site.add_exception_handler(ShopError, _refused)
    site.add_exception_handler(RequestValidationError, _invalid)
    return site


def at(site: FastAPI, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """Somebody at this address who asks this site; close it when done."""
    transport = httpx.ASGITransport(site, raise_app_exceptions=False, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://shop.test/api/v1")


async def _refused(request: Request, exc: Exception) -> Any:
    assert isinstance(exc, ShopError)
    return problem_json(request, exc)


async def _invalid(request: Request, exc: Exception) -> Any:
    assert isinstance(exc, RequestValidationError)
    return problem_json(request, of_validation(exc))
