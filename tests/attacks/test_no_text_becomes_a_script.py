"""What people type is shown as they typed it, to themselves and to staff, and is never markup."""

import html
import json
import re
from collections.abc import AsyncGenerator
from html.parser import HTMLParser

import httpx
import pytest

from tests.world.whole import HOME, Whole, a_browsers_secret, an_owners_secret, asking

pytestmark = pytest.mark.anyio
PAYLOADS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "</script><svg/onload=alert(1)>",
    "{{7*7}}{% raw %}",
    "<a href=javascript:alert(1)>x</a>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<!--<script>",
    "]]><script>alert(1)</script>",
)
PHONE = "+919876500001"
_OF_EVENTS = re.compile(r"^on[a-z]+$")


class Reader(HTMLParser):
    """Reads a page as a browser would, and notes what could run."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.texts: list[str] = []
        self._in_script: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._in_script = (told.get("type") or "text/javascript") if tag == "script" else None
        for name, value in attrs:
            self.texts.append(value or "")
            if _OF_EVENTS.match(name) or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._in_script in (None, ""):
            self.texts.append(data)
        elif self._in_script == "application/ld+json":
            self.texts.append(json.dumps(json.loads(data), ensure_ascii=False))
        elif data.strip():
            self.found.append(f"script {data[:60]}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = None


def check(answer: httpx.Response, payload: str, *, is_shown: bool) -> None:
    assert answer.status_code < 500, answer.text[:300]
    read = Reader(answer.text)
    assert read.found == [], f"{answer.request.url.path}: {read.found}"
    assert "alert(1)</" not in answer.text.replace(html.escape(payload), "")
    if is_shown:
        assert any(payload in text for text in read.texts), f"{payload} is not shown as typed"


@pytest.fixture(scope="module")
async def asha(whole: Whole) -> AsyncGenerator[httpx.AsyncClient, None]:
    """A browser in which Asha is logged in to the shop, and an owner to the staff's pages."""
    secret = await a_browsers_secret(whole.shop, PHONE)
    owner = await an_owners_secret(whole.shop)
    async with asking(whole.site) as client:
        client.headers["Cookie"] = f"zsid={secret}; zadmin={owner}"
        yield client


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_name_and_a_street_are_shown_as_text(
    whole: Whole, asha: httpx.AsyncClient, payload: str
):
    name = payload[:40]
    told = await whole.ask("PATCH", "/users/me", whole.asha, json={"name": name})
    assert told.status_code == 200, told.text
    home = {**HOME, "line1": payload, "landmark": payload}
    path = f"/users/me/addresses/{whole.asha.ids['address_id']}"
    assert (await whole.ask("PATCH", path, whole.asha, json=home)).is_success
    check(await asha.get("/account/addresses"), payload, is_shown=True)
    for page in ("/account", "/account/profile", "/account/security", "/checkout", "/"):
        check(await asha.get(page), name, is_shown=False)
    person = f"/admin/people/{whole.asha.ids['user_id']}"
    for page in (person, "/admin/people", "/admin/audit-log", "/admin/security"):
        check(await asha.get(page), name, is_shown=False)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_what_is_searched_for_is_shown_as_text(whole: Whole, payload: str):
    for path, is_shown in (("/search", True), ("/products", False), ("/search/suggest", False)):
        answer = await whole.client.get(path, params={"q": payload})
        check(answer, payload, is_shown=is_shown and answer.status_code == 200)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_what_is_asked_for_wrongly_is_never_echoed_as_markup(
    whole: Whole, asha: httpx.AsyncClient, payload: str
):
    for path in ("/products", "/login", "/challenge", "/login/code", "/pincode", "/admin/people"):
        for name in ("next", "sort", "page", "pincode", "fabric", "q", "after"):
            check(await asha.get(path, params={name: payload}), payload, is_shown=False)
    check(await asha.get(f"/{payload}"), payload, is_shown=False)
    check(await asha.get(f"/products/{payload}"), payload, is_shown=False)


@pytest.mark.parametrize("payload", PAYLOADS)
async def test_a_form_shown_again_shows_what_was_typed_as_text(whole: Whole, payload: str):
    async with asking(whole.site) as browser:
        browser.headers["Sec-Fetch-Site"] = "same-origin"
        page = (await browser.get("/login")).text
        found = re.search(r'name="csrf_token" value="(\w{64})"', page)
        assert found is not None
        form = {"csrf_token": found[1], "identifier": payload, "next": f"/{payload}"}
        again = await browser.post("/login", data=form)
        assert again.status_code == 422
        check(again, payload, is_shown=True)
