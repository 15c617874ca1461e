"""Refunds that go elsewhere, over the API: redirected by staff, given an account by their buyer."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.fake_gateway import FakeGateway
from tests.world.people import Door, shopper
from tests.world.till import Till
from zahra.base import ids
from zahra.base.actors import Permission, program
from zahra.base.db import Database
from zahra.shop import identity, orders
from zahra.web.api import admin_refunds
from zahra.web.api import credit as credit_routes

pytestmark = pytest.mark.anyio
STAFF = {Permission.REFUNDS_CREATE, Permission.FINANCE_READ}


@dataclass
class Desk:
    """A buyer and a member of staff who ask over the API, and a refund that was refused."""

    till: Till
    buyer: httpx.AsyncClient
    staff: httpx.AsyncClient
    stranger: httpx.AsyncClient
    refund_id: str

    async def redirect(self, **body: Any) -> httpx.Response:
        return await self.staff.post(f"/admin/refunds/{self.refund_id}/redirect", json=body)

    async def payout(self) -> dict[str, Any]:
        """The buyer's payout."""
        (found,) = (await self.buyer.get("/users/me/payouts")).json()["data"]
        return found

    async def account(self, who: httpx.AsyncClient, vpa: str = "asha@okhdfc") -> str:
        named = await who.post("/users/me/payout-accounts", json={"holder": "Asha", "vpa": vpa})
        assert named.status_code == 201, named.text
        return named.json()["data"]["id"]

    async def choose(self, who: httpx.AsyncClient, account_id: str, **headers: str):
        path = f"/users/me/payouts/{(await self.payout())['id']}/account"
        return await who.post(path, json={"accountId": account_id}, headers=headers)


async def signed_in(door: Door) -> tuple[Any, dict[str, str]]:
    found = await door.sign_in(f"+9196{ids.new().int % 10**8:08}", kind=identity.SessionKind.API)
    assert found.tokens is not None
    return found.person, {"Authorization": f"Bearer {found.tokens.access_token}"}


@pytest.fixture
async def desk(pooled: Database) -> AsyncGenerator[Desk, None]:
    till = Till(pooled, gateway=FakeGateway(numbers=count(ids.new().int % 10**13)))
    door = Door(pooled)
    person, hers = await signed_in(door)
    _, theirs = await signed_in(door)
    actor, goods = shopper(person.id), await till.goods({"M": 9}, title=f"Kurta {ids.new().hex}")
    await till.fill_bag(actor, goods["M"])
    placed = await till.place(actor, key=str(ids.new()))
    till.pay(placed)
    await till.settle(placed)
    till.gateway.refusing.add("refund")
    async with pooled.transaction() as tx:
        wish = orders.Cancelling("size")
        await orders.cancel_order(tx, actor, placed.order.id, wish, key="cancel")
        key = await identity.make_api_key(tx, program("tests"), f"{ids.new()}@example.com", STAFF)
    await till.run_errands()
    failed = "SELECT id FROM refunds WHERE state = 'failed' AND order_id = %(id)s"
    refund_id = await till.value(failed, id=placed.order.id)
    site = a_counter(pooled, credit_routes.router, admin_refunds.router)
    async with at(site) as buyer, at(site) as staff, at(site) as stranger:
        buyer.headers.update(hers)
        stranger.headers.update(theirs)
        staff.headers["Authorization"] = f"Bearer {key}"
        yield Desk(till, buyer, staff, stranger, str(refund_id))


async def test_staff_see_why_a_refund_was_refused_and_send_it_another_way_once(desk: Desk):
    listed = (await desk.staff.get("/admin/refunds", params={"status": "failed"})).json()
    refused = next(each for each in listed["data"] if each["id"] == desk.refund_id)
    assert (refused["status"], refused["amount"]) == ("failed", 159900)
    assert "input_validation_failed" in refused["lastError"]
    answer = await desk.redirect(destination="store_credit")
    assert answer.status_code == 201, answer.text
    (granted,) = answer.json()["data"]
    assert granted["insteadOf"] == desk.refund_id
    assert (granted["destination"], granted["amount"]) == ("store_credit", 159900)
    again = await desk.redirect(destination="store_credit")
    assert again.json()["data"][0]["id"] == granted["id"]
    other = await desk.redirect(destination="payout")
    assert (other.status_code, other.json()["error"]["code"]) == (409, "refund_not_refused")
    told = (await desk.buyer.get("/users/me/credit", params={"due": 159950})).json()["data"]
    assert (told["balance"], told["usable"]) == (159900, 159850)
    told = (await desk.buyer.get("/users/me/credit")).json()["data"]
    assert told["usable"] is None


async def test_a_buyer_says_which_account_a_payout_goes_to(desk: Desk):
    assert (await desk.redirect(destination="payout")).status_code == 201
    waiting = await desk.payout()
    assert (waiting["state"], waiting["account"], waiting["amount"]) == (
        "needs_account",
        None,
        159900,
    )
    mine = await desk.account(desk.buyer)
    key = {"Idempotency-Key": "choose"}
    first = await desk.choose(desk.buyer, mine, **key)
    assert first.status_code == 200, first.text
    assert (first.json()["data"]["state"], first.json()["data"]["account"]) == (
        "granted",
        "as•••@okhdfc",
    )
    again = await desk.choose(desk.buyer, mine, **key)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()
    assert (await desk.choose(desk.buyer, mine)).json()["data"] == first.json()["data"]


async def test_anothers_payout_is_404_and_anothers_account_is_refused(desk: Desk):
    await desk.redirect(destination="payout")
    theirs = await desk.account(desk.stranger, "mallory@okhdfc")
    stolen = await desk.choose(desk.stranger, theirs)
    assert (stolen.status_code, stolen.json()["error"]["code"]) == (404, "not_found")
    wrong = await desk.choose(desk.buyer, theirs)
    assert (wrong.status_code, set(wrong.json()["error"]["fields"])) == (422, {"accountId"})
    assert (await desk.payout())["state"] == "needs_account"
    assert (await desk.stranger.get("/users/me/payouts")).json()["data"] == []


async def test_shoppers_redirect_nothing(desk: Desk):
    path = f"/admin/refunds/{desk.refund_id}/redirect"
    answer = await desk.buyer.post(path, json={"destination": "store_credit"})
    assert answer.status_code == 403
    assert (await desk.buyer.get("/admin/refunds")).status_code == 403
