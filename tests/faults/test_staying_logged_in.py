"""Whoever is logged in stays so when the shop or its database is started again."""

import os
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from tests.world.living import LivingShop
from zahra.base.db.embedded import EmbeddedServer
from zahra.migrations import migrate

_PHONE = "+919876577001"


@pytest.fixture
def own_server() -> Generator[EmbeddedServer, None, None]:
    """A durable server of this test's own."""
    server = EmbeddedServer(Path("/tmp") / f"zahra-staying-{os.getpid()}")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def shop(own_server: EmbeddedServer, tmp_path: Path) -> Generator[LivingShop, None, None]:
    migrate(own_server.dsn())
    shop = LivingShop(own_server.dsn(), tmp_path, {"ZAHRA_RATE_LIMITS": "off"})
    shop.start("work", "web")
    yield shop
    shop.stop()


def data(answer: httpx.Response) -> dict[str, str]:
    assert answer.is_success, answer.text
    return answer.json()["data"]


def refreshed(api: httpx.Client, tokens: dict[str, str]) -> dict[str, str]:
    asked = {"refreshToken": tokens["refreshToken"], "sessionId": tokens["sessionId"]}
    return data(api.post("/auth/refresh", json=asked))


def sees_its_session(api: httpx.Client, tokens: dict[str, str]) -> bool:
    bearer = {"Authorization": f"Bearer {tokens['accessToken']}"}
    return api.get("/auth/sessions", headers=bearer).status_code == 200


def test_a_session_outlives_the_web_and_the_database(shop: LivingShop, own_server: EmbeddedServer):
    """Killed, not stopped: what was answered had been written to the disk."""
    with httpx.Client(base_url=f"{shop.url}/api/v1", timeout=10) as api:
        data(api.post("/auth/otp/send", json={"identifier": _PHONE}))
        typed = {"identifier": _PHONE, "otp": shop.code_sent_to(_PHONE)}
        first = api.post("/auth/otp/verify", json=typed).json()["data"]["tokens"]
        second = refreshed(api, first)
        shop.kill("web")
        shop.start("web")
        assert sees_its_session(api, second)
        third = refreshed(api, second)
        own_server.kill()  # SIGQUIT: no checkpoint
        own_server.start()
        shop.wait_until_ready(("web", "work"))
        assert sees_its_session(api, third)
        assert refreshed(api, third)["sessionId"] == first["sessionId"]
        used = {"refreshToken": second["refreshToken"], "sessionId": second["sessionId"]}
        answer = api.post("/auth/refresh", json=used)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "refresh_reused")
