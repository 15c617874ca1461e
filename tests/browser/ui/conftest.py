"""A browser in front of the sample pages."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.ui.sample_shop import SampleShop

from zahra.web.ui import assets


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The browser of the machine where there is one, else the one Playwright installed."""
    found = os.environ.get("ZAHRA_CHROMIUM") or shutil.which("chromium")
    args = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
    return {"args": args, **({"executable_path": found} if found else {})}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """A phone, and no motion to wait for."""
    return {"viewport": {"width": 360, "height": 780}, "reduced_motion": "reduce"}


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    if assets.is_stale():
        assets.build()


@pytest.fixture
def shop(page: Page) -> Iterator[SampleShop]:
    """The sample shop; a page that complains in its console fails its test."""
    shop = SampleShop(page)
    page.route("**/*", shop.answer)
    page.on("pageerror", lambda error: shop.complaints.append(str(error)))
    page.on(
        "console",
        lambda said: shop.complaints.append(said.text) if said.type == "error" else None,
    )
    yield shop
    assert [said for said in shop.complaints if "409" not in said] == []
