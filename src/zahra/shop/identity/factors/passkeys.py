"""Passkeys: adding, naming and removing one's own."""

from uuid import UUID

from zahra.base.actors import Actor
from zahra.base.db import Database, Snapshot, Transaction
from zahra.shop.identity.factors.model import AddingPasskey, Passkey, PasskeyAsked
from zahra.shop.identity.factors.relying_party import RelyingParty
from zahra.shop.identity.policy import Policy


async def passkeys_of(snapshot: Snapshot, actor: Actor) -> list[Passkey]:
    """The actor's passkeys, the oldest first."""
    raise NotImplementedError


async def begin_adding_passkey(
    tx: Transaction, actor: Actor, party: RelyingParty, *, policy: Policy = Policy()
) -> PasskeyAsked:
    """What to hand to `navigator.credentials.create`, good for five minutes and one answer.

    Raises StepUpRequired, ManagedByStaffSession, TooManyPasskeys.
    """
    raise NotImplementedError


async def add_passkey(
    database: Database, actor: Actor, party: RelyingParty, adding: AddingPasskey
) -> Passkey:
    """Keep the passkey the browser made. Raises PasskeyRefused, Invalid for its name, and what
    `begin_adding_passkey` raises."""
    raise NotImplementedError


async def rename_passkey(tx: Transaction, actor: Actor, passkey_id: UUID, name: str) -> None:
    """Call one's passkey something else. Raises NotFound, Invalid."""
    raise NotImplementedError


async def remove_passkey(tx: Transaction, actor: Actor, passkey_id: UUID) -> None:
    """Forget a passkey. Raises NotFound, LastFactor for staff, StepUpRequired,
    ManagedByStaffSession."""
    raise NotImplementedError
