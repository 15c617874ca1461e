"""What is due when a session is used: a note of it, and now and then a new secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zahra.base import ids
from zahra.base.actors import Actor, Kind
from zahra.base.db import Transaction
from zahra.shop.identity.model import Device, LiveSession
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.store import secrets, sessions

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Chores:
    """What to do for a session that was just recognised; most requests find nothing."""

    note_use: bool = False
    renew_secret: bool = False
    end_secret_before: bool = False

    @property
    def are_any(self) -> bool:
        return self.note_use or self.renew_secret or self.end_secret_before


NO_CHORES = Chores()


def chores_of(found: LiveSession, now: datetime, policy: Policy) -> Chores:
    """What is due for a session, as far as its row tells; the statements look again."""
    is_unanswered = _is_unanswered(found, now, policy)
    return Chores(
        note_use=now - found.last_seen_at >= _SEEN_EVERY,
        renew_secret=_is_old(found, now, policy),
        end_secret_before=is_unanswered and not found.is_secret_before,
    )


async def touch_session(
    tx: Transaction, actor: Actor, *, device: Device, policy: Policy = Policy()
) -> None:
    """Note that the session was used and keep it from idling out; at most once a minute."""
    if actor.session_id is not None:
        await sessions.touch(
            tx,
            actor.session_id,
            device=device,
            unless_since=tx.now - _SEEN_EVERY,
            idle=tx.now + policy.idle(is_staff=actor.kind is Kind.STAFF),
        )


async def tend_session(
    tx: Transaction,
    actor: Actor,
    chores: Chores,
    *,
    secret: str | None = None,
    device: Device,
    policy: Policy = Policy(),
) -> str | None:
    """Do what is due. A fresh secret in the place of the presented one, if the browser is to have
    one: of requests at once one gets it."""
    assert actor.session_id is not None, "only a session has chores"
    if chores.note_use:
        await touch_session(tx, actor, device=device, policy=policy)
    if secret is None:
        return None
    presented, grace = ids.token_hash(secret), policy.secret_grace
    if chores.end_secret_before:
        await secrets.confirm(tx, actor.session_id, seen=presented, grace=grace)
    if not chores.renew_secret:
        return None
    fresh = ids.token()
    change = secrets.Change(presented, ids.token_hash(fresh), policy.secret_lifetime, grace)
    return fresh if await secrets.renew_if_old(tx, actor.session_id, change) else None


def _is_old(found: LiveSession, now: datetime, policy: Policy) -> bool:
    """After a day; and when the one before comes back because its answer got lost."""
    if found.secret_rotated_at is None:
        return False
    age = now - found.secret_rotated_at
    if not found.is_secret_before:
        return age >= policy.secret_lifetime
    return age >= policy.secret_grace and _is_unanswered(found, now, policy)


def _is_unanswered(found: LiveSession, now: datetime, policy: Policy) -> bool:
    """Whether nobody has come with the newest secret yet: then the one before ends soon."""
    until = found.secret_before_until
    return until is not None and until - now > policy.secret_grace
