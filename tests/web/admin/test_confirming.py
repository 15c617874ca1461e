"""Showing again that it is you, before what a browser left alone would do harm by."""

from collections.abc import Callable

import pytest

from tests.web.admin.conftest import Colleague, Hiring
from tests.world.whole import Whole
from zahra.shop.identity import Role

pytestmark = pytest.mark.anyio
Later = Callable[[], None]


async def status_of(whole: Whole, user_id: object) -> str:
    async with whole.shop.database.snapshot() as snapshot:
        return await snapshot.value("SELECT status FROM users WHERE id = %(id)s", id=user_id)


async def confirm(someone: Colleague, asked_at: str, code: str) -> str:
    """Type a code where it is asked for; where that leads."""
    next_url = asked_at.partition("?next=")[2]
    answer = await someone.send("/admin/confirm", seen_on=asked_at, code=code, next=next_url)
    return answer.headers.get("location", str(answer.status_code))


async def test_inviting_asks_first_once_the_last_proof_is_old(
    hired: Hiring, eleven_minutes_later: Later
):
    meera = await hired()
    assert (await meera.get("/admin/staff/invite")).status_code == 200
    eleven_minutes_later()
    answer = await meera.get("/admin/staff/invite")
    assert answer.headers["location"] == "/admin/confirm?next=/admin/staff/invite"
    assert await confirm(meera, answer.headers["location"], meera.next_code()) == (
        "/admin/staff/invite"
    )
    assert (await meera.get("/admin/staff/invite")).status_code == 200


async def test_closing_an_account_asks_first_and_does_nothing_until_then(
    hired: Hiring, whole: Whole, eleven_minutes_later: Later
):
    meera, person = await hired(Role.SUPPORT), whole.bina.ids["user_id"]
    here = f"/admin/people/{person}"
    eleven_minutes_later()
    answer = await meera.send(f"{here}/disable", seen_on=here)
    assert answer.headers["location"] == f"/admin/confirm?next={here}"
    assert await status_of(whole, person) == "active"
    assert await confirm(meera, answer.headers["location"], meera.next_code()) == here
    await meera.send(f"{here}/disable", seen_on=here)
    assert await status_of(whole, person) == "disabled"
    await meera.send(f"{here}/enable", seen_on=here)
    assert await status_of(whole, person) == "active"


async def test_a_wrong_code_confirms_nothing(hired: Hiring, eleven_minutes_later: Later):
    meera = await hired()
    eleven_minutes_later()
    assert await confirm(meera, "/admin/confirm?next=/admin", meera.app.wrong_code) == "422"
    assert (await meera.get("/admin/staff/invite")).status_code == 303


async def test_confirming_changes_the_cookie_and_the_old_one_opens_nothing(
    hired: Hiring, eleven_minutes_later: Later
):
    meera = await hired()
    before = meera.secret
    assert before is not None
    eleven_minutes_later()
    await confirm(meera, "/admin/confirm?next=/admin", meera.next_code())
    assert meera.secret not in (None, before)
    assert (await meera.get("/admin")).status_code == 200
    meera.client.cookies.clear()
    meera.client.cookies.set("zadmin", before, domain="shop.test")
    assert (await meera.get("/admin")).status_code == 303


@pytest.mark.parametrize("next_url", ["//evil.example", "https://evil.example"])
async def test_confirming_leads_to_no_other_site(hired: Hiring, next_url: str):
    meera = await hired()
    page = await meera.get(f"/admin/confirm?next={next_url}")
    assert 'name="next" value="/admin"' in page.text


async def test_where_a_form_came_from_is_believed_only_within_the_staffs_pages(
    hired: Hiring, whole: Whole, eleven_minutes_later: Later
):
    meera, person = await hired(), whole.asha.ids["user_id"]
    token = await meera.token(f"/admin/people/{person}")
    eleven_minutes_later()
    for referer in ("https://evil.example//x", "http://shop.test/cart", ""):
        answer = await meera.client.post(
            f"/admin/people/{person}/disable",
            data={"csrf_token": token},
            headers={"Referer": referer},
        )
        assert answer.headers["location"] == "/admin/confirm?next=/admin"
