"""Whose number is it? Whatever the answer, one gets where one wanted to go."""

import html
import re
from datetime import timedelta

import pytest

from tests.web.storefront.account import code_sent, goes_to
from tests.web.storefront.conftest import Arriving, SigningIn, Visitor
from tests.world.whole import Whole, asking
from zahra.web.http.limits import LOGIN
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
NEXT = "/account/orders"
CLAIM = re.compile(r'name="claim" value="([^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


async def asked_whose(visitor: Visitor, phone: str, *, next_url: str = NEXT) -> dict[str, str]:
    """The form that begins afresh, as the page shows it to who proved a number that slept."""
    visitor.whole.shop.database.ahead += timedelta(days=181)
    form = {"seen_on": f"/login?next={next_url}", "identifier": phone, "next": next_url}
    await visitor.send("/login", **form)
    code, here = await code_sent(visitor), f"/login/code?next={next_url}"
    answer = await visitor.send("/login/code", seen_on=here, code=code, next=next_url)
    assert answer.status_code == 403
    claim, token = CLAIM.search(answer.text), TOKEN.findall(answer.text)
    assert claim is not None
    shown = html.unescape(answer.text)
    assert f'href="/login?next={next_url}"' in shown
    assert f'name="next" value="{next_url}"' in shown
    return {"claim": claim[1], "csrf_token": token[-1], "next": next_url}


async def begin(visitor: Visitor, form: dict[str, str]) -> tuple[int, str]:
    """As a browser does it: the page it was shown is still called `/login/code`."""
    referer = {"Referer": "http://shop.test/login/code"}
    answer = await visitor.client.post("/login/afresh", data=form, headers=referer)
    return answer.status_code, answer.headers["Location"]


async def test_beginning_afresh_goes_where_one_wanted_to(
    shopper: SigningIn, guest: Arriving
) -> None:
    await shopper("+919876603001")
    visitor = await guest()
    form = await asked_whose(visitor, "98766 03001")
    assert await begin(visitor, form) == (303, NEXT)
    assert (await visitor.get(NEXT)).status_code == 200


async def test_who_was_too_slow_logs_in_again_and_gets_there(
    shopper: SigningIn, guest: Arriving
) -> None:
    await shopper("+919876603002")
    visitor = await guest()
    form = await asked_whose(visitor, "98766 03002")
    visitor.whole.shop.database.ahead += timedelta(minutes=11)
    assert await begin(visitor, form) == (303, f"/login?next={NEXT}")
    assert goes_to(await visitor.get("/account")) == "/login"


async def test_behind_a_crowded_address_the_question_leads_back_to_the_login(
    shopper: SigningIn, guest: Arriving, whole: Whole
) -> None:
    """Not to `/login/code`, where it was seen: its code is used up."""
    await shopper("+919876603003")
    visitor = await guest()
    form = await asked_whose(visitor, "98766 03003")
    site = create_site(whole.shop, whole.site.state.settings)
    site.state.limits_off = False
    async with asking(site, "198.51.100.78") as client:
        client.headers["Sec-Fetch-Site"] = "same-origin"
        crowded = Visitor(client, whole)
        mine = form["csrf_token"]
        form["csrf_token"] = await crowded.token("/login")
        for _ in range(LOGIN.address[0].times):
            tried = await begin(crowded, {**form, "claim": "none"})
            assert tried == (303, f"/login?next={NEXT}")
        asked = await begin(crowded, form)
    assert asked == (303, f"/challenge?next=/login%3Fnext%3D{NEXT}")
    assert await begin(visitor, form | {"csrf_token": mine}) == (303, NEXT)


async def test_checkout_asks_too_and_comes_back_to_checkout(
    shopper: SigningIn, guest: Arriving
) -> None:
    await shopper("+919876603004")
    visitor = await guest()
    visitor.whole.shop.database.ahead += timedelta(days=181)
    await visitor.put_into_bag()
    await visitor.send("/checkout/contact", seen_on="/checkout", identifier="98766 03004")
    form = {"csrf_token": await visitor.token("/checkout"), "code": await code_sent(visitor)}
    seen_on = {"Referer": "http://shop.test/checkout/code"}  # after a wrong code
    answer = await visitor.client.post("/checkout/code", data=form, headers=seen_on)
    assert answer.status_code == 403
    assert 'name="next" value="/checkout"' in answer.text
