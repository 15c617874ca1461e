"""Who asks: from a cookie, an access token or an API key, in one statement each.

The session's row is read together with its user on every request, so that a logout, a closed
account or a changed permission works at once.
"""

from dataclasses import dataclass

from zahra.base import ids
from zahra.base.actors import Actor
from zahra.base.db import Snapshot
from zahra.base.errors import Unauthenticated
from zahra.base.keys import Keys
from zahra.shop.identity.model import LiveSession, SessionKind
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.access_tokens import read_access_token
from zahra.shop.identity.sessions.api_keys import PREFIX, actor_of_api_key
from zahra.shop.identity.sessions.store import sessions
from zahra.shop.identity.sessions.tending import NO_CHORES, Chores, chores_of


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who asks, and what is due for their session: `tend_session`."""

    actor: Actor
    chores: Chores = NO_CHORES


async def recognise_cookie(
    snapshot: Snapshot,
    secret: str,
    *,
    kind: SessionKind = SessionKind.WEB,
    policy: Policy = Policy(),
) -> Recognised:
    """The actor behind a session cookie. Raises Unauthenticated when the session is over, or of
    another kind than the cookie it came in: a stolen shopper's cookie opens nothing as staff's."""
    found = await sessions.session_of_secret(snapshot, ids.token_hash(secret), kind=kind)
    return _recognised(found, snapshot, policy)


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
    return _recognised(found, snapshot, policy)


async def actor_of_cookie(
    snapshot: Snapshot, secret: str, *, kind: SessionKind = SessionKind.WEB
) -> Actor:
    """As `recognise_cookie`, for those who do not note when a session was used."""
    return (await recognise_cookie(snapshot, secret, kind=kind)).actor


async def actor_of_bearer(snapshot: Snapshot, keys: Keys, token: str) -> Actor:
    """As `recognise_bearer`, for those who do not note when a session was used."""
    return (await recognise_bearer(snapshot, keys, token)).actor


def _recognised(found: LiveSession | None, snapshot: Snapshot, policy: Policy) -> Recognised:
    if found is None:
        raise Unauthenticated
    return Recognised(found.actor, chores_of(found, snapshot.now, policy))
