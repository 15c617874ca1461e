"""Changing how one is reached, taking one's data along, going, and numbers with a new owner."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.world.counter import a_counter, at
from tests.world.fake_gateway import FakeGateway
from tests.world.people import Door, shopper
from tests.world.till import Errands
from zahra.base import ids
from zahra.base.db import Database
from zahra.shop import identity, payments, privacy
from zahra.web.api import auth, numbers, personal_data, users

pytestmark = pytest.mark.anyio


@dataclass(slots=True)
class Caller:
    """A program of somebody new, signed in."""

    client: httpx.AsyncClient
    door: Door
    phone: str
    id: str = ""

    async def ask(self, method: str, path: str, **body: Any) -> httpx.Response:
        return await self.client.request(method, path, json=body or None)

    async def sign_in(self) -> httpx.Response:
        await self.ask("POST", "/auth/otp/send", identifier=self.phone)
        code = await self.code_for(self.phone)
        answer = await self.ask("POST", "/auth/otp/verify", identifier=self.phone, otp=code)
        if answer.is_success:
            self.keep(answer)
        return answer

    def keep(self, answer: httpx.Response) -> None:
        told = answer.json()["data"]
        self.id = told["user"]["id"]
        self.client.headers["Authorization"] = f"Bearer {told['tokens']['accessToken']}"

    async def code_for(self, identifier: str) -> str:
        """The worker sends the code that was asked for last, and it arrives."""
        async with self.door.database.snapshot() as snapshot:
            latest = await snapshot.value(
                "SELECT id FROM otp_challenges WHERE identifier = %(to)s"
                " ORDER BY created_at DESC LIMIT 1",
                to=identifier,
            )
        await self.door.deliver(latest)
        return self.door.code


@pytest.fixture
async def caller(pooled: Database) -> AsyncGenerator[Caller, None]:
    site = a_counter(pooled, auth.router, users.router, personal_data.router, numbers.router)
    site.state.limits_off = True
    # A test here wakes up half a year later: what it spent would lie ahead of everybody else.
    site.state.shop.policy = identity.Policy(limits_off=True)
    async with at(site) as client:
        caller = Caller(client, Door(pooled), f"+9198{ids.new().int % 10**8:08d}")
        await caller.sign_in()
        yield caller


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def an_address() -> str:
    return f"{ids.new()}@example.com"


async def test_a_new_address_is_pending_and_then_ones_own(caller: Caller):
    email = an_address()
    asked = await caller.ask("PATCH", "/users/me", email=email.upper(), name="Asha Rao")
    me = asked.json()["data"]
    assert (me["name"], me["email"], me["pending"]) == ("Asha Rao", None, ["email"])
    code = await caller.code_for(email)
    proven = await caller.ask("POST", "/users/me/verify", identifier=email, otp=code)
    assert proven.status_code == 200
    me = proven.json()["data"]
    assert (me["email"], me["phone"], me["pending"]) == (email, caller.phone, [])
    assert "set-cookie" not in proven.headers


async def test_the_access_token_is_exchanged_after_a_change(caller: Caller):
    email = an_address()
    await caller.ask("PATCH", "/users/me", email=email)
    code = await caller.code_for(email)
    await caller.ask("POST", "/users/me/verify", identifier=email, otp=code)
    assert error(await caller.ask("GET", "/users/me")) == (401, "unauthenticated")


async def test_an_old_proof_changes_no_contact_and_nothing_beside_it(caller: Caller):
    async with caller.door.database.transaction() as tx:
        await tx.run(
            "UPDATE sessions SET auth_time = auth_time - interval '11 minutes', step_up_at = NULL"
            " WHERE user_id = %(id)s",
            id=caller.id,
        )
    refused = await caller.ask("PATCH", "/users/me", email=an_address(), name="Mallory")
    assert error(refused) == (403, "step_up_required")
    me = (await caller.ask("GET", "/users/me")).json()["data"]
    assert (me["name"], me["pending"]) == (None, [])
    named = await caller.ask("PATCH", "/users/me", name="Asha", phone=caller.phone)
    assert named.json()["data"]["name"] == "Asha"
    for method, path in (
        ("DELETE", "/users/me/contacts/phone"),
        ("POST", "/users/me/export"),
        ("DELETE", "/users/me"),
    ):
        assert error(await caller.ask(method, path)) == (403, "step_up_required")


async def test_that_an_address_is_taken_is_said_only_after_its_code(caller: Caller):
    taken = an_address()
    async with caller.door.database.transaction() as tx:
        await identity.find_or_create_user(tx, identity.identifier_of(taken))
    free = an_address()
    answers = [await caller.ask("PATCH", "/users/me", email=each) for each in (free, taken)]
    assert answers[0].content == answers[1].content
    code = await caller.code_for(taken)
    refused = await caller.ask("POST", "/users/me/verify", identifier=taken, otp=code)
    assert error(refused) == (409, "identity_in_use")


async def test_the_last_contact_stays_and_there_are_two_kinds(caller: Caller):
    assert error(await caller.ask("DELETE", "/users/me/contacts/phone")) == (409, "last_identity")
    for kind in ("email", "fax"):
        answer = await caller.ask("DELETE", f"/users/me/contacts/{kind}")
        assert error(answer) == (404, "not_found")


async def test_strangers_see_a_first_name_and_since_when_and_nothing_else(caller: Caller):
    await caller.ask("PATCH", "/users/me", name="Asha Devi Rao", dateOfBirth="1992-04-30")
    del caller.client.headers["Authorization"]
    seen = await caller.ask("GET", f"/users/{caller.id}")
    since = (await _today(caller)).isoformat()
    assert seen.json()["data"] == {
        "id": caller.id,
        "displayName": "Asha R.",
        "memberSince": since,
    }
    assert seen.headers["cache-control"] == "private, no-store"
    for nobody in (ids.new(), "nonsense"):
        assert error(await caller.ask("GET", f"/users/{nobody}")) == (404, "not_found")


async def test_a_copy_is_asked_for_made_and_fetched(caller: Caller):
    asked = await caller.ask("POST", "/users/me/export")
    told = asked.json()["data"]
    assert (asked.status_code, told["readyAt"]) == (202, None)
    path = f"/users/me/export/{told['id']}"
    assert (await caller.ask("GET", path)).json()["data"]["document"] is None
    await privacy.jobs.make_export(caller.door.database, export_id=UUID(told["id"]))
    copy = await caller.ask("GET", path)
    document = copy.json()["data"]["document"]
    assert [each["value"] for each in document["contacts"]] == [caller.phone]
    assert copy.headers["cache-control"] == "private, no-store"


async def test_whoever_goes_is_gone_at_once(caller: Caller):
    gone = await caller.ask("DELETE", "/users/me")
    assert (gone.status_code, gone.json()["data"]) == (200, {"id": caller.id, "removed": True})
    assert gone.headers["clear-site-data"] == '"cache", "storage"'
    cleared = [each.partition("=")[0] for each in gone.headers.get_list("set-cookie")]
    assert cleared == ["zsid", "zotp", "zcart"]
    assert error(await caller.ask("GET", "/users/me")) == (401, "unauthenticated")
    del caller.client.headers["Authorization"]
    assert error(await caller.ask("GET", f"/users/{caller.id}")) == (404, "not_found")


async def test_whoever_goes_leaves_no_card_at_a_gateway(caller: Caller):
    gateway, errands = FakeGateway(), Errands()
    gateways, who = payments.Gateways([gateway]), shopper(UUID(caller.id))
    payer = payments.Payer("Asha", caller.phone, None)
    await payments.start_keeping(caller.door.database, gateways, who, payer)
    async with caller.door.database.snapshot() as snapshot:
        customer = await payments.customer_at(snapshot, who, "razorpay")
    assert customer
    gateway.keep_card(customer, "1007")
    saved = await payments.refresh_saved(caller.door.database, gateways, who)
    assert [each.last_four for each in saved.methods] == ["1007"]
    caller.door.database.queue = errands
    assert (await caller.ask("DELETE", "/users/me")).status_code == 200
    async with caller.door.database.snapshot() as snapshot:
        assert await payments.methods_told(snapshot, who.person) == []
        assert await payments.customer_at(snapshot, who, "razorpay") is None
    left = [(job, args) for job, args, _ in errands.waiting if job is payments.forget_at_gateway]
    [(job, args)] = left
    assert args == {"provider": "razorpay", "customer_id": customer}
    gateway.silent.add("forget_token")
    with pytest.raises(payments.GatewayDown):  # so that the queue tries again
        await job(gateways=gateways, **args)
    gateway.silent.clear()
    for _ in range(2):
        await job(gateways=gateways, **args)
        assert gateway.tokens[customer] == []


async def test_a_number_that_slept_is_held_and_its_new_owner_begins_afresh(caller: Caller):
    await caller.ask("PATCH", "/users/me", name="Asha Rao")
    old = caller.id
    caller.door.database.ahead += timedelta(days=181)
    del caller.client.headers["Authorization"]
    held = await caller.sign_in()
    assert error(held) == (403, "second_proof_required")
    details = held.json()["error"]["details"]
    assert list(details) == ["claim"]
    fresh = await caller.ask("POST", "/auth/start-afresh", claim=details["claim"])
    told = fresh.json()["data"]
    assert (fresh.status_code, told["isNew"], told["user"]["name"]) == (200, True, None)
    assert told["user"]["id"] != old
    assert fresh.headers["cache-control"] == "private, no-store"
    again = await caller.ask("POST", "/auth/start-afresh", claim=details["claim"])
    assert error(again) == (401, "claim_over")


async def _today(caller: Caller) -> Any:
    async with caller.door.database.snapshot() as snapshot:
        return (snapshot.now + timedelta(hours=5, minutes=30)).date()
