"""The main job in a real browser: browse, log in by code, pay, see the order."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.world.living import LivingShop

_numbers = count(10)
ORDER_NUMBER = re.compile(r"ZH-[2-9A-Z]{8}")


@pytest.fixture
def phone() -> str:
    """A phone number nobody has used."""
    return f"+9198765{next(_numbers):05d}"


def choose(page: Page, name: re.Pattern[str]) -> None:
    """Tick a radio by its label, as a finger does."""
    page.locator("label").filter(has=page.get_by_role("radio", name=name)).click()


def put_into_bag(page: Page, shop: LivingShop, size: str = "S") -> None:
    page.goto(f"{shop.url}/products")
    page.get_by_role("link", name="Buta Kurta").first.click()
    choose(page, re.compile(f"^{size}( |$)"))
    page.get_by_role("button", name="Add to bag").click()


def prove_phone(page: Page, shop: LivingShop, phone: str) -> None:
    page.get_by_label("Mobile number or e-mail").fill(phone.removeprefix("+91"))
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code", exact=True).wait_for()
    page.get_by_label("Code", exact=True).fill(shop.code_sent_to(phone))
    submit = page.get_by_role("button", name=re.compile("Confirm and go on|Log in"))
    if submit.is_visible():
        submit.click()


def give_address(page: Page, pincode: str = "302001") -> None:
    page.get_by_label("PIN code").fill(pincode)
    page.get_by_label("Full name").fill("Asha Verma")
    page.get_by_label("Mobile number").fill("9876543210")
    page.get_by_label("House or flat, building").fill("12 Lake Road")
    page.get_by_label("City or town").fill("Jaipur")
    page.get_by_label("State").select_option(label="Rajasthan")
    page.get_by_role("button", name="Deliver here").click()


def check_thanks(page: Page) -> str:
    """The thanks are shown; the order's number."""
    page.wait_for_url(re.compile("/thanks$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    found = ORDER_NUMBER.search(page.content())
    assert found is not None
    return found[0]


def check_order(page: Page, shop: LivingShop, number: str, *, says: str) -> None:
    page.goto(f"{shop.url}/account/orders")
    expect(page.get_by_text(number)).to_be_visible()
    page.goto(f"{shop.url}/orders/{number}")
    expect(page.get_by_text("Buta Kurta").first).to_be_visible()
    expect(page.get_by_text(says).first).to_be_visible()


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the right."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_guest_buys_a_kurta_on_a_phone(phone_page: Page, shop: LivingShop, phone: str):
    page = phone_page
    put_into_bag(page, shop)
    page.get_by_role("link", name="Go to checkout").click()
    prove_phone(page, shop, phone)
    give_address(page)
    assert fits(page)
    choose(page, re.compile("Pay now"))
    page.get_by_role("button", name=re.compile("Pay ₹1,599")).click()
    checkout = page.frame_locator("iframe")
    checkout.get_by_role("button", name=re.compile("by UPI")).click()
    checkout.get_by_role("button", name="Approve").click()
    number = check_thanks(page)
    check_order(page, shop, number, says="Paid")


def test_a_shopper_pays_cash_at_a_desk(desk_page: Page, shop: LivingShop, phone: str):
    page = desk_page
    page.goto(f"{shop.url}/login")
    prove_phone(page, shop, phone)
    page.wait_for_url(re.compile("/account$"))
    put_into_bag(page, shop)
    page.get_by_role("link", name="Go to checkout").click()
    give_address(page)
    choose(page, re.compile("Cash on delivery"))
    page.get_by_role("button", name=re.compile("Place order, ₹1,599")).click()
    number = check_thanks(page)
    check_order(page, shop, number, says="Due on delivery")


def test_everything_works_without_scripts(plain_page: Page, shop: LivingShop, phone: str):
    page = plain_page
    page.goto(f"{shop.url}/products?size=S")
    page.get_by_role("link", name="Buta Kurta").first.click()
    choose(page, re.compile("^S( |$)"))
    page.get_by_role("button", name="Add to bag").click()
    page.wait_for_url(re.compile("/cart$"))
    page.get_by_role("link", name="Checkout").click()
    prove_phone(page, shop, phone)
    give_address(page)
    choose(page, re.compile("Pay now"))
    page.get_by_role("button", name="Place order").click()
    page.wait_for_url(re.compile("/checkout/pay/"))
    page.get_by_role("button", name=re.compile("Pay ₹1,599")).click()
    page.get_by_role("button", name=re.compile("by UPI")).click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name=re.compile("Continue to")).click()
    check_thanks(page)


def test_a_declined_payment_keeps_the_order_and_can_be_tried_again(
    phone_page: Page, shop: LivingShop, phone: str
):
    page = phone_page
    put_into_bag(page, shop)
    page.get_by_role("link", name="Go to checkout").click()
    prove_phone(page, shop, phone)
    give_address(page)
    page.get_by_role("button", name=re.compile("Pay ₹1,599")).click()
    checkout = page.frame_locator("iframe")
    checkout.get_by_role("button", name=re.compile("by UPI")).click()
    checkout.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("not completed")
    page.get_by_role("button", name=re.compile("Try again")).click()
    checkout.get_by_role("button", name=re.compile("by UPI")).click()
    checkout.get_by_role("button", name="Approve").click()
    check_thanks(page)


def test_the_payment_page_survives_a_refresh(phone_page: Page, shop: LivingShop, phone: str):
    page = phone_page
    put_into_bag(page, shop)
    page.get_by_role("link", name="Go to checkout").click()
    prove_phone(page, shop, phone)
    give_address(page)
    page.get_by_role("button", name=re.compile("Pay ₹1,599")).click()
    page.wait_for_url(re.compile("/checkout/pay/ZH"))
    page.reload()
    checkout = page.frame_locator("iframe")
    checkout.get_by_role("button", name=re.compile("by UPI")).click()
    checkout.get_by_role("button", name="Approve").click()
    check_thanks(page)


def test_a_wrong_code_is_refused_in_its_place_and_nothing_is_lost(
    phone_page: Page, shop: LivingShop, phone: str
):
    page = phone_page
    page.goto(f"{shop.url}/login?next=/cart")
    page.get_by_label("Mobile number or e-mail").fill(phone)
    page.get_by_role("button", name="Send me a code").click()
    right = shop.code_sent_to(phone)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    page.get_by_label("Code", exact=True).fill(wrong)
    submit = page.get_by_role("button", name="Log in", exact=True)
    if submit.is_visible():
        submit.click()
    expect(page.get_by_text("That code is not right").first).to_be_visible()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_label("Code", exact=True).fill(right)
    if submit.is_visible():
        submit.click()
    page.wait_for_url(re.compile("/cart$"))


def test_a_logout_ends_the_session_also_behind_the_back_button(
    phone_page: Page, shop: LivingShop, phone: str
):
    page = phone_page
    page.goto(f"{shop.url}/login")
    prove_phone(page, shop, phone)
    page.wait_for_url(re.compile("/account$"))
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out").first).to_be_visible()
    page.goto(f"{shop.url}/account")
    page.wait_for_url(re.compile("/login"))
