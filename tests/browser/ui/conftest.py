"""A browser in front of the sample pages: a phone, and no motion to wait for."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.ui.sample_shop import SampleShop
from zahra.web.ui import assets


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    if assets.is_stale():
        assets.build()


@pytest.fixture
def shop(browser: Browser) -> Iterator[SampleShop]:
    """The sample shop; a page that complains in its console fails its test."""
    with SampleShop.opened(browser) as shop:
        shop.page.on("pageerror", lambda error: shop.complaints.append(str(error)))
        shop.page.on(
            "console",
            lambda said: shop.complaints.append(said.text) if said.type == "error" else None,
        )
        yield shop
    assert [said for said in shop.complaints if "409" not in said] == []


@pytest.fixture
def plain(browser: Browser) -> Iterator[SampleShop]:
    """The sample shop in a browser that runs no scripts."""
    with SampleShop.opened(browser, runs_scripts=False) as shop:
        yield shop
