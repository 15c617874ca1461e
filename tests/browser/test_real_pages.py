"""The running shop's own pages on a phone: axe finds nothing, and none is wider than its screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_buying import choose, give_address, prove_phone, put_into_bag
from tests.browser.ui.test_accessibility import violations
from tests.world.living import LivingShop

WIDTHS = (320, 360, 768, 1280)
KURTA = "/products/buta-kurta-indigo"
PUBLIC = {
    "home": "/",
    "listing": "/products",
    "category": "/c/kurtas",
    "filtered": "/products?size=S&colour=indigo&max_price=2000",
    "nothing fits": "/products?size=S&max_price=1",
    "search": "/search?q=kurti",
    "nothing found": "/search?q=zzqxw",
    "product": KURTA,
    "few left": f"{KURTA}?size=M",
    "empty bag": "/cart",
    "login": "/login",
    "not found": "/nothing-here",
    "outbox": "/__dev/outbox",
    "kitchen": "/__dev/kitchen",
    "documentation": "/api/v1/docs",
}
OF_AN_ACCOUNT = ("/account", "/account/orders", "/account/addresses", "/account/addresses?edit=new")


def problems_of(page: Page) -> list[str]:
    """What axe says at 360 pixels, and the widths at which something sticks out."""
    page.wait_for_load_state("networkidle")
    found = violations(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"wider than {width} pixels")
    page.set_viewport_size({"width": 360, "height": 740})
    return [f"{page.url}: {said}" for said in found]


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_for_everybody_is_sound(phone_page: Page, shop: LivingShop, name: str) -> None:
    phone_page.goto(f"{shop.url}{PUBLIC[name]}")
    assert problems_of(phone_page) == []


def test_the_pages_by_night_are_sound(phone_page: Page, shop: LivingShop) -> None:
    phone_page.emulate_media(color_scheme="dark")
    for path in ("/", "/products", KURTA, "/login", "/api/v1/docs"):
        phone_page.goto(f"{shop.url}{path}")
        assert problems_of(phone_page) == []


def test_every_page_on_the_way_to_an_order_is_sound(phone_page: Page, shop: LivingShop) -> None:
    page, phone = phone_page, "+919876600001"
    put_into_bag(page, shop)
    expect(page.get_by_role("heading", name="Added to your bag")).to_be_visible()
    sound(page, at=lambda: page.goto(f"{shop.url}/cart"))
    sound(page, at=lambda: page.get_by_role("link", name="Checkout").click())
    sound(page, at=lambda: ask_for_nothing(page))
    prove_phone(page, shop, phone)
    sound(page, at=lambda: page.get_by_label("PIN code").wait_for())
    sound(page, at=lambda: send_empty(page))
    give_address(page)
    sound(page, at=lambda: choose(page, re.compile("Cash on delivery")))
    page.get_by_role("button", name=re.compile("Place order, ₹1,599")).click()
    sound(page, at=lambda: page.wait_for_url(re.compile("/thanks$")))
    sound(page, at=lambda: page.get_by_role("link", name="Follow your order").click())
    for path in OF_AN_ACCOUNT:
        sound(page, at=lambda path=path: page.goto(f"{shop.url}{path}"))


def test_the_pages_of_a_payment_that_stays_open_are_sound(
    phone_page: Page, shop: LivingShop
) -> None:
    page = phone_page
    put_into_bag(page, shop)
    page.get_by_role("link", name="Go to checkout").click()
    prove_phone(page, shop, "+919876600002")
    give_address(page)
    page.get_by_role("button", name=re.compile("Pay ₹1,599")).click()
    page.wait_for_url(re.compile("/checkout/pay/ZH"))
    number = page.url.rsplit("/", 1)[-1]
    for path in (f"/checkout/pay/{number}/failed", f"/orders/{number}"):
        sound(page, at=lambda path=path: page.goto(f"{shop.url}{path}"))


def sound(page: Page, *, at: Callable[[], object]) -> None:
    """Go on, and find nothing wrong there."""
    at()
    assert problems_of(page) == []


def ask_for_nothing(page: Page) -> None:
    """The contact step with what is neither a number nor an address."""
    page.get_by_label("Mobile number or e-mail").fill("12")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("heading", name="There is a problem").wait_for()


def send_empty(page: Page) -> None:
    """The address step with nothing in it, past the browser's own check."""
    page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true })")
    page.get_by_role("button", name="Deliver here").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
