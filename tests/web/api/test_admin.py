"""`/admin/users`, `/admin/staff`, `/admin/audit-log`: masked, walked by the last row, noted."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from tests.world.whole import Visitor, Whole, settings_for, whole_site

pytestmark = pytest.mark.anyio


@pytest.fixture
async def whole(fresh_dsn: str, tmp_path: Path) -> AsyncGenerator[Whole, None]:
    async with whole_site(settings_for(fresh_dsn, tmp_path)) as opened:
        yield opened


async def told(whole: Whole, method: str, path: str, **more: Any) -> Any:
    """What the owner is answered."""
    answer = await whole.ask(method, path, whole.owner, **more)
    assert answer.is_success, answer.text
    return answer.json()


async def test_people_are_masked_and_walked_from_one_to_the_next(whole: Whole):
    seen: list[str] = []
    after = ""
    while True:
        page = await told(whole, "GET", f"/admin/users?limit=2{after}")
        assert len(page["data"]) <= 2
        seen += [person["id"] for person in page["data"]]
        if page["meta"]["after"] is None:
            break
        after = f"&after={page['meta']['after']}"
    assert len(seen) == len(set(seen)) == 4  # Asha, Bina, the clerk, the owner
    found = await told(whole, "GET", "/admin/users?q=%2B919876500001")
    assert [person["phone"] for person in found["data"]] == ["••••••0001"]
    assert "9876500001" not in str(found)


async def test_signing_somebody_out_ends_their_tokens_at_once_and_is_written_down(whole: Whole):
    asha = whole.asha.ids["user_id"]
    one = await told(whole, "GET", f"/admin/users/{asha}")
    assert len(one["data"]["sessions"]) == 1
    ended = await told(whole, "POST", f"/admin/users/{asha}/end-sessions")
    assert ended["data"] == {"revoked": 1}
    assert (await whole.ask("GET", "/users/me", whole.asha)).status_code == 401
    log = await told(whole, "GET", f"/admin/audit-log?action=sessions.&subject=user:{asha}")
    assert [(each["action"], each["detail"]) for each in log["data"]] == [
        ("sessions.ended", {"ended": 1})
    ]


async def test_a_closed_account_opens_to_nothing_until_it_is_opened_again(whole: Whole):
    bina = whole.bina.ids["user_id"]
    closed = await told(whole, "POST", f"/admin/users/{bina}/disable")
    assert closed["data"] == {"id": bina, "status": "disabled"}
    assert (await whole.ask("GET", "/users/me", whole.bina)).status_code == 401
    await told(whole, "POST", f"/admin/users/{bina}/enable")
    assert (await told(whole, "GET", f"/admin/users/{bina}"))["data"]["person"]["status"] == (
        "active"
    )


async def test_an_invitation_is_listed_changed_sent_again_and_withdrawn(whole: Whole):
    wanted = {"email": "ravi@zahra.example", "roles": ["viewer"]}
    ravi = (await told(whole, "POST", "/admin/staff/invitations", json=wanted))["data"]["id"]
    roles = {"roles": ["support", "support"]}
    changed = await told(whole, "PATCH", f"/admin/staff/{ravi}", json=roles)
    assert changed["data"] == {"id": ravi, "roles": ["support"]}
    await told(whole, "POST", f"/admin/staff/{ravi}/invite-again")
    member = next(m for m in (await told(whole, "GET", "/admin/staff"))["data"] if m["id"] == ravi)
    assert (member["roles"], member["invitedAs"]) == ([], ["support"])
    await told(whole, "DELETE", f"/admin/staff/{ravi}/invitation")
    listed = (await told(whole, "GET", "/admin/staff"))["data"]
    assert ravi not in [member["id"] for member in listed]


@pytest.mark.parametrize("path", ["/admin/users", "/admin/staff", "/admin/audit-log"])
async def test_shoppers_and_strangers_are_turned_away(whole: Whole, path: str):
    refused = await whole.ask("GET", path, whole.asha)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    refused = await whole.ask("GET", path, Visitor())
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "unauthenticated")
