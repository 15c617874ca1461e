"""SQL of refresh tokens. A rotation is one statement on the session's row; the first caller wins,
and a logout that races with it is decided by the same row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.model import Device, RevokeReason
from zahra.shop.identity.sessions.access_tokens import Claims


@dataclass(frozen=True, slots=True)
class Lineage:
    """A session as refreshing sees it: what is current, what was before, and since when."""

    id: UUID
    user_id: UUID
    epoch: int
    amr: tuple[str, ...]
    auth_time: datetime
    rt_hash: bytes
    rt_prev_hash: bytes | None
    rt_rotated_at: datetime
    rt_rotation_key: bytes | None
    rt_kid: str | None
    rt_replays: int
    ua_hash: bytes | None
    idle_expires_at: datetime
    absolute_expires_at: datetime
    revoked_at: datetime | None
    revoke_reason: RevokeReason | None
    is_user_as_before: bool
    is_genuine: bool

    def has_run_out(self, now: datetime) -> bool:
        """Whether it ended by itself, written down already or not."""
        if self.revoked_at is not None:
            return self.revoke_reason in (RevokeReason.IDLE, RevokeReason.EXPIRED)
        return now >= min(self.idle_expires_at, self.absolute_expires_at)

    @property
    def claims(self) -> Claims:
        return Claims(self.user_id, self.id, self.epoch, self.amr, self.auth_time)


@dataclass(frozen=True, slots=True)
class Rotation:
    """From which token to which, how a repeat will be known, and how long the session may lie
    unused: staff's shorter."""

    session_id: UUID
    presented: bytes
    successor: bytes
    kid: str
    rotation_key: bytes | None
    device: Device
    idle: timedelta
    staff_idle: timedelta


async def begin_chain(tx: Transaction, session_id: UUID, token_hash: bytes) -> None:
    """Make a first token the session's current one. What an older chain issued proves nothing."""
    await tx.run("DELETE FROM refresh_tokens WHERE session_id = %(id)s", id=session_id)
    await tx.run(
        """
        WITH begun AS (
            UPDATE sessions SET rt_hash = %(hash)s, rt_prev_hash = NULL, rt_gen = 0,
                rt_rotated_at = %(now)s, rt_rotation_key = NULL, rt_kid = NULL, rt_replays = 0
            WHERE id = %(id)s
        )
        INSERT INTO refresh_tokens (token_hash, session_id, generation, issued_at)
        VALUES (%(hash)s, %(id)s, 0, %(now)s)
        """,
        id=session_id,
        hash=token_hash,
        now=tx.now,
    )


async def session_of_token(snapshot: Snapshot, token_hash: bytes) -> UUID | None:
    """The session a token was given to."""
    return await snapshot.value(
        "SELECT session_id FROM refresh_tokens WHERE token_hash = %(hash)s", hash=token_hash
    )


async def rotate(tx: Transaction, rotation: Rotation) -> Claims | None:
    """Put the successor in the presented token's place; None unless that was the current one of a
    living session."""
    return await tx.row(
        Claims,
        """
        WITH rotated AS (
            UPDATE sessions s SET
                rt_prev_hash = s.rt_hash, rt_hash = %(successor)s, rt_gen = s.rt_gen + 1,
                rt_rotated_at = %(now)s, rt_rotation_key = %(rotation_key)s, rt_kid = %(kid)s,
                rt_replays = 0, last_seen_at = %(now)s, ip_last = %(ip)s, ua_hash = %(ua_hash)s,
                idle_expires_at = least(s.absolute_expires_at, %(now)s::timestamptz + CASE
                    WHEN 'mfa' = ANY(s.amr) AND (SELECT u.roles <> '{}' FROM users u
                                                 WHERE u.id = s.user_id)
                    THEN %(staff_idle)s::interval ELSE %(idle)s::interval END)
            WHERE s.id = %(id)s AND s.rt_hash = %(presented)s AND s.revoked_at IS NULL
              AND s.idle_expires_at > %(now)s AND s.absolute_expires_at > %(now)s
              AND EXISTS (SELECT 1 FROM users u WHERE u.id = s.user_id
                          AND u.status = 'active' AND u.auth_epoch = s.epoch)
            RETURNING s.*
        ), kept AS (
            INSERT INTO refresh_tokens (token_hash, session_id, generation, issued_at)
            SELECT %(successor)s, id, rt_gen, %(now)s FROM rotated
        )
        SELECT user_id, id AS session_id, epoch, amr, auth_time FROM rotated
        """,
        id=rotation.session_id,
        presented=rotation.presented,
        successor=rotation.successor,
        kid=rotation.kid,
        rotation_key=rotation.rotation_key,
        ip=rotation.device.ip,
        ua_hash=rotation.device.ua_hash,
        idle=rotation.idle,
        staff_idle=rotation.staff_idle,
        now=tx.now,
    )


async def lineage(snapshot: Snapshot, session_id: UUID, presented: bytes) -> Lineage | None:
    """An API session, and whether the presented token was ever given to it."""
    return await snapshot.row(
        Lineage,
        """
        SELECT s.id, s.user_id, s.epoch, s.rt_hash, s.rt_prev_hash, s.rt_rotated_at,
               s.rt_rotation_key, s.rt_kid, s.rt_replays, s.ua_hash, s.auth_time, s.amr,
               s.idle_expires_at, s.absolute_expires_at, s.revoked_at, s.revoke_reason,
               u.status = 'active' AND u.auth_epoch = s.epoch AS is_user_as_before,
               EXISTS (SELECT 1 FROM refresh_tokens t
                       WHERE t.session_id = s.id AND t.token_hash = %(hash)s) AS is_genuine
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = %(id)s AND s.kind = 'api'
        """,
        id=session_id,
        hash=presented,
    )


async def count_replay(tx: Transaction, session_id: UUID) -> None:
    await tx.run("UPDATE sessions SET rt_replays = rt_replays + 1 WHERE id = %(id)s", id=session_id)
