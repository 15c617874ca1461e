"""Ending sessions: this one, all of them, or one that was left open somewhere."""

from uuid import UUID

from zahra.base import audit
from zahra.base.actors import Actor, Permission
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import NotFound
from zahra.shop.identity.model import RevokeReason, Session
from zahra.shop.identity.people.store import users
from zahra.shop.identity.sessions.store import sessions
from zahra.shop.identity.sessions.store.others import end_others
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent


async def log_out(tx: Transaction, actor: Actor) -> int:
    """End the actor's own session; 1, or 0 when it was over already or there is none."""
    if actor.session_id is None or actor.user_id is None:
        return 0
    return await _end(tx, actor, actor.session_id, RevokeReason.LOGOUT)


async def log_out_everywhere(tx: Transaction, actor: Actor) -> int:
    """End every session of the actor, this one too; how many.

    The epoch moves first: a login that was checked before it cannot open a session after it.
    """
    await users.next_epoch(tx, actor.person)
    ended = await sessions.revoke_all(tx, actor.person, RevokeReason.LOGOUT_ALL)
    await events.note(tx, AuthEvent("logout_all", user_id=actor.person, detail={"ended": ended}))
    return ended


async def log_out_elsewhere(tx: Transaction, actor: Actor) -> int:
    """End every session of the actor but the one that asks; how many."""
    reason = RevokeReason.REVOKED_BY_USER
    ended = await end_others(tx, actor.person, keep=actor.session_id, reason=reason)
    detail = {"reason": reason.value, "ended": ended}
    await events.note(tx, AuthEvent("session.revoked", user_id=actor.person, detail=detail))
    return ended


async def sessions_of(snapshot: Snapshot, actor: Actor) -> list[Session]:
    """The actor's living sessions, the latest used first."""
    return await sessions.sessions_of(snapshot, actor.person, current=actor.session_id)


async def revoke_session(tx: Transaction, actor: Actor, session_id: UUID) -> None:
    """End one of the actor's sessions. Raises NotFound for one that is over or another's."""
    if not await _end(tx, actor, session_id, RevokeReason.REVOKED_BY_USER):
        raise NotFound


async def end_sessions_of(tx: Transaction, actor: Actor, user_id: UUID) -> int:
    """Staff end every session of somebody; how many.

    Raises Forbidden without `customers:write`, and for staff's sessions without `staff:write`;
    NotFound for nobody.
    """
    actor.must(Permission.CUSTOMERS_WRITE)
    is_staff = await sessions.is_staff(tx, user_id)
    if is_staff is None:
        raise NotFound
    if is_staff:
        actor.must(Permission.STAFF_WRITE)
    await users.next_epoch(tx, user_id)
    ended = await sessions.revoke_all(tx, user_id, RevokeReason.REVOKED_BY_ADMIN)
    detail = {"reason": RevokeReason.REVOKED_BY_ADMIN.value, "ended": ended}
    await events.note(tx, AuthEvent("session.revoked", user_id=user_id, detail=detail))
    await audit.note(
        tx, actor, "sessions.ended", subject=f"user:{user_id}", detail={"ended": ended}
    )
    return ended


async def _end(tx: Transaction, actor: Actor, session_id: UUID, reason: RevokeReason) -> int:
    ended = await sessions.revoke(tx, session_id, actor.person, reason)
    if ended:
        event = AuthEvent(
            "session.revoked",
            user_id=actor.user_id,
            session_id=session_id,
            detail={"reason": reason.value},
        )
        await events.note(tx, event)
    return ended
