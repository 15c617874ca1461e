"""What needs a fresh proof asks for it on one page, and comes back."""

import pytest

from tests.web.storefront.account import PASSWORD, away, code_sent, confirm, goes_to
from tests.web.storefront.conftest import Arriving, SigningIn
from zahra.web.http.cookies import Cookie

pytestmark = pytest.mark.anyio
GUARDED = (
    "/account/security/app",
    "/account/security/password",
    "/account/security/delete",
    "/account/profile/email",
    "/account/profile/phone",
)
SESSION = Cookie.SESSION.value.name


@pytest.mark.parametrize("path", GUARDED)
async def test_a_page_that_guards_something_opens_to_a_fresh_proof_only(
    shopper: SigningIn, path: str
) -> None:
    visitor = await shopper()
    assert (await visitor.get(path)).status_code == 200
    away(visitor)
    answer = await visitor.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/account/confirm?next={path}"
    back = await confirm(visitor, next_url=path)
    assert goes_to(back) == path
    assert (await visitor.get(path)).status_code == 200


async def test_a_form_with_an_old_proof_changes_nothing_and_comes_back_to_its_page(
    shopper: SigningIn,
) -> None:
    visitor = await shopper()
    away(visitor)
    here = "/account/security"
    token = await visitor.token(here)
    answer = await visitor.client.post(
        f"{here}/copy",
        data={"csrf_token": token},
        headers={"Referer": f"http://shop.test{here}", "Host": "shop.test"},
    )
    assert answer.headers["Location"] == f"/account/confirm?next={here}"
    page = await visitor.get("/account/confirm")
    assert "Confirm that it is you, then do that once more." in page.text
    assert "We are making it" not in (await visitor.get(here)).text


async def test_a_referer_from_elsewhere_is_not_gone_back_to(shopper: SigningIn) -> None:
    visitor = await shopper()
    away(visitor)
    answer = await visitor.client.post(
        "/account/security/copy",
        data={"csrf_token": await visitor.token("/account/security")},
        headers={"Referer": "http://evil.example/account/security"},
    )
    assert answer.headers["Location"] == "/account/confirm?next=/account"


async def test_the_browser_gets_a_new_secret_and_the_old_one_dies(
    shopper: SigningIn, guest: Arriving
) -> None:
    visitor = await shopper()
    old = visitor.client.cookies[SESSION]
    away(visitor)
    answer = await confirm(visitor)
    assert f"{SESSION}=" in answer.headers["Set-Cookie"]
    assert visitor.client.cookies[SESSION] != old
    assert (await visitor.get("/account")).status_code == 200
    thief = await guest()
    thief.client.cookies.set(SESSION, old, domain="shop.test")
    assert goes_to(await thief.get("/account")) == "/login"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example"])
async def test_the_way_back_is_an_address_of_our_own(shopper: SigningIn, evil: str) -> None:
    answer = await confirm(await shopper(), next_url=evil)
    assert answer.headers["Location"] == "/account"


async def test_a_wrong_code_is_said_at_its_field_and_proves_nothing(shopper: SigningIn) -> None:
    visitor = await shopper()
    away(visitor)
    await visitor.send("/account/confirm/code", seen_on="/account/confirm", next="/account")
    wrong = f"{(int(await code_sent(visitor)) + 1) % 10**6:06d}"
    answer = await visitor.send("/account/confirm", seen_on="/account/confirm", code=wrong)
    assert answer.status_code == 422
    assert answer.text.count("That code is not right or no longer valid.") == 2
    assert (await visitor.get("/account/security/app")).status_code == 303


async def test_whoever_has_a_password_may_confirm_by_it(shopper: SigningIn) -> None:
    visitor = await shopper()
    here = "/account/security/password"
    await visitor.send(here, seen_on=here, password=PASSWORD)
    away(visitor)
    form = {"seen_on": "/account/confirm", "way": "password", "next": "/account/security/app"}
    refused = await visitor.send("/account/confirm", password="not my password at all", **form)
    assert refused.status_code == 422
    assert "not my password at all" not in refused.text
    answer = await visitor.send("/account/confirm", password=PASSWORD, **form)
    assert goes_to(answer) == "/account/security/app"
    assert (await visitor.get("/account/security/app")).status_code == 200
