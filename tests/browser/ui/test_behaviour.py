"""What the scripts add: quicker and kinder, with focus and words where they belong."""

from playwright.sync_api import Page, expect

from tests.browser.ui.sample_shop import ORIGIN, SampleShop


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.ariaLabel")


def test_the_menu_opens_and_escape_closes_it(shop: SampleShop) -> None:
    shop.open("home")
    shop.page.get_by_role("button", name="Menu", exact=True).click()
    expect(shop.page.locator("#menu")).to_be_visible()
    shop.page.keyboard.press("Escape")
    expect(shop.page.locator("#menu")).to_be_hidden()


def test_a_filter_changes_the_list_in_place_and_keeps_focus_and_panel(shop: SampleShop) -> None:
    shop.page.goto(f"{ORIGIN}/c/kurtas")
    shop.page.locator(".filters-button").click()
    shop.page.locator("#size-S").check()
    expect(shop.page.locator("#count")).to_have_text("101 styles")
    expect(shop.page.locator("#live")).to_have_text("101 styles")
    assert shop.asked[-1].is_partial
    assert shop.page.url.endswith("?size=S&colour=indigo&sort=recommended")
    assert focused(shop.page) == "size-S"
    expect(shop.page.locator("#filters")).to_be_visible()


def test_going_back_undoes_the_filter(shop: SampleShop) -> None:
    shop.page.goto(f"{ORIGIN}/c/kurtas")
    shop.page.locator(".filters-button").click()
    shop.page.locator("#size-S").check()
    expect(shop.page.locator("#count")).to_have_text("101 styles")
    shop.page.go_back()
    expect(shop.page.locator("#count")).to_have_text("100 styles")
    expect(shop.page.locator("#size-S")).not_to_be_checked()


def test_without_a_size_nothing_is_sent_and_the_page_asks_for_one(shop: SampleShop) -> None:
    shop.open("product-refused")
    shop.page.get_by_role("button", name="Add to bag").click()
    expect(shop.page.locator("#buy-note")).to_have_text("Select a size.")
    assert shop.asked_for("/cart/items") == []


def test_adding_opens_the_bag_counts_and_gives_focus_back(shop: SampleShop) -> None:
    shop.open("product")
    shop.page.get_by_role("button", name="Add to bag").click()
    expect(shop.page.locator("#bag-sheet")).to_be_visible()
    expect(shop.page.locator("#bag-link")).to_have_attribute("aria-label", "Bag, 3 items")
    shop.page.keyboard.press("Escape")
    expect(shop.page.locator("#bag-sheet")).to_be_hidden()
    assert shop.page.evaluate("document.activeElement.textContent.trim()") == "Add to bag"


def test_each_answered_wish_gets_a_key_of_its_own(shop: SampleShop) -> None:
    shop.open("product")
    for _ in range(2):
        shop.page.get_by_role("button", name="Add to bag").click()
        expect(shop.page.locator("#bag-sheet")).to_be_visible()
        shop.page.keyboard.press("Escape")
        expect(shop.page.locator("#bag-sheet")).to_be_hidden()
    keys = [fields["idempotency_key"] for fields in shop.asked_for("/cart/items")]
    assert keys[0] == "once-1"
    assert len(set(keys)) == 2


def test_a_refusal_is_said_in_the_page(shop: SampleShop) -> None:
    shop.open("product")
    shop.page.locator("[data-size=L]").check()
    shop.page.get_by_role("button", name="Add to bag").click()
    expect(shop.page.locator("#buy-note")).to_have_text("Size L has just sold out.")


def test_choosing_a_size_puts_it_into_the_address(shop: SampleShop) -> None:
    shop.open("product")
    shop.page.locator("[data-size=XS]").check()
    assert shop.page.url.endswith("?size=XS")
    expect(shop.page.locator("#buy-note")).to_have_text("Size XS is sold out.")


def test_the_size_guide_remembers_centimetres(shop: SampleShop) -> None:
    shop.open("product")
    for _ in range(2):
        shop.page.get_by_role("button", name="Size guide").click()
        shop.page.get_by_label("Centimetres", exact=True).check()
        expect(shop.page.get_by_role("cell", name="91.4").first).to_be_visible()
        shop.page.reload()
    shop.page.get_by_role("button", name="Size guide").click()
    expect(shop.page.get_by_label("Centimetres", exact=True)).to_be_checked()


