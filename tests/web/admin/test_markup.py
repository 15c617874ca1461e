"""Every page of the staff's, read as strictly as no browser does."""

import pytest

from tests.web.admin.conftest import Arriving, Hiring
from tests.web.ui.markup import problems_of
from tests.world.whole import Whole
from zahra.shop.identity import Role

pytestmark = pytest.mark.anyio
PAGES = (
    "/admin",
    "/admin/people",
    "/admin/people?q=nobody-like-this",
    "/admin/people/{user_id}",
    "/admin/staff",
    "/admin/staff/invite",
    "/admin/audit-log",
    "/admin/audit-log?action=staff.",
    "/admin/security",
    "/admin/account",
    "/admin/account/app",
    "/admin/confirm",
    "/admin/nothing-here",
)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_sound_markup_that_the_content_policy_accepts(
    hired: Hiring, whole: Whole, path: str
):
    meera = await hired()
    page = await meera.get(path.format(**whole.asha.ids))
    assert problems_of(page.text) == []
    assert page.headers["cache-control"] == "private, no-store"
    assert "noindex" in page.text


@pytest.mark.parametrize("path", ["/admin/login", "/admin/enrol?token=none"])
async def test_the_entrance_is_sound_too(guest: Arriving, path: str):
    page = await (await guest()).get(path)
    assert problems_of(page.text) == []


async def test_who_may_not_is_told_so_in_the_same_frame(hired: Hiring):
    sunita = await hired(Role.VIEWER)
    page = await sunita.get("/admin/staff")
    assert page.status_code == 403
    assert "That is not yours to do" in page.text
    assert problems_of(page.text) == []


async def test_pages_of_the_shop_are_refused_in_the_shops_own_frame(guest: Arriving):
    visitor = await guest()
    assert "site-header" in (await visitor.get("/administration")).text
    assert "site-header" not in (await visitor.get("/admin/nothing")).text
