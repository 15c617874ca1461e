"""Becoming staff: by a link, once, with two factors, whoever had the account before."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.world.authenticator import PARTY, Authenticator
from tests.world.people import ASHA, LAPTOP, Door, tables_with
from tests.world.staff import (
    BRAND,
    OPERATOR,
    PASSWORD,
    App,
    behind_the_link,
    clerk,
    invitation,
    owner,
)
from zahra.base import ids
from zahra.base.actors import Actor, Kind, Permission
from zahra.base.errors import Forbidden, Invalid, StepUpRequired, Unauthenticated
from zahra.shop import identity
from zahra.shop.identity import Enrolment, Role, SessionKind

pytestmark = pytest.mark.anyio
SAM = "sam@zahra.example"
EVIL = "evil@example.com"


async def link(door: Door, email: str = SAM) -> str:
    async with door.database.transaction() as tx:
        return await identity.make_owner(tx, door.keys, OPERATOR, email)


async def wanted(door: Door, token: str) -> tuple[Enrolment, App]:
    """What somebody behind a link would send."""
    async with door.database.snapshot() as snapshot:
        shown = await identity.enrolling(snapshot, door.keys, token, issuer="Zahra")
    app = App(door.database, shown.totp.secret)
    chosen = Enrolment(token, PASSWORD, sealed=shown.totp.sealed, code=app.code, device=LAPTOP)
    return chosen, app


async def enrol(door: Door, chosen: Enrolment) -> identity.Enrolled:
    return await identity.enrol(door.database, door.keys, PARTY, chosen)


async def roles_of(door: Door, email: str = SAM) -> list[str]:
    async with door.database.snapshot() as snapshot:
        return await snapshot.value(
            "SELECT roles FROM users u JOIN identities i ON i.user_id = u.id"
            " WHERE i.value = %(email)s",
            email=email,
        )


async def test_an_owner_comes_by_a_link_and_may_everything(door: Door):
    meera = await owner(door)
    assert (meera.actor.kind, meera.actor.permissions) == (Kind.STAFF, frozenset(Permission))
    assert len(meera.enrolled.recovery_codes) == 10


async def test_roles_come_with_the_second_factor_never_before(door: Door):
    token = await link(door)
    assert await roles_of(door) == []
    chosen, app = await wanted(door, token)
    with pytest.raises(identity.WrongTotp):
        await enrol(door, replace(chosen, code=app.wrong_code))
    assert await roles_of(door) == []
    await enrol(door, chosen)
    assert await roles_of(door) == ["owner"]


async def test_a_link_is_good_once(door: Door):
    token = await link(door)
    chosen, _ = await wanted(door, token)
    await enrol(door, chosen)
    with pytest.raises(identity.EnrolmentOver):
        await enrol(door, chosen)
    with pytest.raises(identity.EnrolmentOver):
        await wanted(door, token)


async def test_a_link_is_good_for_a_day_and_not_a_second_more(door: Door):
    token = await link(door)
    chosen, _ = await wanted(door, token)
    door.database.ahead += timedelta(hours=24)
    with pytest.raises(identity.EnrolmentOver):
        await enrol(door, chosen)
    assert await roles_of(door) == []
    door.database.ahead -= timedelta(seconds=5)
    again, _ = await wanted(door, token)
    await enrol(door, again)


async def test_a_second_link_makes_the_first_worthless(door: Door):
    first, second = await link(door), await link(door)
    with pytest.raises(identity.EnrolmentOver):
        await wanted(door, first)
    await behind_the_link(door, SAM, second)


@pytest.mark.parametrize("token", ["", "guessed", "ß" * 43])
async def test_a_made_up_link_shows_nothing(door: Door, token: str):
    with pytest.raises(identity.EnrolmentOver):
        await wanted(door, token)


async def test_a_page_with_an_error_keeps_its_picture(door: Door):
    token = await link(door)
    async with door.database.snapshot() as snapshot:
        first = await identity.enrolling(snapshot, door.keys, token, issuer="Zahra")
        again = await identity.enrolling(
            snapshot, door.keys, token, issuer="Zahra", sealed=first.totp.sealed
        )
        other = await identity.enrolling(snapshot, door.keys, token, issuer="Zahra", sealed="x")
    assert (again.totp.secret, again.totp.qr_svg) == (first.totp.secret, first.totp.qr_svg)
    assert other.totp.secret != first.totp.secret
    assert (first.email, first.roles) == ("s•••@zahra.example", ("owner",))


async def test_nothing_that_opened_the_account_before_opens_it_afterwards(door: Door):
    """Somebody who waits in the account of an address gains nothing by its owner's invitation."""
    before = await door.sign_in(SAM)
    squatter = await door.actor(before.secret)
    planted = Authenticator()
    await add_passkey(door, squatter, planted)
    await behind_the_link(door, SAM, await link(door))
    with pytest.raises(Unauthenticated):
        await door.actor(before.secret)
    async with door.database.transaction() as tx:
        asked = await identity.begin_passkey_sign_in(tx, PARTY)
    answer = planted.answer(asked.options)
    with pytest.raises(identity.PasskeyRefused):
        await identity.sign_in_with_passkey(
            door.database,
            door.keys,
            PARTY,
            identity.SigningInWithPasskey(asked.token, answer, SessionKind.ADMIN),
        )


