"""Who asks: from a cookie, an access token or an API key, in one statement each.

The session's row is read together with its user on every request, so that a logout, a closed
account or a changed permission works at once.
"""

from dataclasses import dataclass
from datetime import timedelta

from zahra.base.actors import Actor
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Unauthenticated
from zahra.base.keys import Keys
from zahra.shop.identity.model import Device, LiveSession
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.access_tokens import read_access_token
from zahra.shop.identity.sessions.api_keys import PREFIX, actor_of_api_key
from zahra.shop.identity.sessions.renewing import secret_hash
from zahra.shop.identity.sessions.store import sessions

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who asks. `is_due` says that the last note of its use is a minute old: `touch_session`."""

    actor: Actor
    is_due: bool = False


async def recognise_cookie(snapshot: Snapshot, secret: str) -> Recognised:
    """The actor behind a session cookie. Raises Unauthenticated when the session is over."""
    return _recognised(await sessions.session_of_secret(snapshot, secret_hash(secret)), snapshot)


async def recognise_bearer(
    snapshot: Snapshot, keys: Keys, token: str, *, policy: Policy = Policy()
) -> Recognised:
    """The actor behind an API key or an access token. Raises Unauthenticated."""
    if token.startswith(PREFIX):
        return Recognised(await actor_of_api_key(snapshot, token))
    claims = read_access_token(keys, token, now=snapshot.now, issuer=policy.issuer)
    found = await sessions.session_of_id(snapshot, claims.session_id, claims.user_id)
    if found is not None and found.epoch != claims.epoch:
        raise Unauthenticated
    return _recognised(found, snapshot)


async def actor_of_cookie(snapshot: Snapshot, secret: str) -> Actor:
    """As `recognise_cookie`, for those who do not note when a session was used."""
    return (await recognise_cookie(snapshot, secret)).actor


async def actor_of_bearer(snapshot: Snapshot, keys: Keys, token: str) -> Actor:
    """As `recognise_bearer`, for those who do not note when a session was used."""
    return (await recognise_bearer(snapshot, keys, token)).actor


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
            idle=tx.now + policy.session_idle,
        )


def _recognised(found: LiveSession | None, snapshot: Snapshot) -> Recognised:
    if found is None:
        raise Unauthenticated
    return Recognised(found.actor, is_due=snapshot.now - found.last_seen_at >= _SEEN_EVERY)
