"""Passkeys: adding, naming and removing one's own."""

import secrets
from uuid import UUID

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import Invalid, NotFound
from zahra.shop.identity.factors import ceremonies as beginning
from zahra.shop.identity.factors.authenticators import creation_options, passkey_made
from zahra.shop.identity.factors.changing import note_change
from zahra.shop.identity.factors.errors import PasskeyRefused, TooManyPasskeys
from zahra.shop.identity.factors.guarding import must_keep_one, must_manage
from zahra.shop.identity.factors.model import (
    AddingPasskey,
    Ceremony,
    CeremonyKind,
    Change,
    NewPasskey,
    Passkey,
    PasskeyAsked,
)
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.factors.store import ceremonies, passkeys
from zahra.shop.identity.model import Account
from zahra.shop.identity.people.rules import is_line
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy

CHALLENGE_BYTES = 32
_LONGEST_NAME = 60


async def passkeys_of(snapshot: Snapshot, actor: Actor) -> list[Passkey]:
    """The actor's passkeys, the oldest first."""
    return await passkeys.passkeys_of(snapshot, actor.person)


async def begin_adding_passkey(
    tx: Transaction, actor: Actor, party: RelyingParty, *, policy: Policy = Policy()
) -> PasskeyAsked:
    """What to hand to `navigator.credentials.create`, good for five minutes and one answer.

    Raises StepUpRequired, ManagedByStaffSession, TooManyPasskeys.
    """
    account = await must_manage(tx, actor)
    if len(await passkeys.credentials_of(tx, account.id)) >= policy.passkeys_per_person:
        raise TooManyPasskeys
    owner = await users.person(tx, account.id)
    label = (owner and (owner.email or owner.phone)) or party.name
    return await ask_for_passkey(tx, account, party, label=label, policy=policy)


async def add_passkey(
    database: Database,
    actor: Actor,
    party: RelyingParty,
    adding: AddingPasskey,
    *,
    policy: Policy = Policy(),
) -> Passkey:
    """Keep the passkey the browser made. Raises PasskeyRefused, Invalid for its name, and what
    `begin_adding_passkey` raises."""
    name = checked_name(adding.name)
    challenge = await take_challenge(
        database, adding.token, CeremonyKind.PASSKEY_ADDING, actor.person
    )
    new = passkey_made(party, adding.credential, challenge=challenge, name=name)
    async with database.transaction() as tx:
        await users.lock(tx, actor.person)
        account = await must_manage(tx, actor)
        if len(await passkeys.credentials_of(tx, account.id)) >= policy.passkeys_per_person:
            raise TooManyPasskeys
        await keep_passkey(tx, account, new)
        await note_change(tx, account.id, Change.PASSKEY_ADDED)
        return Passkey(new.id, new.name, tx.now, None, new.is_backed_up)


async def rename_passkey(tx: Transaction, actor: Actor, passkey_id: UUID, name: str) -> None:
    """Call one's passkey something else. Raises NotFound, Invalid."""
    if not await passkeys.rename(tx, actor.person, passkey_id, checked_name(name)):
        raise NotFound


async def remove_passkey(tx: Transaction, actor: Actor, passkey_id: UUID) -> None:
    """Forget a passkey. Raises NotFound, LastFactor for staff, StepUpRequired,
    ManagedByStaffSession."""
    await users.lock(tx, actor.person)
    account = await must_manage(tx, actor)
    if not await passkeys.remove(tx, account.id, passkey_id):
        raise NotFound
    await must_keep_one(tx, account)
    await note_change(tx, account.id, Change.PASSKEY_REMOVED)


async def ask_for_passkey(
    tx: Transaction, account: Account, party: RelyingParty, *, label: str, policy: Policy
) -> PasskeyAsked:
    """Begin making one for this account; `label` is what the browser shows beside it."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    adding = Ceremony(CeremonyKind.PASSKEY_ADDING, account.id, account.auth_epoch, challenge)
    token = await beginning.begin(tx, adding, policy=policy)
    known = await passkeys.credentials_of(tx, account.id)
    options = creation_options(party, account, label, challenge=challenge, known=known)
    return PasskeyAsked(token, options)


async def take_challenge(
    database: Database, token: str, kind: CeremonyKind, owner: UUID | None
) -> bytes:
    """Use a challenge up, whatever will come of its answer. Raises PasskeyRefused."""
    async with database.transaction() as tx:
        asked = await ceremonies.use(tx, ids.token_hash(token), kind)
    if asked is None or asked.user_id != owner or asked.challenge is None:
        raise PasskeyRefused
    return asked.challenge


async def keep_passkey(tx: Transaction, account: Account, new: NewPasskey) -> None:
    """Raises PasskeyRefused for one that the shop has already, whosever it is."""
    if not await passkeys.add(tx, account.id, new):
        raise PasskeyRefused


def checked_name(name: str) -> str:
    """What its owner calls a passkey. Raises Invalid."""
    name = name.strip()
    if not is_line(name, longest=_LONGEST_NAME):
        raise Invalid({"name": f"Use 1 to {_LONGEST_NAME} letters, on one line."})
    return name
