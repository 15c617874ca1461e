"""Exchanging a refresh token for the next pair.

A token is good once. Honest programs still come twice: four tabs at the same moment, a phone that
never got the answer. They get the same successor again, for 30 seconds from the same browser, or
for a day with the same rotation key. A genuine token that comes back otherwise was stolen, by them
or from them, and its session ends. Nobody can end a session with a token that was never issued, nor
spend what it may refresh in a minute.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from zahra.base import limits
from zahra.base.db import Database, Transaction
from zahra.base.errors import TooMany, Unauthenticated
from zahra.base.keys import Keys
from zahra.base.limits import Limit
from zahra.shop.identity.errors import (
    RefreshInvalid,
    RefreshReused,
    SessionExpired,
    SessionRevoked,
)
from zahra.shop.identity.model import UNKNOWN_DEVICE, Device, RevokeReason
from zahra.shop.identity.people.store import users
from zahra.shop.identity.policy import Policy
from zahra.shop.identity.sessions.refresh_tokens import RefreshToken, refresh_token_of
from zahra.shop.identity.sessions.store import refreshing, sessions
from zahra.shop.identity.sessions.store.refreshing import Lineage, Rotation
from zahra.shop.identity.sessions.token_pairs import Issuing, Tokens
from zahra.shop.identity.watching import store as events
from zahra.shop.identity.watching.model import AuthEvent

_TWICE = timedelta(hours=24)  # a second reuse within this ends all sessions of the user


@dataclass(frozen=True, slots=True)
class Refreshing:
    """A refresh token as presented. `rotation_key` is the caller's own, kept until it has the
    answer; `session_id`, if given, must be the token's."""

    token: str
    session_id: UUID | None = None
    rotation_key: str | None = None
    device: Device = UNKNOWN_DEVICE

    @property
    def key_hash(self) -> bytes | None:
        return None if self.rotation_key is None else sha256(self.rotation_key.encode()).digest()


async def refresh_session(
    database: Database, keys: Keys, asked: Refreshing, *, policy: Policy = Policy()
) -> Tokens:
    """The next pair of a session.

    Raises RefreshInvalid, SessionExpired, SessionRevoked, and RefreshReused after ending the
    session (all of the user's, the second time in a day). TooMany leaves everything as it was: the
    same token is good when its time has come.
    """

    async def exchange(tx: Transaction) -> Tokens | Unauthenticated:
        issuing = Issuing(keys, policy, tx.now)
        token = refresh_token_of(asked.token) or await _older_shops(tx, asked.token)
        if token is None or asked.session_id not in (None, token.session_id):
            return RefreshInvalid()
        answer = await _rotate(tx, issuing, token, asked) or await _classify(
            tx, issuing, token, asked
        )
        if isinstance(answer, Tokens):  # so the token is genuine: strangers spend nothing
            await _spend(tx, policy, answer.session_id)
        return answer

    outcome = await database.run(exchange)
    if isinstance(outcome, Unauthenticated):
        raise outcome  # only now: what was revoked has been committed
    return outcome


async def _spend(tx: Transaction, policy: Policy, session_id: UUID) -> None:
    """Of reuse none is spent: a theft is seen however busy the session is. Raises TooMany."""
    if policy.limits_off:
        return
    of_session = Limit("refresh_session", policy.refreshes_per_minute, timedelta(minutes=1))
    verdict = await limits.spend(tx, of_session, str(session_id))
    if not verdict.passed:
        raise TooMany(retry_after=-(-verdict.retry_after // 5) * 5)


async def _older_shops(tx: Transaction, text: str) -> RefreshToken | None:
    """A token that was taken over from an older shop: it names no session, its hash does."""
    secret = text.encode(errors="replace")
    session_id = await refreshing.session_of_token(tx, sha256(secret).digest())
    return None if session_id is None else RefreshToken(session_id, secret)


async def _rotate(
    tx: Transaction, issuing: Issuing, token: RefreshToken, asked: Refreshing
) -> Tokens | None:
    kid = issuing.keys.newest
    successor = token.successor(issuing.keys, kid)
    rotation = Rotation(
        session_id=token.session_id,
        presented=token.hash,
        successor=successor.hash,
        kid=kid,
        rotation_key=asked.key_hash,
        device=asked.device,
        idle=issuing.policy.session_idle,
        staff_idle=issuing.policy.staff_idle,
    )
    claims = await refreshing.rotate(tx, rotation)
    return None if claims is None else issuing.pair(claims, successor)


async def _classify(
    tx: Transaction, issuing: Issuing, token: RefreshToken, asked: Refreshing
) -> Tokens | Unauthenticated:
    """Why the token could not be rotated; the pair again where a repeat is allowed."""
    line = await refreshing.lineage(tx, token.session_id, token.hash)
    if line is None or not line.is_genuine:
        return RefreshInvalid()
    if line.has_run_out(tx.now):
        return SessionExpired()
    if line.revoked_at is not None or not line.is_user_as_before:
        return SessionRevoked()
    if line.rt_hash == token.hash:
        return RefreshInvalid()
    if not _may_repeat(line, token, asked, issuing):
        return await _end_reused(tx, line, asked.device)
    return await _again(tx, issuing, token, line)


def _may_repeat(line: Lineage, token: RefreshToken, asked: Refreshing, issuing: Issuing) -> bool:
    """Whether this is an honest second try of the latest rotation."""
    policy, age = issuing.policy, issuing.now - line.rt_rotated_at
    if line.rt_prev_hash != token.hash:
        return False
    if asked.key_hash is not None and asked.key_hash == line.rt_rotation_key:
        return age <= policy.rotation_key_lifetime
    is_same_browser = line.ua_hash == asked.device.ua_hash
    return age <= policy.grace and is_same_browser and line.rt_replays < policy.grace_replays


async def _again(
    tx: Transaction, issuing: Issuing, token: RefreshToken, line: Lineage
) -> Tokens | Unauthenticated:
    """The same successor, derived once more with the key of its rotation."""
    try:
        successor = token.successor(issuing.keys, line.rt_kid or "")
    except KeyError:
        return RefreshInvalid()
    if successor.hash != line.rt_hash:
        return RefreshInvalid()
    await refreshing.count_replay(tx, line.id)
    await events.note(tx, AuthEvent("refresh.replayed", user_id=line.user_id, session_id=line.id))
    return issuing.pair(line.claims, successor, is_replay=True)


async def _end_reused(tx: Transaction, line: Lineage, device: Device) -> Unauthenticated:
    if await sessions.revoke(tx, line.id, line.user_id, RevokeReason.REFRESH_REUSE):
        event = AuthEvent(
            "refresh.reused",
            "revoked",
            user_id=line.user_id,
            session_id=line.id,
            ip=device.ip,
        )
        await events.note(tx, event)
        if await events.reuses_since(tx, line.user_id, tx.now - _TWICE) >= 2:
            await users.next_epoch(tx, line.user_id)
            await sessions.revoke_all(tx, line.user_id, RevokeReason.REFRESH_REUSE)
    return RefreshReused()
