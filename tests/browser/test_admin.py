"""The staff's pages in a real browser: joining and signing in by app and by passkey, with scripts
and without, axe finding nothing and nothing wider than a phone."""

import asyncio
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pyotp.totp import TOTP

from tests.browser.authenticators import with_authenticator
from tests.browser.test_real_pages import problems_of
from tests.world.living import LivingShop, free_port
from tests.world.server import clone_template, drop_database
from tests.world.staff import OPERATOR, PASSWORD
from zahra.app import assemble
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings
from zahra.shop import identity

PLACES = ("", "/people", "/staff", "/staff/invite", "/audit-log", "/security", "/account")
EMAIL = "meera@zahra.example"


@pytest.fixture(scope="module")
def office(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[LivingShop, None, None]:
    """A shop of its own, under a name: browsers make no passkeys for bare addresses."""
    folder, name, port = tmp_path_factory.mktemp("office"), "zahra_office", free_port()
    told = {"ZAHRA_RATE_LIMITS": "off", "ZAHRA_PUBLIC_URL": f"http://localhost:{port}"}
    living = LivingShop(clone_template(server, name), folder, told, port=port)
    try:
        living.start("web")
        yield living
    finally:
        living.stop()
        drop_database(server, name)


@pytest.fixture
def link(office: LivingShop) -> str:
    """An owner's link, as the command line prints it."""
    with ThreadPoolExecutor(1) as apart:  # the browser's tests have a loop in this thread
        token = apart.submit(asyncio.run, invited(office)).result()
    return f"{address(office)}/admin/enrol?token={token}"


async def invited(office: LivingShop) -> str:
    told: dict[str, Any] = {"data_dir": office.folder, "database_url": office.dsn}
    shop = assemble(Settings(_env_file=None, env="development", **told))  # pyright: ignore[reportCallIssue]
    await shop.database.open()
    async with shop.database.transaction() as tx:
        token = await identity.make_owner(tx, shop.keys, OPERATOR, EMAIL)
    await shop.gateways.close()
    await shop.database.close()
    return token


def address(office: LivingShop) -> str:
    return office.url.replace("127.0.0.1", "localhost")


def join(page: Page, link: str) -> TOTP:
    """By a password and an app; in the end on the start page. The app."""
    page.goto(link)
    app = TOTP(page.locator(".totp-code code").inner_text().replace(" ", ""))
    page.get_by_label("Your name").fill("Meera Joshi")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_label("What the app shows now").fill(app.now())
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    return app


def test_an_owner_joins_looks_around_and_comes_back_by_app(
    phone_page: Page, office: LivingShop, link: str
) -> None:
    page = phone_page
    join(page, link)
    assert problems_of(page) == []
    codes = page.locator(".recovery-codes li").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    for place in PLACES:
        page.goto(f"{address(office)}/admin{place}")
        assert problems_of(page) == []
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, codes[0])
    expect(page.get_by_role("heading", name="Hello, Meera Joshi")).to_be_visible()


def test_all_of_it_works_without_scripts(plain_page: Page, office: LivingShop, link: str) -> None:
    page = plain_page
    join(page, link)
    code = page.locator(".recovery-codes li").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation").get_by_role("link", name="Staff").click()
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Their e-mail address").fill("ravi@zahra.example")
    page.get_by_label("Viewer").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("An invitation is on its way")).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    sign_in(page, code)
    expect(page.get_by_role("heading", name="Hello, Meera Joshi")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_by_itself(
    desk_page: Page, office: LivingShop, link: str
) -> None:
    page = desk_page
    with_authenticator(page)
    join(page, link)
    page.get_by_role("link", name="I have kept them").click()
    page.goto(f"{address(office)}/admin/account")
    page.get_by_label("What to call it").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".belonging", has_text="My laptop")).to_be_visible()
    assert problems_of(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Hello, Meera Joshi")).to_be_visible()
    page.goto(f"{address(office)}/admin/confirm?next=/admin/staff")
    page.get_by_role("button", name="Confirm with a passkey").click()
    expect(page.get_by_role("heading", name="Staff", exact=True)).to_be_visible()


def test_an_owner_joins_by_a_passkey_alone(phone_page: Page, office: LivingShop, link: str) -> None:
    page = phone_page
    with_authenticator(page)
    page.goto(link)
    page.get_by_role("button", name="Join with a passkey instead").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    page.goto(f"{address(office)}/admin/account")
    expect(page.get_by_text("A password alone opens nothing here.")).to_be_visible()


def sign_in(page: Page, code: str) -> None:
    """By the password and this code."""
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
