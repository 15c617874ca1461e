"""What a shopper meets around an order: coupons, PIN codes, cancelling, a failed delivery; with
scripts and without, axe finding nothing and nothing wider than a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.depot import close, offer, send
from tests.browser.test_buying import (
    check_thanks,
    choose,
    give_address,
    phone,
    prove_phone,
    put_into_bag,
)
from tests.browser.test_real_pages import KURTA, problems_of
from tests.world.living import LivingShop
from zahra.shop.shipping import ShipmentEvent

__all__ = ["phone"]
ARMY, CLOSED = "900056", "302022"
LONG = "10 % off your first order of the whole festive season, up to ₹300"


@pytest.fixture(params=["phone_page", "plain_page"])
def page_of(request: pytest.FixtureRequest) -> Page:
    """A phone with scripts, and one without."""
    return request.getfixturevalue(request.param)


def order_for_cash(page: Page, shop: LivingShop, phone: str) -> str:
    """A kurta to be paid at the door; its order's number."""
    page.goto(f"{shop.url}/login")
    prove_phone(page, shop, phone)
    page.wait_for_url(re.compile("/account$"))
    put_into_bag(page, shop)
    page.get_by_role("link", name=re.compile("^(Go to c|C)heckout$")).first.click()
    give_address(page)
    choose(page, re.compile("Cash on delivery"))
    page.get_by_role("button", name=re.compile("^Place order")).click()
    return check_thanks(page)


def test_a_coupon_is_refused_with_the_reason_or_named_among_the_sums(
    page_of: Page, shop: LivingShop
) -> None:
    page, code = page_of, f"LONG{id(page_of) % 10**6}"
    offer(shop, code, LONG)
    put_into_bag(page, shop)
    expect(page.get_by_role("link", name=re.compile("^(Go to c|C)heckout$")).first).to_be_visible()
    page.goto(f"{shop.url}/cart")
    for typed, said in (("NOSUCH", "This code cannot be used"), (code, f"{LONG} ({code})")):
        if not page.get_by_label("Coupon code").is_visible():
            page.get_by_text("Apply coupon").click()
        page.get_by_label("Coupon code").fill(typed)
        page.locator(".coupon-form").get_by_role("button", name="Apply").click()
        expect(page.get_by_text(said).first).to_be_visible()
    expect(page.locator(".totals")).to_contain_text("−₹159.90")
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_pin_code_is_answered_on_the_product_page(page_of: Page, shop: LivingShop) -> None:
    page = page_of
    page.goto(f"{shop.url}{KURTA}")
    for pin, said in (("302001", "Jaipur, Rajasthan 302001"), (ARMY, "Army Postal Service")):
        page.get_by_label("PIN code of your area").fill(pin)
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#delivery-answer")).to_contain_text(said)


def test_nobody_is_asked_to_pay_for_what_cannot_be_brought(
    page_of: Page, shop: LivingShop, phone: str
) -> None:
    page = page_of
    close(shop, CLOSED)
    put_into_bag(page, shop)
    page.get_by_role("link", name=re.compile("^(Go to c|C)heckout$")).first.click()
    prove_phone(page, shop, phone)
    give_address(page, pincode=CLOSED)
    expect(page.get_by_text(f"Our couriers do not go to {CLOSED}")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^(Pay|Place)"))).to_have_count(0)
    page.get_by_role("link", name="Use another address").click()
    give_address(page)
    expect(page.get_by_text("Delivery by").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^(Pay|Place)"))).to_be_visible()


def test_cancelling_names_the_piece_before_it_is_done(
    phone_page: Page, shop: LivingShop, phone: str
) -> None:
    page, number = phone_page, order_for_cash(phone_page, shop, phone)
    page.goto(f"{shop.url}/orders/{number}")
    page.get_by_role("link", name="Cancel").click()
    assert problems_of(page) == []
    page.get_by_label("Why").select_option(label="Comes too late")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("1 × Buta Kurta, size S, will not be sent.")).to_be_visible()
    expect(page.get_by_text("Nothing is to be paid at the door.")).to_be_visible()
    page.get_by_role("button", name="Cancel it").click()
    expect(page.get_by_text("Nothing is owed for it.").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancelled")


def test_a_failed_delivery_is_answered_from_the_order(
    page_of: Page, shop: LivingShop, phone: str
) -> None:
    page, number = page_of, order_for_cash(page_of, shop, phone)
    send(shop, number, ShipmentEvent.MOVE, ShipmentEvent.GO_OUT, ShipmentEvent.FAIL)
    page.goto(f"{shop.url}/orders/{number}")
    expect(page.get_by_text("Please have ₹1,599 ready")).to_be_visible()
    page.get_by_role("link", name="Another day or address").click()
    expect(page.get_by_label("House, building, street")).to_be_hidden()
    choose(page, re.compile("Correct the address"))
    expect(page.get_by_label("Another day", exact=True)).to_be_hidden()
    page.get_by_label("House, building, street").fill("14 Lake Road")
    page.get_by_role("button", name="Tell the courier").click()
    expect(page.get_by_role("heading", name="Thank you, we have noted it")).to_be_visible()


def test_an_order_is_sound_while_it_travels_and_once_it_came_back(
    phone_page: Page, shop: LivingShop, phone: str
) -> None:
    page, number = phone_page, order_for_cash(phone_page, shop, phone)
    failed = (ShipmentEvent.MOVE, ShipmentEvent.GO_OUT, ShipmentEvent.FAIL)
    send(shop, number, *failed, ShipmentEvent.TURN_BACK)
    page.goto(f"{shop.url}/orders/{number}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Could not be delivered")
    expect(page.get_by_text("On its way back to us")).to_be_visible()
    for word in ("Please have", "Due on delivery", "To be paid on delivery", "Paid"):
        expect(page.get_by_text(word, exact=word == "Paid")).to_have_count(0)
    assert problems_of(page) == []
    page.get_by_role("link", name=re.compile("^Invoice ")).click()
    assert problems_of(page) == []


def test_cash_that_was_taken_is_named_among_the_payments(
    phone_page: Page, shop: LivingShop, phone: str
) -> None:
    page, number = phone_page, order_for_cash(phone_page, shop, phone)
    send(shop, number, ShipmentEvent.MOVE, ShipmentEvent.GO_OUT, ShipmentEvent.DELIVER)
    page.goto(f"{shop.url}/orders/{number}")
    expect(page.locator(".payments").last).to_contain_text("Cash on delivery")
    expect(page.locator(".payments").last).to_contain_text("Paid")
    expect(page.locator(".payments").last).to_contain_text("₹1,599")
    page.emulate_media(color_scheme="dark")
    assert problems_of(page) == []