async def add_passkey(door: Door, actor: Actor, made: Authenticator) -> identity.Passkey:
    async with door.database.transaction() as tx:
        asked = await identity.begin_adding_passkey(tx, actor, PARTY)
    adding = identity.AddingPasskey(asked.token, made.make(asked.options), "A key")
    return await identity.add_passkey(door.database, actor, PARTY, adding)


async def test_a_passkey_alone_is_enough_to_join(door: Door):
    token, key = await link(door), Authenticator()
    async with door.database.transaction() as tx:
        asked = await identity.begin_enrolment_passkey(tx, token, PARTY)
    made = key.make(asked.options)
    enrolled = await enrol(door, Enrolment(token, passkey_token=asked.token, passkey=made))
    actor = await door.actor(enrolled.signed_in.secret, SessionKind.ADMIN)
    assert Permission.STAFF_WRITE in actor.permissions


async def test_a_password_alone_is_not(door: Door):
    token = await link(door)
    with pytest.raises(Invalid) as refused:
        await enrol(door, Enrolment(token, PASSWORD))
    assert list(refused.value.fields) == ["code"]
    with pytest.raises(identity.PasswordRejected):
        await enrol(door, replace((await wanted(door, token))[0], password="short"))
    assert await roles_of(door) == []


async def test_the_letter_alone_carries_the_link(busy_door: Door):
    """Whoever invites never sees it, and neither the queue nor a dump holds it."""
    door = busy_door
    meera = await owner(door)
    async with door.database.transaction() as tx:
        user_id = await identity.invite_staff(tx, door.keys, meera.actor, SAM, roles=[Role.SUPPORT])
    token = await invitation(door, user_id)
    assert door.postbox.messages[-1].to == SAM
    assert await tables_with(door.database, token) == []
    assert "enrolments" in await tables_with(door.database, str(user_id))
    sam = await behind_the_link(door, SAM, token)
    assert Permission.CUSTOMERS_WRITE in sam.actor.permissions
    assert Permission.STAFF_WRITE not in sam.actor.permissions


async def test_a_link_that_was_used_is_not_sent_again(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.SUPPORT, email=SAM)
    letters = len(door.postbox.messages)
    user_id = sam.enrolled.signed_in.person.id
    await invitation(door, user_id)
    assert len(door.postbox.messages) == letters


async def test_only_owners_invite_and_only_freshly(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.MANAGER, email=SAM)
    with pytest.raises(Forbidden):
        await clerk(door, sam.actor, Role.OWNER, email="bina@zahra.example")
    door.database.ahead += timedelta(minutes=11)
    with pytest.raises(StepUpRequired):
        await clerk(door, meera.actor, Role.VIEWER, email="bina@zahra.example")
    assert await roles_of(door, "bina@zahra.example") is None


async def test_an_invitation_names_a_role_and_an_address(door: Door):
    meera = await owner(door)
    for email, roles in ((SAM, []), ("+919876543210", [Role.VIEWER])):
        with pytest.raises(Invalid):
            await clerk(door, meera.actor, *roles, email=email)
    await clerk(door, meera.actor, Role.VIEWER, email=SAM)
    with pytest.raises(identity.AlreadyStaff):
        await clerk(door, meera.actor, Role.OWNER, email=SAM)
    assert await roles_of(door) == ["viewer"]


async def test_who_lost_their_phone_enrols_anew_and_keeps_their_roles(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.SUPPORT, email=SAM)
    user_id = sam.enrolled.signed_in.person.id
    async with door.database.transaction() as tx:
        await identity.invite_again(tx, door.keys, meera.actor, user_id)
    again = await behind_the_link(door, SAM, await invitation(door, user_id))
    assert again.app.secret != sam.app.secret
    assert await roles_of(door) == ["support"]
    with pytest.raises(Unauthenticated):
        await door.actor(sam.enrolled.signed_in.secret, SessionKind.ADMIN)


