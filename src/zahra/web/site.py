"""The web application: middleware, faces, and what happens to a refusal nobody caught."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Protocol

import psycopg.errors
import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from zahra.base.db import DatabaseDown
from zahra.base.errors import ShopError
from zahra.settings import Settings, listed
from zahra.shop import catalog, messaging
from zahra.shop.assembled import Shop
from zahra.web import admin, api, storefront
from zahra.web.http.bodies import API, StrictBodies
from zahra.web.http.challenges import sent_to_answer
from zahra.web.http.csrf import CrossSiteDefence
from zahra.web.http.fresh_secrets import FreshSecrets
from zahra.web.http.headers import Outermost
from zahra.web.http.incidents import Incidents
from zahra.web.http.methods import HeadAsGet, refusing_methods
from zahra.web.http.problems import (
    ChallengeRequired,
    http_json,
    incident_json,
    of_validation,
    problem_json,
)
from zahra.web.http.proxies import TrustedProxies, networks_of
from zahra.web.http.remembering import Memory, Remembered

log = structlog.get_logger("zahra.http")
_YEAR = "max-age=31536000; includeSubDomains"


def create_site(shop: Shop, settings: Settings) -> FastAPI:
    """The ASGI application over an assembled shop."""
    site = FastAPI(
        title=f"{shop.brand.name} API",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan,
        middleware=_middleware(settings),
    )
    site.state.shop = shop
    site.state.secure_cookies = not settings.in_development
    site.state.limits_off = settings.rate_limits == "off"
    site.state.settings = settings
    site.state.answers = Memory[Remembered](settings.memory_seconds)
    site.state.listings = Memory[catalog.Listing](settings.memory_seconds)
    api.include_in(site)
    storefront.include_in(site, settings)
    admin.include_in(site)
    _handle_refusals(site)
    return site


@asynccontextmanager
async def _lifespan(site: FastAPI) -> AsyncGenerator[None, None]:
    shop: Shop = site.state.shop
    await shop.database.open()
    yield
    await shop.gateways.close()
    await shop.couriers.close()
    await messaging.hang_up(shop.senders)
    await shop.database.close()


def _middleware(settings: Settings) -> list[Middleware]:
    hosts = listed(settings.allowed_hosts)
    https = "" if settings.in_development else _YEAR
    if not hosts and not settings.in_development:
        hosts = [settings.url.split("://", 1)[-1].split(":")[0]]
    return [
        Middleware(TrustedProxies, networks=networks_of(listed(settings.trusted_proxies))),
        Middleware(Outermost, hosts=frozenset(hosts), https=https),
        Middleware(HeadAsGet),
        Middleware(Incidents, shown=_incident),
        Middleware(StrictBodies, shown=_shown),
        Middleware(CrossSiteDefence, shown=_shown),
        Middleware(FreshSecrets),
    ]


def _handle_refusals(site: FastAPI) -> None:
    """A refusal becomes JSON under `/api`, a page of the face that was asked elsewhere."""

    async def refused(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, ShopError)
        return _shown(request, exc)

    async def invalid(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, RequestValidationError)
        return _shown(request, of_validation(exc))

    async def unknown(request: Request, exc: Exception) -> Response:
        assert isinstance(exc, HTTPException)
        return _http_shown(request, exc)

    async def unanswered(request: Request, exc: Exception) -> Response:
        log.warning("database_refused", error=type(exc).__name__)
        return _shown(request, DatabaseDown())

    site.add_exception_handler(ShopError, refused)
    site.add_exception_handler(RequestValidationError, invalid)
    site.add_exception_handler(HTTPException, unknown)
    site.add_exception_handler(405, refusing_methods(_http_shown))
    for kind in (
        psycopg.OperationalError,
        psycopg.errors.LockNotAvailable,
        psycopg.errors.QueryCanceled,
        psycopg.errors.DeadlockDetected,
        psycopg.errors.SerializationFailure,
    ):
        site.add_exception_handler(kind, unanswered)


def _shown(request: Request, problem: ShopError) -> Response:
    if request.scope["path"].startswith(API):
        return problem_json(request, problem)
    if isinstance(problem, ChallengeRequired):
        return sent_to_answer(request)
    return _pages_of(request).problem_page(request, problem)


def _incident(request: Request, incident: str) -> Response:
    if request.scope["path"].startswith(API):
        return incident_json(request, incident)
    return _pages_of(request).incident_page(request, incident)


def _http_shown(request: Request, problem: HTTPException) -> Response:
    if request.url.path.startswith(API):
        return http_json(request, problem)
    return _pages_of(request).http_problem(request, problem)


class _Pages(Protocol):
    """How a face with pages shows what was refused."""

    def problem_page(self, request: Request, problem: ShopError) -> Response: ...

    def http_problem(self, request: Request, problem: HTTPException) -> Response: ...

    def incident_page(self, request: Request, incident: str) -> Response: ...


def _pages_of(request: Request) -> _Pages:
    """The staff's pages where staff's were asked for, else the storefront's."""
    return admin if admin.is_asked(request) else storefront
