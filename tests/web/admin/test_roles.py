"""What each role opens, tried at every address for staff: pages by cookie, the API by token."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.architecture.routes import PREFIX, ROUTES
from tests.web.admin.conftest import Arriving, Hiring
from tests.world.people import Door
from tests.world.whole import Whole
from zahra.base.actors import Permission
from zahra.shop import identity
from zahra.shop.identity import Role
from zahra.shop.identity.sessions.opening import Opening, open_session

pytestmark = pytest.mark.anyio
SOME_ID = "01a20492-0000-7000-8000-000000000001"
GUARDED = {route: allowed.permission for route, allowed in ROUTES.items() if allowed.permission}
P = Permission
# Written out once more, so that a slip in the shop's own table is seen.
MAY: dict[Role, set[Permission]] = {
    Role.OWNER: set(P),
    Role.MANAGER: set(P) - {P.STAFF_WRITE},
    Role.CATALOGUE: {P.CATALOGUE_WRITE, P.STOCK_WRITE, P.PROMOTIONS_WRITE},
    Role.FULFILMENT: {
        P.ORDERS_READ,
        P.ORDERS_WRITE,
        P.STOCK_WRITE,
        P.SHIPPING_WRITE,
        P.RETURNS_WRITE,
    },
    Role.SUPPORT: {P.ORDERS_READ, P.CUSTOMERS_READ, P.CUSTOMERS_WRITE, P.RETURNS_WRITE},
    Role.FINANCE: {
        P.ORDERS_READ,
        P.REFUNDS_CREATE,
        P.AUDIT_READ,
        P.FINANCE_READ,
        P.FINANCE_WRITE,
    },
    Role.VIEWER: {P.ORDERS_READ},
}


async def ask(client: httpx.AsyncClient, whole: Whole, route: str, held: str) -> httpx.Response:
    """The route by a token at the API, else as a page by a cookie."""
    method, path = route.split(" ", 1)
    address = re.sub(r"\{\w+\}", SOME_ID, path)
    body = ROUTES[route].body
    more: dict[str, Any] = {"data": dict(body)}
    if path.startswith(PREFIX):
        files = {name: sent for name, sent in body.items() if isinstance(sent, bytes)}
        more = {"files": files} if files else {"json": dict(body)}
        headers = {"Authorization": f"Bearer {held}", "Idempotency-Key": uuid4().hex}
    else:
        binding = hashlib.sha256(held.encode()).hexdigest().encode()
        more["data"]["csrf_token"] = whole.shop.keys.sign("csrf", binding).hex()
        headers = {"Cookie": f"zadmin={held}"}
    if method in ("GET", "DELETE"):
        more = {}
    return await client.request(method, address, headers=headers, **more)


async def sessions_of(whole: Whole, role: Role) -> dict[bool, str]:
    """Somebody with this one role: an API session's token, and a staff session's cookie."""
    async with whole.shop.database.transaction() as tx:
        named = identity.identifier_of(f"{role.value}@roles.example")
        account, _ = await identity.find_or_create_user(tx, named)
        await tx.run("UPDATE users SET roles = %(r)s WHERE id = %(id)s", r=[role], id=account.id)
        by_two = ("pwd", "otp", "mfa")
        opened = [
            await open_session(
                tx, whole.shop.keys, account, Opening(kind, by_two), policy=whole.shop.policy
            )
            for kind in (identity.SessionKind.API, identity.SessionKind.ADMIN)
        ]
    api, page = opened
    assert api.tokens is not None
    assert page.secret is not None
    return {True: api.tokens.access_token, False: page.secret}


def told(answer: httpx.Response) -> str:
    return f"{answer.request.method} {answer.request.url.path}: {answer.status_code}"


def wrongly_answered(answers: list[tuple[str, httpx.Response]], role: Role) -> Iterator[str]:
    """Routes that turn away who may, or let in who may not."""
    for route, answer in answers:
        is_turned_away = answer.status_code in (401, 403) or "login" in answer.headers.get(
            "location", ""
        )
        if is_turned_away is (GUARDED[route] in MAY[role]):
            yield told(answer)


@pytest.mark.parametrize("role", Role)
async def test_a_role_opens_what_is_its_and_nothing_else(whole: Whole, guest: Arriving, role: Role):
    visitor = await guest()
    answers: list[tuple[str, httpx.Response]] = []
    for route in GUARDED:
        held = await sessions_of(whole, role)
        is_program = route.split(" ")[1].startswith(PREFIX)
        answers.append((route, await ask(visitor.client, whole, route, held[is_program])))
    assert list(wrongly_answered(answers, role)) == []
    assert len(answers) > 20


async def test_a_wrong_answer_would_be_seen(whole: Whole, guest: Arriving):
    visitor, route = await guest(), "GET /admin/people"
    held = await sessions_of(whole, Role.VIEWER)
    answer = await ask(visitor.client, whole, route, held[False])
    assert list(wrongly_answered([(route, answer)], Role.OWNER)) == ["GET /admin/people: 403"]


async def test_a_role_taken_away_in_the_middle_counts_from_the_next_click(
    hired: Hiring, door: Door
):
    meera, sunita = await hired(), await hired(Role.SUPPORT)
    assert sunita.clerk is not None
    assert (await sunita.get("/admin/people")).status_code == 200
    user_id = sunita.clerk.actor.person
    answer = await meera.send(
        f"/admin/staff/{user_id}/roles", seen_on=f"/admin/staff/{user_id}", role_catalogue="yes"
    )
    assert answer.status_code == 303
    assert (await sunita.get("/admin/people")).status_code == 403
    assert (await sunita.get("/admin")).status_code == 200


async def test_who_no_longer_works_here_opens_no_page_from_the_next_click(hired: Hiring):
    meera, sunita = await hired(), await hired(Role.SUPPORT)
    assert sunita.clerk is not None
    here = f"/admin/staff/{sunita.clerk.actor.person}"
    assert (await meera.send(f"{here}/roles", seen_on=here)).status_code == 303
    for path in ("/admin", "/admin/account", "/admin/people"):
        assert (await sunita.get(path)).status_code in (303, 403)


async def test_nobody_gives_themselves_a_role(hired: Hiring, whole: Whole):
    meera = await hired(Role.OWNER)
    assert meera.clerk is not None
    here = f"/admin/staff/{meera.clerk.actor.person}"
    before = await roles_of(whole, meera.clerk.email)
    answer = await meera.send(f"{here}/roles", seen_on=here, role_viewer="yes")
    assert (answer.status_code, answer.headers["location"]) == (303, here)
    assert "You cannot do this to yourself." in (await meera.get(here)).text
    assert await roles_of(whole, meera.clerk.email) == before == ["owner"]


async def test_the_sidebar_shows_only_where_one_may_go(hired: Hiring):
    places = r'<li><a href="(/admin[^"]*)"'
    viewer, finance = await hired(Role.VIEWER), await hired(Role.FINANCE)
    assert re.findall(places, (await viewer.get("/admin")).text) == ["/admin"]
    assert re.findall(places, (await finance.get("/admin")).text) == ["/admin", "/admin/audit-log"]


async def roles_of(whole: Whole, email: str) -> list[str]:
    async with whole.shop.database.snapshot() as snapshot:
        found = await snapshot.values(
            "SELECT unnest(u.roles) FROM users u JOIN identities i ON i.user_id = u.id "
            "WHERE i.value = %(email)s",
            email=email,
        )
    return list(found)