def test_a_pin_code_is_answered_in_place(shop: SampleShop) -> None:
    shop.open("product")
    shop.page.locator("#pincode").fill("744301")
    shop.page.get_by_role("button", name="Check").click()
    expect(shop.page.locator("#delivery-answer")).to_contain_text("do not deliver there")


def test_a_changed_quantity_renews_the_bag_and_keeps_focus(shop: SampleShop) -> None:
    shop.open("bag")
    shop.page.get_by_role("button", name="One more").first.click()
    expect(shop.page.locator("#qty-line-0")).to_have_text("2")
    expect(shop.page.locator("#bag-link")).to_have_attribute("aria-label", "Bag, 7 items")
    assert focused(shop.page) == "One more"


def test_a_pasted_code_loses_its_spaces_and_sending_again_waits(shop: SampleShop) -> None:
    shop.open("checkout-code")
    expect(shop.page.locator("[data-resend-after]")).to_be_disabled()
    shop.page.locator("#code").evaluate(
        """(field) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", "123 456");
          field.dispatchEvent(new ClipboardEvent("paste", {clipboardData, cancelable: true}));
        }"""
    )
    expect(shop.page.locator("#code")).to_have_value("123456")


def test_a_pin_code_fills_city_and_state(shop: SampleShop) -> None:
    shop.open("checkout-address")
    shop.page.locator("#pincode").fill("302001")
    expect(shop.page.locator("#city")).to_have_value("Jaipur")
    expect(shop.page.locator("#state_code")).to_have_value("08")


def test_the_way_to_pay_decides_total_and_button(shop: SampleShop) -> None:
    shop.open("checkout-payment")
    button = shop.page.locator("[data-place-label]")
    expect(button).to_have_text("Pay ₹8,037")
    shop.page.locator("[value=cod]").check()
    expect(button).to_have_text("Place order, ₹8,086")
    expect(shop.page.locator("[data-sum]")).to_have_text("₹8,086")
    sums = shop.page.locator("[data-totals]")
    expect(sums.locator("dd.total")).to_have_text("₹8,086")
    expect(sums).to_contain_text("Cash on delivery fee")
    shop.page.locator("[value=razorpay]").check()
    expect(sums).not_to_contain_text("Cash on delivery fee")


def test_a_pending_payment_asks_until_it_is_settled(shop: SampleShop) -> None:
    shop.page.clock.install()
    shop.open("payment-pending")
    shop.page.clock.run_for(3100)
    expect(shop.page.locator("#payment-status h1")).to_have_text("Paid, thank you")
    shop.page.clock.run_for(9000)
    assert len(shop.asked_for("/checkout/pay/ZH-7K3M9Q2X/status")) == 1


def test_the_colours_change_at_once_and_the_shop_is_told(shop: SampleShop) -> None:
    shop.open("home")
    shop.page.get_by_role("button", name="Dark").click()
    expect(shop.page.locator("html")).to_have_attribute("data-theme", "dark")
    assert shop.asked_for("/theme") == [{"csrf_token": "csrf-sample", "theme": "dark"}]


def test_suggestions_are_walked_with_the_keyboard(shop: SampleShop) -> None:
    shop.open("home")
    box = shop.page.get_by_role("combobox")
    box.fill("ku")
    expect(shop.page.locator("#suggestions")).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    box.press("Escape")
    expect(shop.page.locator("#suggestions")).to_be_hidden()
    assert box.input_value() == "ku"


def test_the_gateway_opens_over_the_page_with_the_fields_of_its_form(shop: SampleShop) -> None:
    shop.open("pay")
    shop.page.wait_for_function("window.opened === 1")
    options = shop.page.evaluate("({...window.options, modal: null, config: null})")
    assert options == {
        "key": "rzp_test_1",
        "order_id": "order_1",
        "amount": "803700",
        "currency": "INR",
        "name": "Zahra",
        "prefill": {"contact": "+919876543210"},
        "callback_url": "https://zahra.example/checkout/pay/ZH-7K3M9Q2X/return",
        "redirect": True,
        "modal": None,
        "config": None,
    }
    shop.page.get_by_role("button", name="Pay ₹8,037").click()
    shop.page.wait_for_function("window.opened === 2")
    assert shop.asked_for("/v1/checkout/embedded") == []
