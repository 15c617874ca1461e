"""The browsers and phones somebody has logged in with, and forgetting them."""

import hashlib
import re

import pytest

from tests.web.storefront.account import code_sent, goes_to
from tests.web.storefront.conftest import Arriving, Visitor
from zahra.web.http.cookies import Cookie

pytestmark = pytest.mark.anyio
HERE = "/account/security"
FORGETTING = re.compile(rf'action="({HERE}/devices/[0-9a-f-]{{36}}/forget)"')


async def log_in(visitor: Visitor, email: str, browser: str) -> Visitor:
    """By a code on the shop's own pages, with a browser that says what it is."""
    visitor.client.headers["User-Agent"] = browser
    database = visitor.whole.shop.database
    database.ahead += visitor.whole.shop.policy.cooldowns[2]
    await visitor.send("/login", seen_on="/login", identifier=email)
    code = await code_sent(visitor)
    await visitor.send("/login/code", seen_on="/login/code", code=code)
    return visitor


async def forgettings(visitor: Visitor) -> list[str]:
    """The addresses that forget other devices."""
    return FORGETTING.findall((await visitor.get(HERE)).text)


async def devices(visitor: Visitor) -> list[str]:
    """What the page calls them, this one marked."""
    page = (await visitor.get(HERE)).text
    card = page.partition("Devices</h2>")[2].partition("Your data</h2>")[0]
    return [
        re.sub(r"<svg.*?</svg>|<[^>]+>|\s+", " ", found, flags=re.DOTALL).strip()
        for found in re.findall(r"<h3>(.*?)</h3>", card, re.DOTALL)
    ]


async def test_one_device_is_forgotten_and_this_one_is_marked(guest: Arriving) -> None:
    email = "two.devices@example.com"
    await log_in(await guest(), email, "Firefox/145 Windows")
    here = await log_in(await guest(), email, "Chrome/142 Android")
    listed = await devices(here)
    assert len(listed) == 2
    assert re.fullmatch(r"Chrome on Android +This device", listed[0])
    assert listed[1] == "Firefox on Windows"
    (other,) = await forgettings(here)
    assert goes_to(await here.send(other, seen_on=HERE)) == HERE
    assert len(await devices(here)) == 1
    assert await forgettings(here) == []


async def test_all_others_are_forgotten_at_once(guest: Arriving) -> None:
    email = "four.devices@example.com"
    for browser in ("Firefox/145", "Edg/142", "OPR/120"):
        await log_in(await guest(), email, browser)
    here = await log_in(await guest(), email, "Chrome/142")
    assert len(await forgettings(here)) == 3
    assert goes_to(await here.send(f"{HERE}/devices/forget-others", seen_on=HERE)) == HERE
    assert "3 devices are forgotten." in (await here.get(HERE)).text
    assert len(await devices(here)) == 1


async def test_a_strangers_device_is_not_found_like_one_that_never_was(guest: Arriving) -> None:
    asha = await log_in(await guest(), "her.own@example.com", "Firefox/145")
    here = await log_in(await guest(), "her.own@example.com", "Chrome/142")
    mallory = await log_in(await guest(), "mallory@example.com", "Chrome/142")
    (ashas,) = await forgettings(here)
    nowhere = f"{HERE}/devices/00000000-0000-7000-8000-000000000000/forget"
    refused = [await mallory.send(path, seen_on=HERE) for path in (ashas, nowhere)]
    assert [answer.status_code for answer in refused] == [404, 404]
    assert len(await devices(asha)) == 2


async def test_the_page_tells_nothing_a_browser_is_known_by(guest: Arriving) -> None:
    here = await log_in(await guest(), "not.told@example.com", "Chrome/142")
    token = here.client.cookies[Cookie.DEVICE.value.name]
    page = (await here.get(HERE)).text
    assert token not in page
    assert hashlib.sha256(token.encode()).hexdigest() not in page


async def test_forgetting_needs_the_pages_own_form(guest: Arriving) -> None:
    email = "forms@example.com"
    await log_in(await guest(), email, "Firefox/145")
    here = await log_in(await guest(), email, "Chrome/142")
    for path in (*await forgettings(here), f"{HERE}/devices/forget-others"):
        assert (await here.client.post(path, data={"csrf_token": "x"})).status_code == 403
    assert len(await devices(here)) == 2
