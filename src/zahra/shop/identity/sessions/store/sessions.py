"""SQL of sessions: opening, reading on every request, ending."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.model import Account, Device, LiveSession, RevokeReason, Session
from zahra.shop.identity.model import SessionKind as Kind


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session about to be written. `secret_hash` is a web session's; API ones begin a chain."""

    id: UUID
    kind: Kind
    amr: tuple[str, ...]
    idle_expires_at: datetime
    absolute_expires_at: datetime
    secret_hash: bytes | None


async def add_session(
    tx: Transaction, new: NewSession, account: Account, *, device: Device
) -> None:
    await tx.run(
        """
        INSERT INTO sessions (id, user_id, kind, secret_hash, secret_rotated_at, epoch, auth_time,
                              amr, device, user_agent, ua_hash, ip_first, ip_last,
                              created_at, last_seen_at, idle_expires_at, absolute_expires_at)
        VALUES (%(id)s, %(user)s, %(kind)s, %(secret_hash)s, %(rotated)s, %(epoch)s, %(now)s,
                %(amr)s, %(device)s, %(user_agent)s, %(ua_hash)s, %(ip)s, %(ip)s,
                %(now)s, %(now)s, %(idle)s, %(absolute)s)
        """,
        user=account.id,
        epoch=account.auth_epoch,
        **_params(tx, new, device),
    )


async def renew_session(
    tx: Transaction, new: NewSession, account: Account, *, device: Device
) -> bool:
    """Give a living session of this user a new secret and a new life; false if it has none."""
    return bool(
        await tx.run(
            """
            UPDATE sessions SET
                secret_hash = %(secret_hash)s, secret_rotated_at = %(rotated)s,
                secret_prev_hash = NULL, secret_prev_until = NULL, epoch = %(epoch)s,
                auth_time = %(now)s, amr = %(amr)s, device = %(device)s,
                user_agent = %(user_agent)s, ua_hash = %(ua_hash)s, ip_last = %(ip)s,
                last_seen_at = %(now)s,
                idle_expires_at = %(idle)s, absolute_expires_at = %(absolute)s
            WHERE id = %(id)s AND user_id = %(user)s AND kind = %(kind)s AND revoked_at IS NULL
              AND idle_expires_at > %(now)s AND absolute_expires_at > %(now)s
            """,
            user=account.id,
            epoch=account.auth_epoch,
            **_params(tx, new, device),
        )
    )


async def session_of_secret(
    snapshot: Snapshot, secret_hash: bytes, *, kind: Kind
) -> LiveSession | None:
    """The living session of this kind behind a cookie, with its user: one statement."""
    return await snapshot.row(
        LiveSession,
        """
        SELECT s.id, s.user_id, s.kind, s.epoch, u.name, u.roles, s.amr, s.last_seen_at,
               greatest(s.auth_time, s.step_up_at) AS proven_at, s.secret_rotated_at,
               s.secret_prev_until AS secret_before_until,
               s.secret_hash <> %(hash)s AS is_secret_before
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE (s.secret_hash = %(hash)s
               OR (s.secret_prev_hash = %(hash)s AND s.secret_prev_until > %(now)s))
          AND s.kind = %(kind)s AND s.revoked_at IS NULL
          AND s.idle_expires_at > %(now)s AND s.absolute_expires_at > %(now)s
          AND u.status = 'active' AND u.auth_epoch = s.epoch
        """,
        hash=secret_hash,
        kind=kind,
        now=snapshot.now,
    )


async def session_of_id(snapshot: Snapshot, session_id: UUID, user_id: UUID) -> LiveSession | None:
    """The living API session of an access token, with its user: one statement."""
    return await snapshot.row(
        LiveSession,
        """
        SELECT s.id, s.user_id, s.kind, s.epoch, u.name, u.roles, s.amr, s.last_seen_at,
               greatest(s.auth_time, s.step_up_at) AS proven_at
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = %(id)s AND s.user_id = %(user)s AND s.kind = 'api' AND s.revoked_at IS NULL
          AND s.idle_expires_at > %(now)s AND s.absolute_expires_at > %(now)s
          AND u.status = 'active' AND u.auth_epoch = s.epoch
        """,
        id=session_id,
        user=user_id,
        now=snapshot.now,
    )


