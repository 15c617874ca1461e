"""axe finds nothing in any page, and none is wider than the screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.ui.sample_shop import SampleShop
from tests.web.ui.sample_pages import PAGES

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """(runOnly) => axe.run({runOnly}).then(
  (found) => found.violations.map((v) => v.id + ": " + v.nodes[0].html))"""
KEY_PAGES = ("home", "listing", "product", "bag", "checkout-payment", "order", "login", "account")


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(RUN, RULES)


def is_too_wide(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_phone_by_day_has_no_violation(shop: SampleShop, name: str) -> None:
    shop.open(name)
    assert violations(shop.page) == []
    assert not is_too_wide(shop.page, 320)


@pytest.mark.parametrize("name", KEY_PAGES)
def test_a_page_on_a_desk_by_night_has_no_violation(shop: SampleShop, name: str) -> None:
    shop.page.set_viewport_size({"width": 1280, "height": 850})
    shop.page.emulate_media(color_scheme="dark")
    shop.open(name)
    assert violations(shop.page) == []
    assert not is_too_wide(shop.page, 768)


def test_axe_would_notice(shop: SampleShop) -> None:
    shop.open("login")
    shop.page.evaluate("document.querySelector('label[for=identifier]').remove()")
    assert any(said.startswith("label:") for said in violations(shop.page))
