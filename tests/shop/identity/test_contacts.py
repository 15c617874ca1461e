"""Changing a phone or an e-mail address: proven first, then the old one told, others logged out."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest
from psycopg.errors import UniqueViolation

from tests.world.people import ASHA, BINA, Brand, Door, Postbox, a_person
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import NotFound, StepUpRequired, Unauthenticated
from zahra.base.jobs import JobQueue
from zahra.shop import identity
from zahra.shop.identity import ConfirmingContact, ContactKind, SessionKind

pytestmark = pytest.mark.anyio
NEW = "+919812345678"


@dataclass(slots=True)
class Desk:
    """Somebody signed in on one device, at the door, with one more device signed in elsewhere."""

    door: Door
    actor: Actor
    elsewhere: str
    secret: str | None = field(default=None)

    async def ask(self, identifier: str) -> identity.SentCode | None:
        async with self.door.database.transaction() as tx:
            sent = await identity.change_contact(
                tx, self.door.keys, self.actor, identifier, binding=None, policy=self.door.policy
            )
        if sent is not None:
            await self.door.deliver(sent.challenge_id)
        return sent

    async def confirm(self, identifier: str, code: str | None = None) -> identity.Person:
        changed = await identity.confirm_contact(
            self.door.database,
            self.door.keys,
            self.actor,
            ConfirmingContact(identifier, code or self.door.code),
            policy=self.door.policy,
        )
        self.secret = changed.secret
        return changed.person

    async def remove(self, kind: ContactKind) -> identity.Person:
        async with self.door.database.transaction() as tx:
            return (await identity.remove_contact(tx, self.actor, kind)).person

    async def pending(self) -> list[tuple[ContactKind, str]]:
        async with self.door.database.snapshot() as snapshot:
            found = await identity.pending_contacts(snapshot, self.actor)
        return [(each.kind, each.value) for each in found]

    async def me(self) -> identity.Person:
        async with self.door.database.snapshot() as snapshot:
            return await identity.person(snapshot, self.actor)


@pytest.fixture
async def desk(door: Door) -> Desk:
    elsewhere = await door.sign_in(ASHA)
    door.database.ahead += timedelta(hours=1)
    here = await door.sign_in(ASHA)
    assert elsewhere.secret
    return Desk(door, await door.actor(here.secret), elsewhere.secret, here.secret)


async def told(database: Database) -> list[tuple[str, str]]:
    """Do the jobs that changes have left, as the worker would: who is told, and what."""
    async with database.snapshot() as snapshot:
        jobs = await snapshot.values(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'contacts.tell_of_change'"
        )
    postbox = Postbox()
    for job in jobs:
        contact_id = UUID(job["contact_id"])
        await identity.tell_of_change(
            database, postbox, Brand(), contact_id=contact_id, kind=job["kind"]
        )
    return sorted((message.to, message.subject or message.text) for message in postbox.messages)


async def test_a_new_address_is_pending_until_its_code_is_typed(desk: Desk):
    await desk.ask("Bina@Example.com")
    assert (await desk.me()).email is None
    assert await desk.pending() == [(ContactKind.EMAIL, BINA)]
    assert (await desk.confirm(BINA)).email == BINA
    assert await desk.pending() == []


async def test_asking_needs_a_fresh_proof_of_who_asks(desk: Desk):
    desk.door.database.ahead += timedelta(minutes=11)
    with pytest.raises(StepUpRequired):
        await desk.ask(BINA)
    with pytest.raises(StepUpRequired):
        await desk.remove(ContactKind.PHONE)
    assert await desk.pending() == []


async def test_an_api_key_never_changes_whose_account_it_is(desk: Desk):
    key = Actor(Kind.STAFF, desk.actor.user_id, permissions=frozenset({Permission.ORDERS_READ}))
    with pytest.raises(StepUpRequired):
        await replace(desk, actor=key).ask(BINA)
    assert await desk.pending() == []


async def test_a_wrong_code_changes_nothing(desk: Desk):
    await desk.ask(BINA)
    with pytest.raises(identity.WrongCode):
        await desk.confirm(BINA, desk.door.wrong_code)
    assert (await desk.me()).email is None
    assert await desk.pending() == [(ContactKind.EMAIL, BINA)]


async def test_a_code_proves_only_what_was_asked_for_by_whoever_types_it(desk: Desk):
    """Neither a login code nor a code that somebody else asked for gives a stranger an address."""
    await desk.door.ask(BINA)
    with pytest.raises(identity.WrongCode):
        await desk.confirm(BINA)
    desk.door.database.ahead += timedelta(minutes=1)
    await desk.ask(BINA)
    code = desk.door.code
    async with desk.door.database.transaction() as tx:
        stranger = await a_person(tx, "+919876511111")
    with pytest.raises(identity.WrongCode):
        await replace(desk, actor=stranger).confirm(BINA, code)
    assert (await desk.confirm(BINA, code)).email == BINA


async def test_a_code_for_a_new_address_does_not_log_in(desk: Desk):
    await desk.ask(BINA)
    typed = identity.VerifyingCode(BINA, desk.door.code, SessionKind.WEB)
    with pytest.raises(identity.WrongCode):
        await desk.door.answer(typed)


async def test_that_an_address_is_anothers_is_said_only_after_its_code(desk: Desk):
    async with desk.door.database.transaction() as tx:
        bina = await a_person(tx, BINA)
    assert await desk.ask(BINA) is not None  # the answer of an address that is free
    with pytest.raises(identity.WrongCode):
        await desk.confirm(BINA, desk.door.wrong_code)
    with pytest.raises(identity.IdentityInUse):
        await desk.confirm(BINA)
    assert (await desk.me()).email is None
    async with desk.door.database.snapshot() as snapshot:
        assert (await identity.person(snapshot, bina)).email == BINA


async def test_a_new_number_takes_the_place_of_the_old_one(desk: Desk):
    await desk.ask(NEW)
    assert (await desk.confirm(NEW)).phone == NEW
    desk.door.database.ahead += timedelta(hours=1)
    assert not (await desk.door.sign_in(NEW)).is_new
    assert (await desk.door.sign_in(ASHA)).is_new


async def test_the_other_sessions_end_and_this_one_gets_a_new_secret(desk: Desk):
    before = desk.secret
    await desk.ask(NEW)
    await desk.confirm(NEW)
    for dead in (desk.elsewhere, before):
        with pytest.raises(Unauthenticated):
            await desk.door.actor(dead)
    assert (await desk.door.actor(desk.secret)).session_id == desk.actor.session_id
    async with desk.door.database.snapshot() as snapshot:
        reasons = await snapshot.values(
            "SELECT revoke_reason FROM sessions WHERE revoked_at IS NOT NULL"
        )
    assert reasons == ["identity_change"]


async def test_who_proved_the_old_number_a_moment_ago_opens_nothing_with_it(desk: Desk):
    """Their account as they saw it is of the epoch before."""
    async with desk.door.database.transaction() as tx:
        seen, _ = await identity.find_or_create_user(tx, identity.identifier_of(ASHA))
    await desk.ask(NEW)
    await desk.confirm(NEW)
    signing = identity.SigningIn(SessionKind.WEB, ("sms",))
    with pytest.raises(identity.SessionRevoked):
        async with desk.door.database.transaction() as tx:
            await identity.sign_in(tx, desk.door.keys, seen, signing, policy=desk.door.policy)


async def test_the_old_number_and_the_other_address_are_told_and_the_new_one_is_not(desk: Desk):
    await desk.ask(BINA)
    await desk.confirm(BINA)
    desk.door.database.ahead += timedelta(minutes=1)
    desk.door.database.queue = JobQueue()
    await desk.ask(NEW)
    await desk.confirm(NEW)
    sms = "The phone number of your Zahra account was changed. If it was not you, write to us."
    assert await told(desk.door.database) == [
        (ASHA, f"{sms} - ZAHRA"),
        (BINA, "Your phone number was changed"),
    ]


async def test_a_wish_is_good_for_half_an_hour_and_replaced_by_the_next(desk: Desk):
    await desk.ask(BINA)
    desk.door.database.ahead += timedelta(minutes=1)
    await desk.ask("other@example.com")
    with pytest.raises(identity.WrongCode):
        await desk.confirm(BINA)
    assert await desk.pending() == [(ContactKind.EMAIL, "other@example.com")]
    desk.door.database.ahead += timedelta(minutes=30)
    assert await desk.pending() == []
    with pytest.raises(identity.WrongCode):
        await desk.confirm("other@example.com")


async def test_what_is_ones_own_already_needs_no_code(desk: Desk):
    desk.door.database.ahead += timedelta(hours=1)
    assert await desk.ask("098765 43210") is None
    assert await desk.pending() == []


async def test_the_last_way_to_reach_an_account_stays(desk: Desk):
    with pytest.raises(identity.LastIdentity):
        await desk.remove(ContactKind.PHONE)
    with pytest.raises(NotFound):
        await desk.remove(ContactKind.EMAIL)
    await desk.ask(BINA)
    await desk.confirm(BINA)
    gone = await desk.remove(ContactKind.PHONE)
    assert (gone.phone, gone.email) == (None, BINA)
    desk.door.database.ahead += timedelta(hours=1)
    assert (await desk.door.sign_in(ASHA)).is_new


async def test_the_database_itself_keeps_one_of_each_kind(tx: Transaction):
    asha = await a_person(tx)
    with pytest.raises(UniqueViolation, match="identities_one_a_kind"):
        async with tx.savepoint():
            await tx.run(
                """
                INSERT INTO identities (id, user_id, kind, value, verified_at)
                VALUES (gen_random_uuid(), %(user)s, 'phone', %(new)s, %(now)s)
                """,
                user=asha.user_id,
                new=NEW,
                now=tx.now,
            )


async def test_the_diary_holds_no_number_and_no_address(desk: Desk):
    await desk.ask(BINA)
    await desk.confirm(BINA)
    async with desk.door.database.snapshot() as snapshot:
        rows = await snapshot.values("SELECT e::text FROM auth_events e")
    assert any("identity.changed" in row and "b•••@example.com" in row for row in rows)
    assert not any(BINA in row or ASHA[3:] in row for row in rows)
