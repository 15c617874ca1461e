"""A session's new secret comes with whatever answer is next, never with one that may be kept."""

from collections.abc import Mapping
from datetime import timedelta
from http.cookies import SimpleCookie

import httpx
import pytest

from tests.web.storefront.conftest import Arriving, SigningIn, Visitor
from tests.world.people import Door
from tests.world.whole import Whole
from zahra.base import ids

pytestmark = pytest.mark.anyio
BROWSER = {"Sec-Fetch-Site": "same-origin"}
ANSWERS: Mapping[str, tuple[str, str, int]] = {
    "a page": ("GET", "/account", 200),
    "somebody else's order": ("GET", "/orders/ZH-404404", 404),
    "a redirect": ("GET", "/login", 303),
    "a page that others may keep": ("GET", "/", 200),
    "the head of a page": ("HEAD", "/account", 200),
    "a form that is out of date": ("POST", "/account/profile", 403),
    "data": ("GET", "/api/v1/auth/sessions", 200),
    "data that is not there": ("GET", "/api/v1/orders/404404", 404),
    "data that does not fit": ("PATCH", "/api/v1/users/me", 422),
}


def secret_of(visitor: Visitor) -> str:
    return visitor.client.cookies["zsid"]


def handed_over(answer: httpx.Response, name: str = "zsid") -> list[str]:
    """The cookies of this name that an answer sets, whole."""
    return [each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{name}=")]


async def a_day_passes(whole: Whole, visitor: Visitor) -> str:
    """For this session alone; its secret of yesterday."""
    secret = secret_of(visitor)
    async with whole.shop.database.transaction() as tx:
        await tx.run(
            "UPDATE sessions SET secret_rotated_at = %(then)s WHERE secret_hash = %(hash)s",
            then=tx.now - timedelta(days=1),
            hash=ids.token_hash(secret),
        )
    return secret


@pytest.mark.parametrize("kind", ANSWERS)
async def test_every_kind_of_answer_brings_the_new_secret(
    whole: Whole, shopper: SigningIn, kind: str
):
    method, path, status = ANSWERS[kind]
    visitor = await shopper()
    old = await a_day_passes(whole, visitor)
    wrong = {"marketingConsent": "perhaps"} if method == "PATCH" else None
    answer = await visitor.client.request(method, path, json=wrong)
    assert answer.status_code == status
    [cookie] = handed_over(answer)
    new = secret_of(visitor)
    assert cookie == f"zsid={new}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"
    assert new != old
    assert answer.headers["cache-control"] == "private, no-store"
    assert handed_over(await visitor.get("/account")) == []


async def test_a_form_opened_yesterday_is_taken_today(whole: Whole, shopper: SigningIn):
    visitor = await shopper()
    token = await visitor.token("/cart")
    old = await a_day_passes(whole, visitor)
    await visitor.get("/account")
    assert secret_of(visitor) != old
    answer = await visitor.client.post(
        "/cart/items", data={"csrf_token": token, **visitor.wish("S")}
    )
    assert answer.status_code == 303


async def test_the_answer_that_brings_a_new_secret_shows_forms_that_work(
    whole: Whole, shopper: SigningIn
):
    visitor = await shopper()
    await a_day_passes(whole, visitor)
    await visitor.put_into_bag()


async def test_a_form_outlives_the_coming_of_a_newer_key_but_not_its_own_going(
    whole: Whole, shopper: SigningIn, monkeypatch: pytest.MonkeyPatch
):
    visitor = await shopper()
    line = {"csrf_token": await visitor.token("/cart"), **visitor.wish("S")}
    old, newer = whole.shop.keys._masters, "a newer key for tests, long enough to be one"
    monkeypatch.setattr(whole.shop.keys, "_masters", (newer, *old))
    assert (await visitor.client.post("/cart/items", data=line)).status_code == 303
    monkeypatch.setattr(whole.shop.keys, "_masters", (newer,))
    assert (await visitor.client.post("/cart/items", data=line)).status_code == 403


async def test_another_sessions_form_is_still_refused(whole: Whole, shopper: SigningIn):
    visitor, other = await shopper(), await shopper()
    answer = await visitor.client.post(
        "/cart/items", data={"csrf_token": await other.token(), **visitor.wish("S")}
    )
    assert answer.status_code == 403


async def test_a_logout_has_the_last_word(whole: Whole, shopper: SigningIn):
    visitor = await shopper()
    token = await visitor.token("/cart")
    await a_day_passes(whole, visitor)
    answer = await visitor.client.post("/logout", data={"csrf_token": token})
    [cookie] = handed_over(answer)
    assert cookie.startswith("zsid=; Path=/; Max-Age=0;")


async def test_who_sends_two_sessions_is_nobody(whole: Whole, shopper: SigningIn):
    """A neighbouring host can add a cookie of its own; of two, nobody knows which is ours."""
    visitor = await shopper()
    both = f"zsid={secret_of(visitor)}; zsid=tossed"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(whole.site), base_url="http://shop.test"
    ) as client:
        for cookie in (both, "; ".join(reversed(both.split("; ")))):
            answer = await client.get("/account", headers={"Cookie": cookie})
            assert answer.headers["location"] == "/login?next=/account"
        alone = await client.get("/account", headers={"Cookie": both.split("; ")[0]})
    assert alone.status_code == 200


async def log_in(whole: Whole, visitor: Visitor, phone: str) -> httpx.Response:
    """By a code, on the shop's own pages; the answer that lets in."""
    await visitor.send("/login", seen_on="/login", identifier=phone, next="/account")
    challenge = ids.parse(visitor.client.cookies["zotp"].split(".")[1])
    door = Door(whole.shop.database, whole.shop.policy, keys=whole.shop.keys)
    assert challenge is not None
    await door.deliver(challenge)
    answer = await visitor.send(
        "/login/code", seen_on="/login/code", code=door.code, next="/account"
    )
    assert answer.status_code == 303
    return answer


async def test_a_cookie_from_before_the_login_is_not_the_sessions(whole: Whole, guest: Arriving):
    visitor = await guest()
    visitor.client.cookies.set("zsid", "planted", domain="shop.test")
    await log_in(whole, visitor, "9876522201")
    assert len(secret_of(visitor)) == 43


async def test_a_browser_is_known_again_after_a_logout(whole: Whole, guest: Arriving):
    visitor = await guest()
    first = await log_in(whole, visitor, "9876522202")
    [device] = handed_over(first, "zdev")
    token = SimpleCookie(device)["zdev"].value
    assert device == f"zdev={token}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax"
    await visitor.send("/logout")
    [again] = handed_over(await log_in(whole, visitor, "9876522202"), "zdev")
    assert again == device
    async with whole.shop.database.snapshot() as snapshot:
        told = await snapshot.value(
            "SELECT count(*) FROM auth_events WHERE type = 'device.new' AND user_id ="
            " (SELECT user_id FROM identities WHERE value = '+919876522202')"
        )
    assert told == 0
