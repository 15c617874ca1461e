"""Joining, getting back in, and what the pages on the way tell strangers: nothing."""

import pytest

from tests.web.storefront.account import PASSWORD, code_sent, goes_to
from tests.web.storefront.conftest import Arriving, SigningIn, Visitor

pytestmark = pytest.mark.anyio


async def join(visitor: Visitor, email: str) -> None:
    form = {"seen_on": "/register", "name": "Zoya", "email": email, "password": PASSWORD}
    assert goes_to(await visitor.send("/register", **form)) == "/login/code"
    code = await code_sent(visitor)
    await visitor.send("/login/code", seen_on="/login/code", code=code, next="/account")


async def test_whoever_joins_is_logged_in_and_has_a_password(guest: Arriving) -> None:
    visitor, email = await guest(), "zoya@example.com"
    await join(visitor, email)
    assert "Hello, Zoya" in (await visitor.get("/account")).text
    another = await guest()
    login = {"seen_on": "/login/password", "identifier": email, "password": PASSWORD}
    assert goes_to(await another.send("/login/password", **login)) == "/account"


async def test_joining_with_a_taken_address_looks_the_same(guest: Arriving) -> None:
    known, unknown = await guest(), await guest()
    await join(await guest(), "taken@example.com")
    told = []
    for visitor, email in ((known, "taken@example.com"), (unknown, "free@example.com")):
        form = {"seen_on": "/register", "email": email, "password": PASSWORD}
        visitor.whole.shop.database.ahead += visitor.whole.shop.policy.cooldowns[0]
        answer = await visitor.send("/register", **form)
        told.append((answer.status_code, answer.headers["Location"], answer.content))
    assert told[0] == told[1]


@pytest.mark.parametrize("identifier", ["taken2@example.com", "nobody@example.com"])
async def test_who_forgot_is_told_the_same_whoever_they_are(
    guest: Arriving, identifier: str
) -> None:
    visitor = await guest()
    answer = await visitor.send("/forgot", seen_on="/forgot", identifier=identifier)
    assert answer.headers["Location"] == "/forgot?sent=yes"
    assert "If there is an account" in (await visitor.get("/forgot?sent=yes")).text


async def test_a_number_is_sent_a_code_and_asked_for_it_with_the_new_password(
    guest: Arriving,
) -> None:
    visitor = await guest()
    answer = await visitor.send("/forgot", seen_on="/forgot", identifier="98766 00777")
    assert goes_to(answer) == "/reset"
    page = (await visitor.get("/reset")).text
    assert "••••••0777" in page
    form = {"seen_on": "/reset", "code": "000000", "password": PASSWORD}
    refused = await visitor.send("/reset", **form)
    assert refused.status_code == 422
    assert refused.text.count("This link or code is not right or no longer valid.") == 2


async def test_a_link_goes_to_no_other_site_and_a_wrong_one_sets_nothing(guest: Arriving) -> None:
    visitor = await guest()
    page = await visitor.get("/reset?token=no-such-token")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "private, no-store"
    form = {"seen_on": "/reset?token=x", "token": "no-such-token", "password": PASSWORD}
    answer = await visitor.send("/reset", **form)
    assert answer.status_code == 422
    assert "This link or code is not right or no longer valid." in answer.text
    assert PASSWORD not in answer.text


async def test_without_a_link_or_a_code_one_begins_again(guest: Arriving) -> None:
    assert goes_to(await (await guest()).get("/reset")) == "/forgot"


@pytest.mark.parametrize("path", ["/login", "/login/password", "/register"])
async def test_whoever_is_logged_in_is_sent_on(shopper: SigningIn, path: str) -> None:
    answer = await (await shopper()).get(f"{path}?next=/cart")
    assert answer.headers["Location"] == "/cart"


@pytest.mark.parametrize("claim", ["", "not-a-claim"])
async def test_nobody_begins_afresh_without_a_claim(guest: Arriving, claim: str) -> None:
    visitor = await guest()
    answer = await visitor.send("/login/afresh", seen_on="/login", claim=claim)
    assert goes_to(answer) == "/login"
    assert goes_to(await visitor.get("/account")) == "/login"


async def test_a_passkey_nobody_knows_is_refused_on_the_page(guest: Arriving) -> None:
    visitor = await guest()
    begun = await visitor.send("/login/passkey/begin", seen_on="/login")
    assert set(begun.json()) == {"token", "options"}
    for credential in ("", "{", "[]", '{"id": "x"}'):
        form = {"seen_on": "/login", "token": begun.json()["token"], "credential": credential}
        answer = await visitor.send("/login/passkey", **form)
        assert answer.status_code == 422, credential
        assert "That passkey did not work here." in answer.text
