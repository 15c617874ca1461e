"""The account in a real browser: passkeys, an authenticator app, a password, and leaving."""

import os
import re
from collections.abc import Generator
from itertools import count

import pytest
from playwright.sync_api import Page, expect
from pyotp.totp import TOTP

from tests.browser.authenticators import with_authenticator
from tests.browser.test_buying import prove_phone
from tests.browser.test_real_pages import problems_of
from tests.world.living import LivingShop
from tests.world.server import clone_template, drop_database
from zahra.base.db.embedded import EmbeddedServer

PASSWORD = "seven blue kites over Jaipur"
SECURITY = "/account/security"
PAGES = (
    "/account/profile",
    "/account/profile/email",
    SECURITY,
    f"{SECURITY}/password",
    f"{SECURITY}/app",
    f"{SECURITY}/delete",
    f"/account/confirm?next={SECURITY}",
)
ENTERING = (
    "/login",
    "/login/password",
    "/register",
    "/forgot",
    "/forgot?sent=yes",
    "/reset?token=x",
)
_numbers = count(10)


@pytest.fixture
def phone() -> str:
    """A phone number nobody has used."""
    return f"+9198764{next(_numbers):05d}"


@pytest.fixture(scope="module")
def named(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[LivingShop, None, None]:
    """A shop with a host name: browsers make no passkeys for a bare address."""
    name = f"zahra_named_{os.getpid()}"
    living = LivingShop(clone_template(server, name), tmp_path_factory.mktemp("named"))
    living.settings = {
        "ZAHRA_PUBLIC_URL": f"http://localhost:{living.port}",
        "ZAHRA_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "ZAHRA_RATE_LIMITS": "off",
    }
    living.start("work", "web")
    yield living
    living.stop()
    drop_database(server, name)


@pytest.fixture
def home(named: LivingShop) -> str:
    return f"http://localhost:{named.port}"


def log_in(page: Page, shop: LivingShop, home: str, phone: str) -> None:
    page.goto(f"{home}/login")
    prove_phone(page, shop, phone)
    page.wait_for_url(f"{home}/account")


def log_out(page: Page, home: str) -> None:
    page.goto(f"{home}/account")
    page.get_by_role("button", name="Log out", exact=True).click()
    expect(page.get_by_text("You are logged out").first).to_be_visible()


def set_password(page: Page, home: str) -> None:
    page.goto(f"{home}{SECURITY}/password")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Save password").click()
    page.wait_for_url(f"{home}{SECURITY}")


def test_a_passkey_opens_the_account_without_anything_else(
    phone_page: Page, named: LivingShop, home: str, phone: str
) -> None:
    page = phone_page
    with_authenticator(page)
    log_in(page, named, home, phone)
    page.goto(f"{home}{SECURITY}")
    page.get_by_label("Name of the new passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    assert problems_of(page) == []
    log_out(page, home)
    page.goto(f"{home}/login?next={SECURITY}")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{home}{SECURITY}")
    page.goto(f"{home}/account/confirm?next=/account/profile")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{home}/account/profile")
    page.goto(f"{home}{SECURITY}")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("The passkey is removed").first).to_be_visible()
    expect(page.get_by_role("heading", name="My phone")).to_have_count(0)


def test_without_a_passkey_the_page_says_what_else_there_is(phone_page: Page, home: str) -> None:
    page = phone_page
    refuse = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.add_init_script(f"navigator.credentials.get = {refuse}")
    page.goto(f"{home}/login")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was given.")).to_be_visible()
    expect(page.get_by_role("button", name="Send me a code")).to_be_enabled()


def test_an_authenticator_app_is_asked_for_after_the_password(
    plain_page: Page, named: LivingShop, home: str, phone: str
) -> None:
    page = plain_page
    log_in(page, named, home, phone)
    set_password(page, home)
    page.goto(f"{home}{SECURITY}/app")
    page.get_by_text("On this phone, or no camera?").click()
    app = TOTP(page.locator(".secret").inner_text().replace(" ", ""))
    page.get_by_label("Type the 6 digits it shows now").fill(app.now())
    page.get_by_role("button", name="Turn it on").click()
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    log_out(page, home)
    enter_by_password(page, home, phone)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_text("That code is not right").first).to_be_visible()
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"{home}/account")
    page.goto(f"{home}{SECURITY}")
    expect(page.get_by_text("9 codes left")).to_be_visible()


def enter_by_password(page: Page, home: str, phone: str) -> None:
    page.goto(f"{home}/login/password")
    page.get_by_label("Mobile number or e-mail").fill(phone)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()


def test_a_password_can_be_seen_while_it_is_typed_and_goes_off_hidden(
    phone_page: Page, home: str
) -> None:
    page = phone_page
    page.goto(f"{home}/login/password")
    field = page.get_by_label("Password", exact=True)
    field.fill("not a password of mine")
    page.get_by_role("button", name="Show password").click()
    expect(field).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Hide password")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_label("Mobile number or e-mail").fill("9876400000")
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    assert problems_of(page) == []


def test_after_a_logout_the_browser_holds_and_shows_nothing_private(
    phone_page: Page, named: LivingShop, home: str, phone: str
) -> None:
    page = phone_page
    log_in(page, named, home, phone)
    page.goto(f"{home}/account/profile")
    page.get_by_label("Name (optional)").fill("Asha Verma")
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_text("Your profile is saved").first).to_be_visible()
    log_out(page, home)
    held = [each.get("name") for each in page.context.cookies()]
    assert not {"zsid", "zotp", "zcart"} & set(held), held
    kept = "[document.cookie, localStorage.length, sessionStorage.length]"
    assert page.evaluate(kept) == ["", 0, 0]
    assert page.evaluate("async () => (await caches.keys()).length") == 0
    for _ in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert "Asha" not in page.content(), page.url
        assert phone[-4:] not in page.inner_text("main"), page.url


@pytest.mark.parametrize("path", ENTERING)
def test_a_page_on_the_way_in_is_sound(phone_page: Page, home: str, path: str) -> None:
    phone_page.goto(f"{home}{path}")
    assert problems_of(phone_page) == []


def test_the_accounts_own_pages_are_sound(
    phone_page: Page, named: LivingShop, home: str, phone: str
) -> None:
    log_in(phone_page, named, home, phone)
    for path in PAGES:
        phone_page.goto(f"{home}{path}")
        assert phone_page.url == f"{home}{path}"
        assert problems_of(phone_page) == []
