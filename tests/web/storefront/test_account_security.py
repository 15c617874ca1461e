"""The account's own pages: where it is open, its password, phone and e-mail, and its end."""

import re

import pytest

from tests.web.storefront.account import PASSWORD, code_sent, goes_to
from tests.web.storefront.conftest import Arriving, SigningIn, Visitor
from zahra.web.http.cookies import Cookie

pytestmark = pytest.mark.anyio
HERE = "/account/security"
ENDING = re.compile(rf'action="({HERE}/sessions/[0-9a-f-]{{36}}/end)"')


async def endings(visitor: Visitor) -> list[str]:
    """The addresses that log out other devices."""
    return ENDING.findall((await visitor.get(HERE)).text)


async def test_another_device_is_logged_out_and_this_one_stays(shopper: SigningIn) -> None:
    phone = "+919876600001"
    here, there = await shopper(phone), await shopper(phone)
    (other,) = await endings(here)
    assert goes_to(await here.send(other, seen_on=HERE)) == HERE
    assert goes_to(await there.get("/account")) == "/login"
    assert (await here.get("/account")).status_code == 200
    assert await endings(here) == []


async def test_every_other_device_is_logged_out_at_once(shopper: SigningIn) -> None:
    phone = "+919876600002"
    here, *others = [await shopper(phone) for _ in range(3)]
    assert goes_to(await here.send(f"{HERE}/sessions/end-others", seen_on=HERE)) == HERE
    for other in others:
        assert goes_to(await other.get("/account")) == "/login"
    assert (await here.get(HERE)).status_code == 200


async def test_a_strangers_session_is_not_found_and_goes_on(shopper: SigningIn) -> None:
    asha, also_asha, mallory = [await shopper(p) for p in ("+919876600003",) * 2 + ("",)]
    (ashas,) = await endings(asha)
    assert (await mallory.send(ashas, seen_on=HERE)).status_code == 404
    assert (await also_asha.get("/account")).status_code == 200


async def test_a_password_once_set_logs_in(shopper: SigningIn, guest: Arriving) -> None:
    visitor, phone = await shopper("+919876600004"), "98766 00004"
    form = f"{HERE}/password"
    assert goes_to(await visitor.send(form, seen_on=form, password=PASSWORD)) == HERE
    assert (await visitor.get("/account")).status_code == 200
    another = await guest()
    login = {"seen_on": "/login/password", "identifier": phone, "next": "/cart"}
    wrong = await another.send("/login/password", password="some other password", **login)
    assert wrong.status_code == 422
    assert "That is not right. Try again, or log in with a code." in wrong.text
    assert "some other password" not in wrong.text
    assert goes_to(await another.send("/login/password", password=PASSWORD, **login)) == "/cart"
    assert (await another.get("/account")).status_code == 200


async def test_changing_a_password_needs_the_present_one_and_ends_other_sessions(
    shopper: SigningIn,
) -> None:
    phone, form = "+919876600005", f"{HERE}/password"
    here, there = await shopper(phone), await shopper(phone)
    await here.send(form, seen_on=form, password=PASSWORD)
    again = {"seen_on": form, "password": "a dozen marigolds by the door"}
    refused = await here.send(form, current_password="something I made up", **again)
    assert refused.status_code == 422
    assert refused.text.count("That is not your present password.") == 2
    assert goes_to(await here.send(form, current_password=PASSWORD, **again)) == HERE
    assert goes_to(await there.get("/account")) == "/login"


async def test_a_short_password_is_refused_at_its_field(shopper: SigningIn) -> None:
    form = f"{HERE}/password"
    answer = await (await shopper()).send(form, seen_on=form, password="too short")
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text
    assert "too short" not in re.sub(r"<title>.*?</title>", "", answer.text).replace(
        "is too short", ""
    )


async def test_password_managers_find_the_way(guest: Arriving) -> None:
    answer = await (await guest()).get("/.well-known/change-password")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{HERE}/password")


async def test_a_profile_is_saved_and_a_childs_birthday_refused(shopper: SigningIn) -> None:
    visitor, form = await shopper(), "/account/profile"
    about = {"name": "Asha Verma", "date_of_birth": "1992-04-30", "letters": "yes"}
    assert goes_to(await visitor.send(form, seen_on=form, **about)) == form
    page = (await visitor.get(form)).text
    assert 'value="Asha Verma"' in page
    assert 'value="1992-04-30"' in page
    assert "checked" in page
    refused = await visitor.send(form, seen_on=form, **{**about, "date_of_birth": "2024-01-01"})
    assert refused.status_code == 422
    assert 'href="#date_of_birth"' in refused.text
    assert 'value="1992-04-30"' in (await visitor.get(form)).text


async def test_a_new_address_counts_once_its_code_is_typed(shopper: SigningIn) -> None:
    visitor, form = await shopper(), "/account/profile/email"
    answer = await visitor.send(form, seen_on=form, contact="New.Asha@example.com")
    assert goes_to(answer) == "/account/profile/code"
    assert "n•••@example.com" not in (await visitor.get("/account/profile")).text
    code = {"seen_on": "/account/profile/code", "code": await code_sent(visitor)}
    assert goes_to(await visitor.send("/account/profile/code", **code)) == "/account/profile"
    assert "n•••@example.com" in (await visitor.get("/account/profile")).text


@pytest.mark.parametrize(("kind", "typed"), [("phone", "asha@example.com"), ("email", "98765")])
async def test_a_phone_is_a_phone_and_an_address_an_address(
    shopper: SigningIn, kind: str, typed: str
) -> None:
    form = f"/account/profile/{kind}"
    answer = await (await shopper()).send(form, seen_on=form, contact=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text


async def test_the_last_way_to_be_reached_stays(shopper: SigningIn) -> None:
    visitor = await shopper()
    assert "/account/profile/phone/remove" not in (await visitor.get("/account/profile")).text
    answer = await visitor.send("/account/profile/phone/remove", seen_on="/account/profile")
    assert answer.status_code == 409


async def test_an_account_goes_only_when_its_owner_is_sure(shopper: SigningIn) -> None:
    visitor, form = await shopper(), f"{HERE}/delete"
    unsure = await visitor.send(form, seen_on=form)
    assert unsure.status_code == 422
    assert (await visitor.get("/account")).status_code == 200
    answer = await visitor.send(form, seen_on=form, sure="yes")
    assert goes_to(answer) == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert Cookie.SESSION.value.name not in visitor.client.cookies
    assert goes_to(await visitor.get("/account")) == "/login"


async def test_a_copy_of_ones_data_is_ones_own(shopper: SigningIn) -> None:
    visitor, mallory = await shopper(), await shopper()
    assert goes_to(await visitor.send(f"{HERE}/copy", seen_on=HERE)) == HERE
    assert "We are making it." in (await visitor.get(HERE)).text
    theirs = visitor.whole.asha.ids["export_id"]
    assert (await mallory.get(f"{HERE}/copy/{theirs}")).status_code == 404
