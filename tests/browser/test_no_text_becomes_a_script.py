"""T12: what a visitor types stays text, in a browser that would run it. Every field is filled with
payloads, on the shop's pages and the staff's, and nothing may open a dialog or break the policy."""

import asyncio
import os
import re
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect

from tests.browser.authenticators import with_authenticator
from tests.browser.test_account import log_in
from tests.browser.test_buying import choose
from tests.world.living import LivingShop
from tests.world.opened import put_on_shelf
from tests.world.server import clone_template, drop_database
from tests.world.whole import an_owners_secret
from zahra.app import assemble
from zahra.base.db.embedded import EmbeddedServer
from zahra.settings import Settings

PHONE = "+919876512345"
PAYLOADS = (
    "<script>alert(1)</script>",
    "</title></textarea><svg/onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "<a href=javascript:alert(1)>{{7*7}}</a><!--",
    "&lt;img src=x onerror=alert(1)&gt;",
)
TOGETHER = "".join(PAYLOADS)  # for what takes a long text: each of them would do
NEXT = ("javascript:alert(1)", "//evil.example", "/\\evil.example", *PAYLOADS[:3])
# What could run, had a text become markup: no page of ours has any of these.
_COULD_RUN = """() => [...document.querySelectorAll('*')].flatMap(
    one => [...one.attributes].filter(
        told => /^on/i.test(told.name) || /^\\s*javascript:/i.test(told.value)
    ).map(told => `${one.tagName} ${told.name}=${told.value}`))"""
_SHOWN = """text => document.documentElement.textContent.includes(text)
    || [...document.querySelectorAll('input')].some(one => one.value === text)"""
_LISTENING = """addEventListener('securitypolicyviolation', told => console.error(
    `policy: ${told.effectiveDirective} ${told.blockedURI} at ${location.pathname}`))"""


