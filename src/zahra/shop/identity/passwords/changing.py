"""Setting or changing one's own password."""

from datetime import datetime

from zahra.base.actors import Actor, Kind
from zahra.base.db import Database, Snapshot, Transaction
from zahra.base.errors import Forbidden, Unauthenticated
from zahra.shop.identity.factors.errors import ManagedByStaffSession
from zahra.shop.identity.model import RevokeReason
from zahra.shop.identity.passwords import store
from zahra.shop.identity.passwords.proving import TypedPassword, prove_password_of, use_password
from zahra.shop.identity.passwords.rules import check_password
from zahra.shop.identity.passwords.setting import set_password, stretched
from zahra.shop.identity.passwords.store import Credentials
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.renewing import renew_secret
from zahra.shop.identity.sessions.store.others import end_others
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


async def password_changed_at(snapshot: Snapshot, actor: Actor) -> datetime | None:
    """Since when the actor has this password; None where none is set."""
    return (await _credentials(snapshot, actor)).changed_at


async def change_password(
    database: Database, actor: Actor, current: str | None, new: str, *, policy: Policy = Policy()
) -> str | None:
    """Set a new password and end the person's other sessions; the browser's new secret, which takes
    the place of the old one at once (None for a program, whose access token ends).

    Raises InvalidCredentials for a wrong `current`, StepUpRequired where none is set and the last
    proof is old, PasswordRejected, PasswordsBusy; Forbidden for an API key, ManagedByStaffSession
    for staff outside the admin.
    """
    async with database.snapshot() as snapshot:
        found = await _credentials(snapshot, actor)
        about = await store.known_about(snapshot, actor.person)
        _must_be_theirs(actor, found, snapshot.now)
    check_password(new, shortest=policy.password_shortest, about=about)
    proven = None
    if found.hash is not None:
        typed = TypedPassword(current or "", actor.person)
        proven = await prove_password_of(database, typed, policy=policy)
    new_hash = await stretched(new, about=about, policy=policy)

    async def change(tx: Transaction) -> str | None:
        if proven is not None:
            await use_password(tx, proven)
        await set_password(tx, actor.person, new_hash)
        return await _go_on_alone(tx, actor)

    return await database.run(change)


async def prove_password(
    database: Database, actor: Actor, password: str, *, policy: Policy = Policy()
) -> None:
    """Check the actor's own password. Raises InvalidCredentials, PasswordsBusy."""
    typed = TypedPassword(password, actor.person)
    proven = await prove_password_of(database, typed, policy=policy)
    async with database.transaction() as tx:
        await use_password(tx, proven)


async def _credentials(snapshot: Snapshot, actor: Actor) -> Credentials:
    found = await store.credentials(snapshot, actor.person)
    if found is None:
        raise Unauthenticated
    return found


def _must_be_theirs(actor: Actor, found: Credentials, now: datetime) -> None:
    if actor.session_id is None:
        raise Forbidden  # else a key could give itself everything its owner may
    if found.is_staff and actor.kind is not Kind.STAFF:
        raise ManagedByStaffSession
    if found.hash is None:
        actor.must_be_fresh(now)


async def _go_on_alone(tx: Transaction, actor: Actor) -> str | None:
    """End the other sessions; this one's new secret."""
    ended = await end_others(
        tx, actor.person, keep=actor.session_id, reason=RevokeReason.PASSWORD_CHANGE
    )
    event = AuthEvent(
        "password.changed",
        user_id=actor.person,
        session_id=actor.session_id,
        detail={"ended": ended},
    )
    await events.note(tx, event)
    return await renew_secret(tx, actor)