async def touch(
    tx: Transaction, session_id: UUID, *, device: Device, unless_since: datetime, idle: datetime
) -> None:
    """Note that a session was used, unless that was noted since."""
    await tx.run(
        """
        UPDATE sessions SET last_seen_at = %(now)s, ip_last = %(ip)s,
                            idle_expires_at = least(%(idle)s, absolute_expires_at)
        WHERE id = %(id)s AND revoked_at IS NULL AND last_seen_at <= %(since)s
        """,
        id=session_id,
        now=tx.now,
        ip=device.ip,
        since=unless_since,
        idle=idle,
    )


async def sessions_of(snapshot: Snapshot, user_id: UUID, *, current: UUID | None) -> list[Session]:
    """The living sessions of a user, the latest used first."""
    return await snapshot.rows(
        Session,
        """
        SELECT id, kind, created_at, last_seen_at, ip_last AS ip, device, user_agent,
               id IS NOT DISTINCT FROM %(current)s::uuid AS is_current
        FROM sessions
        WHERE user_id = %(user)s AND revoked_at IS NULL
          AND idle_expires_at > %(now)s AND absolute_expires_at > %(now)s
        ORDER BY last_seen_at DESC, id DESC
        """,
        user=user_id,
        current=current,
        now=snapshot.now,
    )


async def is_staff(snapshot: Snapshot, user_id: UUID) -> bool | None:
    """Whether somebody has a role in the shop; None for nobody."""
    return await snapshot.value(
        "SELECT roles <> '{}' FROM users WHERE id = %(id)s AND status <> 'erased'", id=user_id
    )


async def revoke(tx: Transaction, session_id: UUID, user_id: UUID, reason: RevokeReason) -> int:
    """End a session of this user's; 0 where there is none alive."""
    return await tx.run(
        """
        UPDATE sessions SET revoked_at = %(now)s, revoke_reason = %(reason)s
        WHERE id = %(id)s AND user_id = %(user)s AND revoked_at IS NULL
        """,
        id=session_id,
        user=user_id,
        now=tx.now,
        reason=reason.value,
    )


async def revoke_all(tx: Transaction, user_id: UUID, reason: RevokeReason) -> int:
    """End every session of a user; the caller has moved the epoch first."""
    return await tx.run(
        """
        UPDATE sessions SET revoked_at = %(now)s, revoke_reason = %(reason)s
        WHERE user_id = %(user)s AND revoked_at IS NULL
        """,
        user=user_id,
        now=tx.now,
        reason=reason.value,
    )


async def revoke_beyond(tx: Transaction, user_id: UUID, *, most: int) -> int:
    """End the least recently used sessions beyond `most`; the caller holds the user's lock."""
    return await tx.run(
        """
        UPDATE sessions SET revoked_at = %(now)s, revoke_reason = 'session_limit'
        WHERE id IN (SELECT id FROM sessions WHERE user_id = %(user)s AND revoked_at IS NULL
                     ORDER BY last_seen_at DESC, id DESC OFFSET %(most)s)
        """,
        user=user_id,
        now=tx.now,
        most=most,
    )


def _params(tx: Transaction, new: NewSession, device: Device) -> dict[str, object]:
    return {
        "id": new.id,
        "kind": new.kind.value,
        "secret_hash": new.secret_hash,
        "amr": list(new.amr),
        "rotated": None if new.secret_hash is None else tx.now,
        "device": device.name,
        "user_agent": device.user_agent,
        "ua_hash": device.ua_hash,
        "ip": device.ip,
        "now": tx.now,
        "idle": new.idle_expires_at,
        "absolute": new.absolute_expires_at,
    }