@dataclass(slots=True)
class Watched:
    """A page whose dialogs, errors and breaches of the policy are heard."""

    page: Page
    home: str
    heard: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.page.add_init_script(_LISTENING)
        self.page.on("dialog", lambda dialog: self._on_dialog(dialog))
        self.page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        self.page.on("console", lambda said: self._on_said(said.type, said.text))

    def _on_dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog at {self.page.url}")
        dialog.dismiss()

    def _on_said(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.heard.append(text)

    def look(self, path: str, *texts: str) -> None:
        """Open a page; these texts are on it as they were typed, and nothing of it can run."""
        self.page.goto(f"{self.home}{path}")
        self.check(*texts)

    def check(self, *texts: str) -> None:
        assert self.page.evaluate(_COULD_RUN) == [], self.page.url
        for text in texts:
            assert self.page.evaluate(_SHOWN, text), f"{text} is not on {self.page.url}"
        assert self.heard == []


@pytest.fixture(scope="module")
def shop(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Generator[LivingShop, None, None]:
    """A shop with a kurta and a host name: browsers make no passkeys for a bare address."""
    name = f"zahra_typed_{os.getpid()}"
    living = LivingShop(clone_template(server, name), tmp_path_factory.mktemp("typed"))
    home = f"http://localhost:{living.port}"
    living.settings = {"ZAHRA_PUBLIC_URL": home, "ZAHRA_RATE_LIMITS": "off"}
    apart(put_on_shelf(living.dsn, {"S": 9}))
    try:
        living.start("work", "web")
        yield living
    finally:
        living.stop()
        drop_database(server, name)


def apart(work: Any) -> Any:
    """Run something with a loop of its own: the browser's tests have one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def owners_secret(living: LivingShop) -> str:
    told: dict[str, Any] = {"data_dir": living.folder, "database_url": living.dsn}
    assembled = assemble(Settings(_env_file=None, env="development", **told))  # pyright: ignore[reportCallIssue]
    await assembled.database.open()
    secret = await an_owners_secret(assembled)
    await assembled.gateways.close()
    await assembled.database.close()
    return secret


@pytest.fixture
def context(browser: Browser) -> Generator[BrowserContext, None, None]:
    """A browser that calls itself something that could run, too."""
    named = f"Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile {PAYLOADS[0]}{PAYLOADS[2]}"
    opened = browser.new_context(locale="en-IN", user_agent=named)
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def watched(context: BrowserContext, shop: LivingShop) -> Watched:
    return Watched(context.new_page(), f"http://localhost:{shop.port}")


@pytest.fixture
def asha(watched: Watched, shop: LivingShop) -> Watched:
    """Logged in, with a passkey, an address, and a kurta in the bag."""
    page = watched.page
    with_authenticator(page)
    log_in(page, shop, watched.home, PHONE)
    page.goto(f"{watched.home}/account/security")
    page.get_by_label("Name of the new passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()
    page.goto(f"{watched.home}/account/addresses?edit=new")
    page.get_by_label("PIN code").fill("302001")
    expect(page.get_by_label("City or town")).not_to_have_value("")
    write_address(page, "Asha Verma")
    page.goto(f"{watched.home}/products")
    page.get_by_role("link", name="Buta Kurta").first.click()
    choose(page, re.compile("^S( |$)"))
    page.get_by_role("button", name="Add to bag").click()
    expect(page.get_by_role("link", name="Go to checkout")).to_be_visible()
    return watched


def write_address(page: Page, text: str) -> None:
    for label in ("Full name", "House or flat, building", "Area, street", "Landmark"):
        page.get_by_label(label).fill(text)
    page.get_by_label("City or town").fill(text)
    page.get_by_label("Mobile number").fill("9876543210")
    page.get_by_role("button", name="Save address").click()
    page.wait_for_url("**/account/addresses")


def test_what_a_shopper_writes_is_text_to_them_and_to_staff(
    asha: Watched, context: BrowserContext, shop: LivingShop
) -> None:
    cookie = {"name": "zadmin", "value": apart(owners_secret(shop)), "url": asha.home}
    context.add_cookies([cookie])  # pyright: ignore[reportArgumentType]
    page = asha.page
    for text in PAYLOADS:
        asha.look("/account/profile")
        page.get_by_label("Name (optional)").fill(text)
        page.get_by_role("button", name="Save profile").click()
        expect(page.get_by_text("Your profile is saved").first).to_be_visible()
        asha.check(text)
        page.goto(f"{asha.home}/account/addresses")
        page.get_by_role("link", name="Change").click()
        write_address(page, text)
        asha.check(text)
        asha.look("/checkout", text)
        page.goto(f"{asha.home}/account/security")
        page.get_by_text("Rename").click()
        page.locator("input[name=name][required]").first.fill(text)
        page.get_by_role("button", name="Save").click()
        asha.look("/account/security", text)
        asha.look("/admin/people", text)
        page.get_by_role("link", name=text, exact=True).click()
        page.wait_for_url("**/admin/people/*")
        asha.check(text)
        asha.look(f"/admin/audit-log?subject={quote(text)}&action={quote(text)}", text)
    asha.look(f"/admin/people?q={quote(TOGETHER)}", TOGETHER)
    for path in ("/account", "/admin/audit-log", "/admin/security", "/__dev/outbox"):
        asha.look(path)


def test_what_is_searched_for_or_typed_at_the_door_is_text(watched: Watched) -> None:
    page = watched.page
    for text in PAYLOADS:
        watched.look(f"/search?q={quote(text)}", text)
        box = page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first
        with page.expect_response("**/search/suggest*"):
            box.fill(text)
            box.press("End")
        watched.check()
        watched.look(f"/{quote(text, safe='')}")
    for path in ("/login", "/forgot"):
        watched.look(path)
        page.get_by_label("Mobile number or e-mail").fill(TOGETHER)
        with page.expect_response(f"**{path}"):
            page.locator("main form button").first.click()
        page.wait_for_load_state()
        watched.check(TOGETHER)


def test_where_to_go_next_is_never_somewhere_else(watched: Watched, shop: LivingShop) -> None:
    page = watched.page
    for text in NEXT:
        for path in ("/login", "/register"):
            watched.look(f"{path}?next={quote(text, safe='')}")
            assert page.locator("a[href*='evil.example'], a[href^='javascript']").count() == 0
    page.goto(f"{watched.home}/login?next={quote('javascript:alert(1)')}")
    log_in(page, shop, watched.home, PHONE)
    watched.check()


@pytest.mark.parametrize("policy", ["", "script-src 'self'"])
def test_a_page_that_did_not_escape_would_be_heard(
    context: BrowserContext, shop: LivingShop, policy: str
) -> None:
    """The control: each payload that is markup runs without the policy, and breaks it with one."""
    for text in (each for each in PAYLOADS if each[0] in "<\"'" and "href" not in each):
        careless = Watched(context.new_page(), f"http://localhost:{shop.port}")
        careless.page.route("**/careless", answering(text, policy))
        careless.page.goto(f"{careless.home}/careless")
        careless.page.wait_for_timeout(100)
        assert any(("policy:" if policy else "dialog") in said for said in careless.heard), text
        careless.page.close()


def answering(text: str, policy: str) -> Callable[[Route], None]:
    """A page that shows a text as it came."""
    body = f"""<!doctype html><p>{text}</p><input value="{text}"><input value='{text}'>"""
    told = {"Content-Type": "text/html", "Content-Security-Policy": policy}
    return lambda route: route.fulfill(body=body, headers=told)
