"""SQL of known devices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import Device, IpAddress


@dataclass(frozen=True, slots=True)
class Arrival:
    """A session as its owner is told of it: by what, when and roughly from where it began."""

    user_id: UUID
    device: str
    ip: IpAddress | None
    at: datetime


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser or phone somebody has signed in with. `name` is empty where it told none."""

    id: UUID
    name: str
    first_seen_at: datetime
    last_seen_at: datetime
    is_this: bool


async def see(tx: Transaction, user_id: UUID, device: Device) -> bool:
    """Note that somebody signed in with a device; whether they had before."""
    known = await tx.value(
        """
        INSERT INTO user_devices AS d (id, user_id, device_hash, label, first_seen_at, last_seen_at)
        VALUES (%(id)s, %(user)s, %(hash)s, %(label)s, %(now)s, %(now)s)
        ON CONFLICT (user_id, device_hash) DO UPDATE SET label = %(label)s, last_seen_at = %(now)s
        RETURNING d.first_seen_at < %(now)s
        """,
        id=ids.new(),
        user=user_id,
        hash=device.hash,
        label=device.name,
        now=tx.now,
    )
    return bool(known)


async def devices_of(
    snapshot: Snapshot, user_id: UUID, *, this: bytes | None, most: int
) -> list[KnownDevice]:
    """What somebody has signed in with, the one whose hash is `this` first, then the latest."""
    return await snapshot.rows(
        KnownDevice,
        """
        SELECT id, label AS name, first_seen_at, last_seen_at,
               device_hash IS NOT DISTINCT FROM %(this)s AS is_this
        FROM user_devices WHERE user_id = %(user)s
        ORDER BY is_this DESC, last_seen_at DESC, id LIMIT %(most)s
        """,
        user=user_id,
        this=this,
        most=most,
    )


async def forget(tx: Transaction, user_id: UUID, device_id: UUID) -> bool:
    """Forget one of somebody's devices; whether there was one."""
    return bool(
        await tx.run(
            "DELETE FROM user_devices WHERE user_id = %(user)s AND id = %(id)s",
            user=user_id,
            id=device_id,
        )
    )


async def forget_others(tx: Transaction, user_id: UUID, *, keep: bytes | None) -> int:
    """Forget all of somebody's devices but the one whose hash is `keep`; how many."""
    return await tx.run(
        """
        DELETE FROM user_devices
        WHERE user_id = %(user)s AND device_hash IS DISTINCT FROM %(keep)s
        """,
        user=user_id,
        keep=keep,
    )


async def is_known_to(snapshot: Snapshot, identifier: Identifier, device: Device) -> bool:
    """Whether the owner of an identifier has signed in with this device before."""
    return await snapshot.value(
        """
        SELECT EXISTS (
            SELECT 1 FROM user_devices d JOIN identities i ON i.user_id = d.user_id
            WHERE d.device_hash = %(hash)s AND i.kind = %(kind)s AND i.value = %(value)s
              AND i.released_at IS NULL)
        """,
        hash=device.hash,
        kind=identifier.kind,
        value=identifier.value,
    )


async def had_a_session_before(snapshot: Snapshot, user_id: UUID, session_id: UUID) -> bool:
    """Whether somebody has ever signed in but for this session."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM sessions WHERE user_id = %(user)s AND id <> %(id)s)
        """,
        user=user_id,
        id=session_id,
    )


async def arrival(snapshot: Snapshot, session_id: UUID) -> Arrival | None:
    """How a session began, if it is still alive."""
    return await snapshot.row(
        Arrival,
        """
        SELECT user_id, device, ip_last AS ip, auth_time AS at FROM sessions
        WHERE id = %(id)s AND revoked_at IS NULL
        """,
        id=session_id,
    )
