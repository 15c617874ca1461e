"""Signing in and out of the staff's pages: two factors, a cookie of their own, and no other way."""

from datetime import timedelta

import httpx
import pytest

from tests.web.admin.conftest import Arriving, Colleague, Hiring
from tests.world.people import Door
from tests.world.staff import PASSWORD
from tests.world.whole import Whole
from zahra.shop import identity
from zahra.shop.identity import Role

pytestmark = pytest.mark.anyio
WRONG = "E-mail and password do not belong together"


async def leave(someone: Colleague) -> Colleague:
    """The same person at a browser that knows nothing."""
    someone.client.cookies.clear()
    return someone


async def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(guest: Arriving):
    answer = await (await guest()).get("/admin/people?q=a")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/admin/login?next=/admin/people%3Fq%3Da",
    )
    page = await (await guest()).get(answer.headers["location"])
    assert 'name="next" value="/admin/people?q=a"' in page.text


async def test_password_and_app_open_the_start_page(hired: Hiring):
    meera = await leave(await hired(Role.MANAGER))
    answer = await meera.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    assert (await meera.get("/admin")).status_code == 200


async def test_signing_in_sets_the_staffs_cookie_and_the_devices_and_leaves_the_bag(
    hired: Hiring,
):
    meera = await leave(await hired())
    answer = await meera.sign_in()
    told = [each.split("=", 1) for each in answer.headers.get_list("set-cookie")]
    assert sorted(name for name, _ in told) == ["zadmin", "zdev"]
    rest = dict(told)["zadmin"].split("; ", 1)[1]
    assert rest == "Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"


async def test_a_right_password_alone_opens_nothing(hired: Hiring):
    meera = await leave(await hired())
    assert meera.clerk is not None
    answer = await meera.send("/admin/login", identifier=meera.clerk.email, password=PASSWORD)
    assert answer.status_code == 200
    assert "Your second factor" in answer.text
    assert meera.secret is None
    assert (await meera.get("/admin")).status_code == 303


async def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    hired: Hiring, guest: Arriving
):
    meera = await hired()
    assert meera.clerk is not None
    shown: set[str] = set()
    for address in (meera.clerk.email, "nobody@zahra.example"):
        stranger = await guest()
        answer = await stranger.send("/admin/login", identifier=address, password="x" * 20)
        assert answer.status_code == 422
        assert WRONG in answer.text
        shown.add(answer.text.replace(address, ""))
    assert len(shown) == 1


async def test_a_wrong_code_asks_again_and_the_sixth_is_not_even_compared(hired: Hiring):
    meera = await leave(await hired())
    assert meera.clerk is not None
    asked = await meera.send("/admin/login", identifier=meera.clerk.email, password=PASSWORD)
    for _ in range(5):
        answer = await meera.type_code(asked, meera.app.wrong_code)
        assert answer.status_code == 422
    answer = await meera.type_code(asked, meera.next_code())
    assert answer.status_code == 422
    assert meera.secret is None


async def test_a_recovery_code_stands_in_for_the_app_once(hired: Hiring):
    meera = await leave(await hired())
    assert meera.clerk is not None
    code = meera.clerk.enrolled.recovery_codes[0]
    for status in (303, 422):
        asked = await meera.send("/admin/login", identifier=meera.clerk.email, password=PASSWORD)
        assert (await meera.type_code(asked, code)).status_code == status
        meera.client.cookies.clear()


