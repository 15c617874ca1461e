"""Looking after people and staff: masked, written down, and by link alone."""

import re
from uuid import UUID

import pytest

from tests.web.admin.conftest import Arriving, Hiring
from tests.world import staff
from tests.world.people import Door
from tests.world.staff import App
from tests.world.whole import Whole
from zahra.shop.identity import Role

pytestmark = pytest.mark.anyio
ASHAS_PHONE = "+919876500001"


async def test_people_are_found_and_never_shown_whole(hired: Hiring, whole: Whole):
    meera = await hired(Role.SUPPORT)
    for sought in ("98765 00001", "0001", ""):
        page = await meera.get(f"/admin/people?q={sought}")
        assert f"/admin/people/{whole.asha.ids['user_id']}" in page.text, sought
        assert "••••••0001" in page.text
        assert "9876500001" not in page.text.replace(sought or "nothing", "")


async def test_nobody_who_fits_is_told_from_nobody_at_all(hired: Hiring):
    page = await (await hired()).get("/admin/people?q=zzzzz")
    assert "Nothing fits." in page.text
    assert 'href="/admin/people">show everything</a>' in page.text


async def test_what_is_sought_comes_back_escaped(hired: Hiring):
    page = await (await hired()).get('/admin/people?q="><script>alert(1)</script>')
    assert "<script>alert" not in page.text


async def test_signing_somebody_out_ends_all_their_sessions_and_is_written_down(
    hired: Hiring, door: Door, whole: Whole
):
    meera = await hired()
    shopper = await door.sign_in("+919876512399")
    here = f"/admin/people/{shopper.person.id}"
    answer = await meera.send(f"{here}/end-sessions", seen_on=here)
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    assert "Signed out of 1 session." in (await meera.get(here)).text
    async with whole.shop.database.snapshot() as snapshot:
        reasons = await snapshot.values(
            "SELECT revoke_reason FROM sessions WHERE user_id = %(id)s", id=shopper.person.id
        )
    assert list(reasons) == ["revoked_by_admin"]
    log = await meera.get(f"/admin/audit-log?action=sessions.&subject=user:{shopper.person.id}")
    assert "sessions.<wbr>ended" in log.text
    assert "ended: 1" in log.text


async def test_who_looks_after_people_does_not_touch_staff(hired: Hiring, whole: Whole):
    meera, sunita = await hired(), await hired(Role.SUPPORT)
    assert meera.clerk is not None
    here = f"/admin/people/{meera.clerk.actor.person}"
    page = await sunita.get(here)
    assert "Sign out everywhere" not in page.text
    token = await sunita.token(here)
    for act in ("end-sessions", "disable"):
        answer = await sunita.client.post(f"{here}/{act}", data={"csrf_token": token})
        assert answer.status_code == 403
    assert (await meera.get("/admin")).status_code == 200


async def test_an_invitation_goes_by_letter_alone_and_makes_somebody_staff(
    hired: Hiring, guest: Arriving, door: Door, whole: Whole
):
    meera, email = await hired(), "ravi@zahra.example"
    answer = await meera.send("/admin/staff/invite", email=email, role_viewer="yes")
    assert answer.headers["location"] == "/admin/staff"
    listed = (await meera.get("/admin/staff")).text
    assert "An invitation is on its way to ravi@zahra.example." in listed
    assert "token=" not in listed
    found = re.search(r'/admin/staff/([0-9a-f-]{36})">ravi@zahra.example', listed)
    assert found is not None
    token = await staff.invitation(door, UUID(found[1]))
    ravi, here = await guest(), f"/admin/enrol?token={token}"
    page = (await ravi.get(here)).text
    assert "r•••@zahra.example" in page
    assert email not in page
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert shown is not None
    assert sealed is not None
    app = App(whole.shop.database, shown[1].replace(" ", ""))
    fields = {"enrolment": token, "name": "Ravi", "sealed": sealed[1]}
    refused = await ravi.send(
        "/admin/enrol", seen_on=here, **fields, password="short", code=app.code
    )
    assert refused.status_code == 422
    assert "At least 15" in refused.text
    assert "short" not in refused.text.replace("shortcut", "")
    joined = await ravi.send(
        "/admin/enrol", seen_on=here, **fields, password=staff.PASSWORD, code=app.code
    )
    assert len(re.findall(r"<li>[0-9A-Z]{5}-[0-9A-Z]{5}</li>", joined.text)) == 10
    assert (await ravi.get("/admin")).status_code == 200
    assert (await ravi.get(here)).status_code == 404  # the link is good once


async def test_an_invitation_without_address_or_role_says_so_in_its_place(hired: Hiring):
    meera = await hired()
    answer = await meera.send("/admin/staff/invite", email="nobody", role_viewer="yes")
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    answer = await meera.send("/admin/staff/invite", email="a@b.example")
    assert answer.status_code == 422
    assert 'id="roles-error"' in answer.text


async def test_the_last_owner_keeps_the_role_and_is_told_why(hired: Hiring):
    meera = await hired()
    page = await meera.get(f"/admin/staff/{meera.clerk.actor.person if meera.clerk else ''}")
    assert "Nobody changes their own roles." in page.text
    assert "Save the roles" not in page.text


async def test_the_log_is_walked_from_its_last_row(hired: Hiring):
    meera = await hired()
    page = await meera.get("/admin/audit-log?action=staff.")
    assert "staff.<wbr>enrolled" in page.text
    assert (await meera.get("/admin/audit-log?since=2999-01-01")).text.count("Nothing fits.") == 1
    assert (await meera.get("/admin/audit-log?since=yesterday&person=x")).status_code == 200


async def test_new_recovery_codes_are_shown_once_and_the_old_ones_stop(hired: Hiring):
    meera = await hired()
    assert meera.clerk is not None
    shown = await meera.send("/admin/account/recovery-codes", seen_on="/admin/account")
    codes = re.findall(r"<li>([0-9A-Z]{5}-[0-9A-Z]{5})</li>", shown.text)
    assert len(codes) == 10
    assert not set(codes) & set(meera.clerk.enrolled.recovery_codes)
    assert codes[0] not in (await meera.get("/admin/account")).text


async def test_staff_keep_their_only_second_factor_and_are_told_so(hired: Hiring):
    meera = await hired()
    await meera.send("/admin/account/app/remove", seen_on="/admin/account")
    page = (await meera.get("/admin/account")).text
    assert "This is your only second factor." in page
    assert "Set up another" in page


async def test_a_new_password_needs_the_one_before_and_ends_other_sessions(hired: Hiring):
    meera = await hired()
    new = "nine brass bells at the door"
    here = "/admin/account/password"
    answer = await meera.send(here, seen_on="/admin/account", current="x" * 20, password=new)
    assert answer.status_code == 422
    assert "That is not your password now." in answer.text
    answer = await meera.send(here, seen_on="/admin/account", current=staff.PASSWORD, password=new)
    assert answer.headers["location"] == "/admin/account"
    meera.client.cookies.clear()
    assert (await meera.sign_in(new)).headers["location"] == "/admin"