async def test_a_withdrawn_link_is_worthless(door: Door):
    meera = await owner(door)
    async with door.database.transaction() as tx:
        user_id = await identity.invite_staff(tx, door.keys, meera.actor, SAM, roles=[Role.SUPPORT])
    token = await invitation(door, user_id)
    async with door.database.transaction() as tx:
        await identity.withdraw_invitation(tx, meera.actor, user_id)
    with pytest.raises(identity.EnrolmentOver):
        await wanted(door, token)


async def test_a_code_by_sms_or_email_never_opens_the_admin(door: Door):
    await behind_the_link(door, SAM, await link(door))
    by_cookie = await door.sign_in(SAM)
    door.database.ahead += timedelta(hours=1)
    by_token = await door.sign_in(SAM, kind=SessionKind.API)
    assert by_token.tokens is not None
    async with door.database.snapshot() as snapshot:
        program = await identity.actor_of_bearer(snapshot, door.keys, by_token.tokens.access_token)
    for actor in (await door.actor(by_cookie.secret), program):
        assert (actor.kind, actor.permissions) == (Kind.SHOPPER, frozenset())


async def test_becoming_staff_is_on_record(door: Door):
    meera = await owner(door)
    sam = await clerk(door, meera.actor, Role.SUPPORT, email=SAM)
    async with door.database.snapshot() as snapshot:
        entries = await identity.audit_log(snapshot, meera.actor)
    found = [(entry.action, entry.actor_id, entry.detail["roles"]) for entry in entries]
    assert found == [
        ("staff.enrolled", sam.actor.user_id, ["support"]),
        ("staff.invited", meera.actor.user_id, ["support"]),
        ("staff.enrolled", meera.actor.user_id, ["owner"]),
        ("staff.invited", None, ["owner"]),
    ]


async def test_a_code_by_sms_does_not_move_the_address_that_links_go_to(door: Door):
    meera = await owner(door)
    by_sms = await by_sms_to(door, meera.actor.user_id)
    assert by_sms.user_id == meera.actor.user_id
    async with door.database.transaction() as tx:
        with pytest.raises(identity.ManagedByStaffSession):
            await identity.change_contact(tx, door.keys, by_sms, EVIL, binding=None)
        with pytest.raises(identity.ManagedByStaffSession):
            await identity.remove_contact(tx, by_sms, identity.ContactKind.EMAIL)
        assert await tx.value("SELECT count(*) FROM pending_contacts") == 0
        await identity.change_contact(tx, door.keys, meera.actor, EVIL, binding=None)


async def by_sms_to(door: Door, user_id: UUID | None) -> Actor:
    """Whoever has the phone of this account, on the storefront."""
    async with door.database.transaction() as tx:
        await tx.run(
            "INSERT INTO identities (id, user_id, kind, value, verified_at)"
            " VALUES (%(id)s, %(user)s, 'phone', %(phone)s, %(now)s)",
            id=ids.new(),
            user=user_id,
            phone=ASHA,
            now=tx.now,
        )
    return await door.actor((await door.sign_in(ASHA)).secret)


async def move_to(door: Door, actor: Actor, address: str) -> None:
    async with door.database.transaction() as tx:
        sent = await identity.change_contact(tx, door.keys, actor, address, binding=None)
    assert sent is not None
    await door.deliver(sent.challenge_id)


async def test_a_wish_from_before_does_not_move_the_address_of_staff_either(door: Door):
    shopper = (await door.sign_in(SAM)).person.id
    await move_to(door, await by_sms_to(door, shopper), EVIL)
    code = door.code
    await behind_the_link(door, SAM, await link(door))
    door.database.ahead += timedelta(minutes=2)
    by_sms = await door.actor((await door.sign_in(ASHA)).secret)
    with pytest.raises(identity.ManagedByStaffSession):
        await identity.confirm_contact(
            door.database, door.keys, by_sms, identity.ConfirmingContact(EVIL, code)
        )
    assert await roles_of(door) == ["owner"]


async def test_an_invitation_does_not_follow_an_account_to_another_address(door: Door):
    shopper = (await door.sign_in(SAM)).person.id
    token = await link(door)
    by_sms = await by_sms_to(door, shopper)
    await move_to(door, by_sms, EVIL)
    asked = identity.ConfirmingContact(EVIL, door.code)
    await identity.confirm_contact(door.database, door.keys, by_sms, asked)
    letters = len(door.postbox.messages)
    await identity.send_enrolment(door.database, door.postbox, door.keys, BRAND, user_id=shopper)
    assert len(door.postbox.messages) == letters
    with pytest.raises(identity.EnrolmentOver):
        await wanted(door, token)
    assert await tables_with(door.database, "staff.invitation_withdrawn") == ["audit_log"]
