"""Changing one's phone or e-mail address. A new one counts once a code sent to it is typed.

Asking needs a fresh proof of who asks; typing the code does not, for it proves the new address and
nothing else. Whether somebody else has the address is never looked up before that proof.
"""

from dataclasses import dataclass
from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.base.keys import Keys
from zahra.shop.identity.claims.recycling import give_up_if_asleep
from zahra.shop.identity.codes.challenge import Purpose
from zahra.shop.identity.codes.proving import ProvenCode, TypedCode, prove_code, use_code
from zahra.shop.identity.codes.sending import SentCode, send_code
from zahra.shop.identity.contacts import store
from zahra.shop.identity.contacts.jobs import tell_of_change
from zahra.shop.identity.contacts.model import ContactKind, PendingContact
from zahra.shop.identity.contacts.presence import must_be_there
from zahra.shop.identity.errors import IdentityInUse, LastIdentity, WrongCode
from zahra.shop.identity.factors.guarding import must_be_in_admin
from zahra.shop.identity.identifiers import Identifier, identifier_of
from zahra.shop.identity.model import Person, RevokeReason
from zahra.shop.identity.passwords.store import end_resets
from zahra.shop.identity.people.profiles import person
from zahra.shop.identity.people.store import accounts, users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.renewing import renew_secret
from zahra.shop.identity.sessions.store.others import end_others
from zahra.shop.identity.staff.store import enrolments
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


@dataclass(frozen=True, slots=True)
class ConfirmingContact:
    """A code as it arrived at the new phone or address."""

    identifier: str
    code: str
    binding: str | None = None
    challenge_id: UUID | None = None

    @property
    def typed(self) -> TypedCode:
        return TypedCode(
            self.identifier, self.code, Purpose.VERIFY_IDENTITY, self.binding, self.challenge_id
        )


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """Who somebody is now, and their browser's new secret; None for a program."""

    person: Person
    secret: str | None


async def pending_contacts(snapshot: Snapshot, actor: Actor) -> list[PendingContact]:
    """What the actor has asked for and not proved yet."""
    return await store.pending_of(snapshot, actor.person)


async def change_contact(
    tx: Transaction,
    keys: Keys,
    actor: Actor,
    identifier: str,
    *,
    binding: str | None,
    policy: Policy = Policy(),
) -> SentCode | None:
    """Send a code to a new phone or e-mail address; None when it is the actor's already.

    It takes the place of one that was asked for before. Raises StepUpRequired, InvalidIdentifier,
    TooMany, ManagedByStaffSession.
    """
    to = identifier_of(identifier)
    if await store.has(tx, actor.person, to):
        return None
    must_be_there(actor, tx.now)
    await _must_not_move_links(tx, actor, ContactKind(to.kind))
    await store.put_pending(tx, actor.person, to, expires_at=tx.now + policy.pending_lifetime)
    return await send_code(
        tx, keys, to.value, binding=binding, purpose=Purpose.VERIFY_IDENTITY, policy=policy
    )


async def confirm_contact(
    database: Database,
    keys: Keys,
    actor: Actor,
    asked: ConfirmingContact,
    *,
    policy: Policy = Policy(),
) -> ContactChanged:
    """Make a proven phone or address the actor's; the one before is released and told.

    Every other session of the actor ends. Raises WrongCode, also for what the actor never asked
    to have; TooMany; after a right code only IdentityInUse for somebody else's, and
    ManagedByStaffSession for who has become staff since they asked.
    """
    to = identifier_of(asked.identifier)
    async with database.snapshot() as snapshot:
        if not await store.is_pending(snapshot, actor.person, to):
            raise WrongCode
    proven = await prove_code(database, keys, asked.typed, policy=policy)

    async def confirm(tx: Transaction) -> ContactChanged:
        await use_code(tx, proven)
        return await _take(tx, actor, proven, policy)

    return await database.run(confirm)


async def remove_contact(tx: Transaction, actor: Actor, kind: ContactKind) -> ContactChanged:
    """Give up one's phone or one's e-mail address; every other session of the actor ends.

    Raises StepUpRequired, NotFound where there is none, LastIdentity for the only way to sign in,
    ManagedByStaffSession.
    """
    must_be_there(actor, tx.now)
    await _must_not_move_links(tx, actor, kind)
    await users.lock(tx, actor.person)
    kinds = await store.kinds_of(tx, actor.person)
    if kind not in kinds:
        raise NotFound
    if len(kinds) == 1:
        raise LastIdentity
    released = await store.release(tx, actor.person, kind)
    return await _changed(tx, actor, kind, released=released)


async def _must_not_move_links(tx: Transaction, actor: Actor, kind: ContactKind) -> None:
    """Links into the admin go to staff's e-mail address: a session that a code by SMS opened must
    not move it. Raises ManagedByStaffSession."""
    account = await accounts.account(tx, actor.person)
    if kind is ContactKind.EMAIL and account is not None:
        must_be_in_admin(account, actor)


async def _withdraw_invitation(tx: Transaction, actor: Actor) -> None:
    """Whoever was invited was invited at their address: a link does not follow the account to
    another one."""
    if await enrolments.withdraw(tx, actor.person):
        subject = f"user:{actor.person}"
        await audit.note(tx, actor, "staff.invitation_withdrawn", subject=subject)


async def _take(
    tx: Transaction, actor: Actor, proven: ProvenCode, policy: Policy
) -> ContactChanged:
    await users.lock(tx, actor.person)
    await _must_not_move_links(tx, actor, ContactKind(proven.to.kind))
    if not await store.take_pending(tx, actor.person, proven.to):
        raise WrongCode
    await give_up_if_asleep(tx, proven.to, policy=policy)
    kind = ContactKind(proven.to.kind)
    released = await store.release(tx, actor.person, kind)
    if not await store.add(tx, actor.person, proven.to):
        raise IdentityInUse
    return await _changed(tx, actor, kind, released=released, to=proven.to)


async def _changed(
    tx: Transaction,
    actor: Actor,
    kind: ContactKind,
    *,
    released: UUID | None,
    to: Identifier | None = None,
) -> ContactChanged:
    """What follows every change: other sessions end, the diary, letters to those affected."""
    reason = RevokeReason.IDENTITY_CHANGE
    ended = await end_others(tx, actor.person, keep=actor.session_id, reason=reason)
    await end_resets(tx, actor.person)  # a link may have gone to what is released
    if kind is ContactKind.EMAIL:
        await _withdraw_invitation(tx, actor)
    event = AuthEvent(
        "identity.changed",
        user_id=actor.person,
        session_id=actor.session_id,
        identifier_masked=None if to is None else to.masked,
        detail={"kind": kind.value, "ended": ended},
    )
    await events.note(tx, event)
    for contact_id in await store.to_be_told(tx, actor.person, kind, released=released):
        await tx.defer(tell_of_change, contact_id=contact_id, kind=kind.value)
    secret = await renew_secret(tx, actor) if actor.session_id else None
    return ContactChanged(await person(tx, actor), secret)
