"""The page says how long it really is until a code may be asked for again."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.storefront.account import away, code_sent, goes_to
from tests.web.storefront.conftest import Arriving, SigningIn, Visitor
from tests.world.whole import Whole
from zahra.web.http.cookies import Cookie
from zahra.web.site import create_site

pytestmark = pytest.mark.anyio
CODE = Cookie.CODE.value.name
WAIT = re.compile(r'data-resend-after="(\d+)"')


@pytest.fixture
async def whole(whole: Whole) -> Whole:
    """The same shop with its waits: other tests are let off them."""
    shop = replace(whole.shop, policy=replace(whole.shop.policy, limits_off=False))
    return replace(whole, shop=shop, site=create_site(shop, whole.site.state.settings))


async def wait(visitor: Visitor, path: str = "/login/code") -> int:
    """What the page counts down from."""
    found = WAIT.search((await visitor.get(path)).text)
    assert found is not None, path
    return int(found[1])


def seconds_pass(visitor: Visitor, seconds: int) -> None:
    visitor.whole.shop.database.ahead += timedelta(seconds=seconds)


async def ask(visitor: Visitor, identifier: str) -> None:
    answer = await visitor.send("/login", seen_on="/login", identifier=identifier)
    assert goes_to(answer) == "/login/code"


async def test_the_wait_is_counted_from_when_the_code_was_sent(guest: Arriving) -> None:
    visitor = await guest()
    await ask(visitor, "wait.one@example.com")
    assert await wait(visitor) == 30
    seconds_pass(visitor, 12)
    assert await wait(visitor) == 18
    seconds_pass(visitor, 60)
    assert await wait(visitor) == 0


async def test_it_grows_with_every_code_of_a_day(guest: Arriving) -> None:
    visitor = await guest()
    for seconds in (30, 60, 120, 300, 3600):
        await ask(visitor, "wait.two@example.com")
        assert await wait(visitor) == seconds
        seconds_pass(visitor, seconds)


async def test_it_begins_anew_when_the_code_is_sent_again(guest: Arriving) -> None:
    visitor = await guest()
    await ask(visitor, "wait.three@example.com")
    seconds_pass(visitor, 31)
    answer = await visitor.send("/login", seen_on="/login/code", resend="yes")
    assert goes_to(answer) == "/login/code"
    assert await wait(visitor) == 60


async def test_a_wrong_code_changes_nothing_about_it(guest: Arriving) -> None:
    visitor = await guest()
    await ask(visitor, "wait.four@example.com")
    seconds_pass(visitor, 10)
    wrong = f"{(int(await code_sent(visitor)) + 1) % 10**6:06d}"
    answer = await visitor.send("/login/code", seen_on="/login/code", code=wrong)
    assert answer.status_code == 422
    assert WAIT.findall(answer.text) == ["20"]


async def test_checkout_tells_it_too_and_after_sending_again(guest: Arriving) -> None:
    visitor = await guest()
    await visitor.put_into_bag()
    form = {"seen_on": "/checkout", "identifier": "98766 02001"}
    assert goes_to(await visitor.send("/checkout/contact", **form)) == "/checkout"
    assert await wait(visitor, "/checkout") == 30
    seconds_pass(visitor, 31)
    again = {"seen_on": "/checkout", "resend": "yes"}
    assert goes_to(await visitor.send("/checkout/contact", **again)) == "/checkout"
    assert await wait(visitor, "/checkout") == 60


async def test_confirming_tells_it_too_and_after_sending_again(shopper: SigningIn) -> None:
    visitor, page = await shopper(), "/account/confirm?sent=yes"
    away(visitor)
    for fields, seconds in (({"channel": "sms"}, 60), ({"resend": "yes"}, 120)):
        await visitor.send("/account/confirm/code", seen_on="/account/confirm", **fields)
        assert await wait(visitor, page) == seconds
        seconds_pass(visitor, seconds)


async def test_a_new_address_tells_it_too_and_after_sending_again(shopper: SigningIn) -> None:
    visitor, form = await shopper(), "/account/profile/email"
    await visitor.send(form, seen_on=form, contact="wait.five@example.com")
    assert await wait(visitor, "/account/profile/code") == 30
    seconds_pass(visitor, 31)
    answer = await visitor.send("/account/profile/resend", seen_on="/account/profile/code")
    assert goes_to(answer) == "/account/profile/code"
    assert await wait(visitor, "/account/profile/code") == 60


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "short"),
        (1, "{00000000-0000-7000-8000-000000000000}"),
        (1, "00000000-0000-7000-8000-00000000000Z"),
        (2, ""),
        (2, "-000000000001"),
        (2, "٠١٢٣٤٥٦٧٨٩٠١٢"),
        (2, "9" * 5000),
        (2, "17951000 0000"),
        (3, ""),
        (3, "%%%%"),
        (3, "a"),
        (3, "_w"),
        (3, "bm9ib2R5"),  # "nobody"
        (3, "OTg3NjUgNDMyMTA"),  # "98765 43210", as typed and not as stored
        (3, "KzkxOTg3NjU0MzIxMA.more"),
    ],
)
async def test_a_cookie_we_would_not_have_set_waits_for_nothing(
    guest: Arriving, place: int, value: str
) -> None:
    visitor = await guest()
    await ask(visitor, f"strict.{place}.{abs(hash(value))}@example.com")
    parts = visitor.client.cookies[CODE].split(".")
    assert [len(part) for part in parts[:3]] == [43, 36, 13]
    sent = ".".join([*parts[:place], value, *parts[place + 1 :]])
    answer = await visitor.client.get(
        "/login/code", headers=[(b"Cookie", f"{CODE}={sent}".encode())]
    )
    assert goes_to(answer) == "/login"


@pytest.mark.parametrize(("again", "seconds"), [("0000000000000", 0), ("9999999999999", 3600)])
async def test_a_moment_out_of_all_bounds_is_an_hour_at_most(
    guest: Arriving, again: str, seconds: int
) -> None:
    visitor = await guest()
    await ask(visitor, f"bounds.{again}@example.com")
    parts = visitor.client.cookies[CODE].split(".")
    parts[2] = again
    cookie = [(b"Cookie", f"{CODE}={'.'.join(parts)}".encode())]
    page = (await visitor.client.get("/login/code", headers=cookie)).text
    assert WAIT.findall(page) == [str(seconds)]
