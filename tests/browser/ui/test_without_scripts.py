"""The same pages in a browser that runs no scripts."""

from playwright.sync_api import expect

from tests.browser.ui.sample_shop import ORIGIN, SampleShop


def test_filters_apply_by_a_button(plain: SampleShop) -> None:
    plain.page.goto(f"{ORIGIN}/c/kurtas")
    plain.page.locator(".filters-button").click()
    plain.page.locator("#size-S").check()
    plain.page.get_by_role("button", name="Apply filters").click()
    expect(plain.page.locator("#count")).to_have_text("101 styles")


def test_a_size_goes_into_the_bag_by_an_ordinary_form(plain: SampleShop) -> None:
    plain.open("product")
    plain.page.locator("[data-size=S]").check()
    plain.page.get_by_role("button", name="Add to bag").click()
    assert plain.asked_for("/cart/items") == [
        {
            "csrf_token": "csrf-sample",
            "idempotency_key": "once-1",
            "qty": "1",
            "variant_id": "variant-S",
        }
    ]


def test_a_quantity_changes_by_its_own_button(plain: SampleShop) -> None:
    plain.open("bag")
    plain.page.get_by_role("button", name="One more").first.click()
    assert plain.asked_for("/cart/items/line-0")[0]["qty"] == "2"


def test_the_code_goes_off_by_its_button(plain: SampleShop) -> None:
    plain.open("login-code")
    plain.page.locator("#code").fill("123456")
    plain.page.get_by_role("button", name="Log in", exact=True).click()
    assert plain.asked_for("/login/code")[0]["code"] == "123456"
    assert plain.asked_for("/login/code")[0]["next"] == "/account"


def test_the_order_says_what_each_way_to_pay_costs(plain: SampleShop) -> None:
    plain.open("checkout-payment")
    expect(plain.page.locator("[data-place-label]")).to_have_text("Place order")
    plain.page.locator("[value=cod]").check()
    plain.page.locator("[data-place-button]").click()
    sent = plain.asked_for("/checkout/place")[0]
    assert sent["payment_method"] == "cod"
    assert sent["expected_total_cod"] == "808600"
    assert sent["cart_version"] == "7"


def test_the_waiting_page_offers_to_look_again(plain: SampleShop) -> None:
    plain.open("payment-pending")
    plain.page.get_by_role("link", name="Check again").click()
    assert len(plain.asked_for("/checkout/pay/ZH-7K3M9Q2X/status")) == 1


def test_paying_goes_to_the_hosted_page_of_the_gateway(plain: SampleShop) -> None:
    plain.open("pay")
    plain.page.get_by_role("button", name="Pay ₹8,037").click()
    sent = plain.asked_for("/v1/checkout/embedded")[0]
    assert sent["key_id"] == "rzp_test_1"
    assert sent["prefill[contact]"] == "+919876543210"
