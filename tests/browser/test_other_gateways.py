"""Paying by PayU and by Stripe in a real browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.test_buying import (
    check_order,
    check_thanks,
    choose,
    give_address,
    phone,
    prove_phone,
    put_into_bag,
)
from tests.world.living import LivingShop

__all__ = ["phone"]
PAYU, STRIPE = re.compile("Pay by PayU"), re.compile("Pay by Stripe")


def order_by(page: Page, shop: LivingShop, phone: str, method: re.Pattern[str]) -> None:
    """From the bag to the pay page of a gateway."""
    put_into_bag(page, shop)
    page.get_by_role("link", name=re.compile("^(Go to c|C)heckout$")).first.click()
    prove_phone(page, shop, phone)
    give_address(page)
    choose(page, method)
    page.get_by_role("button", name=re.compile("Pay ₹1,599|Place order")).first.click()
    page.wait_for_url(re.compile("/checkout/pay/"))


def policy_of(page: Page) -> dict[str, str]:
    """What the page shown allows, by directive."""
    answer = page.reload()
    assert isinstance(answer, Response)
    parts = answer.headers["content-security-policy"].split("; ")
    return {name: hosts for name, _, hosts in (part.partition(" ") for part in parts)}


@pytest.fixture(params=["desk_page", "plain_page"])
def page_of(request: pytest.FixtureRequest) -> Page:
    """A browser with scripts, and one without."""
    return request.getfixturevalue(request.param)


def test_payu_takes_the_money_and_posts_the_browser_back(
    page_of: Page, shop: LivingShop, phone: str
):
    order_by(page_of, shop, phone, PAYU)
    policy = policy_of(page_of)
    assert policy["form-action"] == f"'self' {shop.simulator_url}"
    assert policy["script-src"] == "'self'"
    page_of.get_by_role("button", name=re.compile("Pay ₹1,599")).click()
    page_of.get_by_role("button", name="Approve").click()
    _continue(page_of)
    check_order(page_of, shop, check_thanks(page_of), says="Paid")


def test_payu_says_no_and_another_way_is_taken(desk_page: Page, shop: LivingShop, phone: str):
    page = desk_page
    order_by(page, shop, phone, PAYU)
    page.get_by_role("button", name=re.compile("Pay ₹1,599")).click()
    page.get_by_role("button", name="Decline").click()
    page.wait_for_url(re.compile("/checkout/pay/.*/failed"))
    expect(page.get_by_role("button", name=re.compile("Try again"))).to_be_visible()
    page.get_by_role("button", name=re.compile("Pay by Stripe")).click()
    page.get_by_role("link", name=re.compile("Pay ₹1,599")).click()
    page.get_by_role("button", name="Pay", exact=True).click()
    check_order(page, shop, check_thanks(page), says="Paid")


def test_stripe_takes_the_money_on_its_own_page(page_of: Page, shop: LivingShop, phone: str):
    order_by(page_of, shop, phone, STRIPE)
    policy = policy_of(page_of)
    assert (policy["script-src"], policy["form-action"]) == ("'self'", "'self'")
    page_of.get_by_role("link", name=re.compile("Pay ₹1,599")).click()
    page_of.get_by_role("button", name="Pay", exact=True).click()
    check_order(page_of, shop, check_thanks(page_of), says="Paid")


def test_a_card_is_agreed_to_be_kept_and_the_page_explains(
    desk_page: Page, shop: LivingShop, phone: str
):
    page = desk_page
    page.goto(f"{shop.url}/login")
    prove_phone(page, shop, phone)
    page.wait_for_url(re.compile("/account$"))
    page.goto(f"{shop.url}/account/payments")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Tick the box").first).to_be_visible()
    page.get_by_label(re.compile("Let the payment partner")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No card is kept yet")).to_be_visible()
    page.get_by_role("button", name=re.compile("Remove all")).click()
    expect(page.get_by_label(re.compile("Let the payment partner"))).to_be_visible()


def _continue(page: Page) -> None:
    """Without scripts the way back is a button."""
    back = page.get_by_role("button", name="Back to the shop")
    if "/payu/" in page.url and back.is_visible():
        back.click()
