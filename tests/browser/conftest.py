"""A living shop and a real browser. Chromium on the PATH is used, else one is installed, else the
run fails saying so: these tests are never skipped silently."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.world.goods import Goods
from tests.world.living import LivingShop
from tests.world.opened import opened_shop
from zahra.base.db.embedded import EmbeddedServer

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]


def chromium() -> str | None:
    """The browser to use; None for the one that playwright installed itself."""
    named = os.environ.get("ZAHRA_CHROMIUM")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


def install_chromium() -> str | None:
    """Install a browser. Raises pytest.fail with what was tried."""
    tried = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        capture_output=True,
        check=False,
    )
    if tried.returncode == 0:
        return None
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    found = chromium()
    if found is None:
        pytest.fail("no Chromium: put one on the PATH, or name it in ZAHRA_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = chromium() or install_chromium()
    return {"args": _ARGUMENTS, **({"executable_path": path} if path else {})}


@pytest.fixture(scope="session")
def opened(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[tuple[LivingShop, Goods], None, None]:
    """A shop that really runs, with one kurta on its shelf."""
    folder = tmp_path_factory.mktemp("shop")
    stock = {"XS": 0, "S": 400, "M": 2, "L": 9}
    named, gateways = f"zahra_b_{os.getpid()}", {"ZAHRA_GATEWAYS": "razorpay,payu,stripe"}
    with opened_shop(server, folder, named, stock=stock, settings=gateways) as both:
        yield both


@pytest.fixture
def shop(opened: tuple[LivingShop, Goods]) -> LivingShop:
    return opened[0]


@pytest.fixture
def phone_page(browser: Browser) -> Generator[Page, None, None]:
    """A small phone."""
    yield from _page(browser, viewport={"width": 360, "height": 740}, has_touch=True)


@pytest.fixture
def desk_page(browser: Browser) -> Generator[Page, None, None]:
    """A desk."""
    yield from _page(browser, viewport={"width": 1280, "height": 900})


@pytest.fixture
def plain_page(browser: Browser) -> Generator[Page, None, None]:
    """A phone that runs no scripts."""
    size = {"width": 360, "height": 740}
    yield from _page(browser, viewport=size, java_script_enabled=False)


def _page(browser: Browser, **about: Any) -> Generator[Page, None, None]:
    """A page whose console must stay silent."""
    context: BrowserContext = browser.new_context(
        locale="en-IN", timezone_id="Asia/Kolkata", **about
    )
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert [said for said in heard if "status of 4" not in said] == []
