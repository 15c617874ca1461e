"""An error at any point of the way tells a number and nothing else: no path, no SQL, no version."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from tests.architecture.routes import PREFIX
from tests.world.whole import Whole, asking, settings_for
from zahra.settings import Settings
from zahra.shop import cart, catalog, identity, orders
from zahra.web.http import bodies, csrf, sessions
from zahra.web.site import create_site
from zahra.web.storefront import framing

pytestmark = pytest.mark.anyio
CANARY = "hunter2-of-the-database"
TELLING = re.compile(
    rf"{CANARY}|Traceback|File \"|\.py\b|line \d+|site-packages|SELECT 1|INSERT INTO|psycopg"
    r"|starlette|fastapi|pydantic|granian|uvicorn|Python/|postgres(ql)?://",
    re.IGNORECASE,
)
SOME_ID = "01a20492-0000-7000-8000-000000000001"
GOODS, BAG, ME = f"{PREFIX}/products", f"{PREFIX}/cart", f"{PREFIX}/users/me"


def mistakes() -> list[Callable[[], Exception]]:
    """What may be raised where nobody expected it."""
    return [
        lambda: RuntimeError(f"{CANARY} in /srv/zahra/app.py"),
        lambda: KeyError(CANARY),
        lambda: psycopg.ProgrammingError(f'relation "{CANARY}" does not exist SELECT 1'),
        lambda: psycopg.errors.UniqueViolation(f"Key (password)=({CANARY}) already exists"),
        lambda: UnicodeEncodeError("utf-8", CANARY, 0, 1, "surrogates"),
        lambda: RecursionError(CANARY),
    ]


POINTS: dict[str, tuple[Any, str, str, str]] = {  # whose, its name, method, address
    "a listing": (catalog, "listing", "GET", GOODS),
    "a listing's page": (catalog, "listing", "GET", "/products"),
    "the categories": (catalog, "categories", "GET", f"{PREFIX}/categories"),
    "a product": (catalog, "product", "GET", f"{PREFIX}/products/x"),
    "a product's page": (catalog, "product", "GET", "/products/x"),
    "suggestions": (catalog, "suggest", "GET", f"{PREFIX}/products/suggest?q=ku"),
    "suggestions on a page": (catalog, "suggest", "GET", "/search/suggest?q=ku"),
    "a bag": (cart, "cart_of", "GET", BAG),
    "a bag's page": (cart, "cart_of", "GET", "/cart"),
    "more in a bag": (cart, "add_item", "POST", f"{PREFIX}/cart/items"),
    "a code": (identity, "send_code", "POST", f"{PREFIX}/auth/otp/send"),
    "a code's answer": (identity, "verify_code", "POST", f"{PREFIX}/auth/otp/verify"),
    "tokens": (identity, "refresh_session", "POST", f"{PREFIX}/auth/refresh"),
    "logging out": (identity, "log_out", "POST", f"{PREFIX}/auth/logout"),
    "who asks, by token": (identity, "recognise_bearer", "GET", ME),
    "who asks, by cookie": (identity, "recognise_cookie", "GET", "/account"),
    "a person": (identity, "person", "GET", ME),
    "orders": (orders, "orders_of", "GET", f"{PREFIX}/orders"),
    "a bag's owner": (sessions, "read_cookie", "GET", "/cart"),
    "a form's token": (framing, "form_token", "GET", "/cart"),
    "the cross-site defence": (csrf, "bearer_of", "POST", f"{PREFIX}/cart/items"),
    "reading a body": (bodies, "parse_strictly", "POST", f"{PREFIX}/cart/items"),
}
BODIES: dict[str, dict[str, Any]] = {
    f"{PREFIX}/auth/otp/send": {"identifier": "+919876500999"},
    f"{PREFIX}/auth/otp/verify": {"identifier": "+919876500999", "otp": "000000"},
    f"{PREFIX}/auth/refresh": {"refreshToken": "x", "sessionId": SOME_ID},
    f"{PREFIX}/cart/items": {"variantId": SOME_ID, "qty": 1},
}


def tells(answer: httpx.Response) -> list[str]:
    told = answer.text + "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
    return [found[0] for found in TELLING.finditer(told)]


@pytest.mark.parametrize("point", POINTS)
async def test_an_error_tells_a_number_and_nothing_else(
    whole: Whole, monkeypatch: pytest.MonkeyPatch, point: str
):
    owner, name, method, address = POINTS[point]
    broken = 0
    for make in mistakes():

        def fail(*_: Any, made: Exception = make(), **__: Any) -> Any:
            raise made

        with monkeypatch.context() as patched:
            patched.setattr(owner, name, fail, raising=True)
            patched.setattr(whole.site.state.answers, "_seconds", 0)
            answer = await ask(whole, method, address)
        assert tells(answer) == [], answer.text[:400]
        broken += answer.status_code == 500
        if answer.status_code == 500:
            assert re.search(r"\b[0-9a-f]{8}\b", answer.text), answer.text[:400]
    assert broken >= 5, "the point was not met"


async def ask(whole: Whole, method: str, address: str) -> httpx.Response:
    if address in BODIES:
        return await whole.client.request(method, address, json=BODIES[address])
    headers = {"Cookie": "zsid=x"} if not address.startswith(PREFIX) else whole.asha.headers
    return await whole.client.request(method, address, headers=dict(headers))


async def test_a_broken_way_of_showing_errors_tells_nothing_either(
    whole: Whole, settings: Settings
):
    site = create_site(whole.shop, settings)
    site.state.shop = CANARY
    site.state.menu = CANARY
    async with asking(site) as client:
        for path in ("/", "/products", GOODS, "/readyz"):
            answer = await client.get(path)
            assert answer.status_code == 500, path
            assert tells(answer) == [], answer.text[:400]


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/metrics", "/server-status"])
async def test_what_is_for_us_is_not_there_for_strangers(whole: Whole, path: str):
    assert (await whole.client.get(path)).status_code == 404


def test_settings_shown_by_mistake_hide_their_secrets(settings: Settings):
    told = settings_for(settings.database_url, settings.data_dir, secret_keys=SecretStr(CANARY * 2))
    assert CANARY not in repr(told)
    assert CANARY not in str(told.model_dump())