@pytest.mark.parametrize("next_url", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_signing_in_leads_to_no_other_site(guest: Arriving, next_url: str):
    page = await (await guest()).get(f"/admin/login?next={next_url}")
    assert 'name="next" value="/admin"' in page.text


async def test_a_session_of_the_storefront_opens_no_page_of_the_staffs(
    hired: Hiring, guest: Arriving, door: Door
):
    meera = await hired()
    assert meera.clerk is not None
    shopping = await door.sign_in(meera.clerk.email)
    assert shopping.secret is not None
    visitor = await guest()
    for cookie in ("zsid", "zadmin"):
        visitor.client.cookies.clear()
        visitor.client.cookies.set(cookie, shopping.secret, domain="shop.test")
        answer = await visitor.get("/admin")
        assert (answer.status_code, answer.headers["location"][:12]) == (303, "/admin/login")


async def test_a_staff_session_signs_nobody_in_to_the_shop(hired: Hiring):
    meera = await hired()
    answer = await meera.get("/account")
    assert answer.headers["location"] == "/login?next=/account"


async def test_neither_a_key_nor_a_programs_token_opens_a_page(
    whole: Whole, guest: Arriving, hired: Hiring, door: Door
):
    meera = await hired()
    assert meera.clerk is not None
    tokens = (await door.sign_in(meera.clerk.email, kind=identity.SessionKind.API)).tokens
    assert tokens is not None
    visitor = await guest()
    for headers in (whole.owner.headers, {"Authorization": f"Bearer {tokens.access_token}"}):
        answer = await visitor.client.get("/admin/staff", headers=headers)
        assert answer.status_code in (303, 403)
        assert "Invite somebody" not in answer.text


async def test_signing_out_ends_the_session_and_clears_the_cookie_to_the_byte(hired: Hiring):
    meera = await hired()
    secret = meera.secret
    assert secret is not None
    answer = await meera.send("/admin/logout", seen_on="/admin")
    assert answer.headers["location"] == "/admin/login"
    assert cleared(answer) == (
        "zadmin=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
    )
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    meera.client.cookies.set("zadmin", secret, domain="shop.test")
    assert (await meera.get("/admin")).status_code == 303


async def test_signing_out_twice_is_once(hired: Hiring):
    meera = await hired()
    secret, token = meera.secret, await meera.token("/admin")
    assert secret is not None
    for _ in range(2):
        meera.client.cookies.set("zadmin", secret, domain="shop.test")
        answer = await meera.client.post("/admin/logout", data={"csrf_token": token})
        assert answer.status_code == 303
        assert cleared(answer)


async def test_half_an_hour_without_a_click_signs_out(hired: Hiring, whole: Whole):
    meera = await hired()
    assert (await meera.get("/admin")).status_code == 200
    whole.shop.database.ahead += timedelta(minutes=31)
    assert (await meera.get("/admin")).headers["location"] == "/admin/login?next=/admin"


async def test_a_shoppers_form_token_is_worth_nothing_here(hired: Hiring):
    meera = await hired()
    token = await meera.token("/cart")
    answer = await meera.client.post("/admin/account/recovery-codes", data={"csrf_token": token})
    assert answer.status_code == 403
    assert "This form is out of date." in answer.text


def cleared(answer: httpx.Response) -> str:
    """The line that clears the staff's cookie."""
    lines = answer.headers.get_list("set-cookie")
    return next(line for line in lines if line.startswith("zadmin=;"))


async def test_a_token_of_staffs_opens_no_page(hired: Hiring, guest: Arriving, door: Door):
    """It is for programs, whatever it may do at the API."""
    meera = await hired(Role.OWNER)
    assert meera.clerk is not None
    asked = identity.LoggingIn(meera.clerk.email, PASSWORD, identity.SessionKind.API)
    waiting = await identity.log_in(door.database, door.keys, asked, policy=door.policy)
    assert isinstance(waiting, identity.SecondFactorNeeded)
    finishing = identity.FinishingSecondFactor(
        waiting.token, meera.next_code(), identity.SessionKind.API
    )
    tokens = (await identity.finish_second_factor(door.database, door.keys, finishing)).tokens
    assert tokens is not None
    bearer = {"Authorization": f"Bearer {tokens.access_token}"}
    client = (await guest()).client
    assert (await client.get("/api/v1/admin/staff", headers=bearer)).status_code == 200
    assert (await client.get("/admin/staff", headers=bearer)).status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "/admin/audit-log?until=9999-12-31",
        "/admin/audit-log?since=0001-01-01",
        "/admin/security?to=0001-01-01",
        "/admin/security?from=9999-12-31&to=9999-12-31",
        "/api/v1/admin/analytics/security?to=0001-01-01",
    ],
)
async def test_the_ends_of_time_are_days_like_others(hired: Hiring, address: str):
    meera = await hired(Role.OWNER)
    assert (await meera.get(address)).status_code < 500
