"""SQL of numbers that may have changed hands."""

from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction


async def sleeper(snapshot: Snapshot, phone: str, *, since: datetime) -> UUID | None:
    """The active user with this phone who has shown no sign of life since a moment."""
    return await snapshot.value(
        """
        SELECT u.id FROM identities i JOIN users u ON u.id = i.user_id
        WHERE i.kind = 'phone' AND i.value = %(phone)s AND i.released_at IS NULL
          AND u.status = 'active'
          AND greatest(i.verified_at, u.created_at, u.last_login_at,
                       (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id))
              < %(since)s
        """,
        phone=phone,
        since=since,
    )


async def is_known_device(snapshot: Snapshot, user_id: UUID, device_hash: bytes) -> bool:
    """Whether somebody has signed in on this device before."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM user_devices
            WHERE user_id = %(user)s AND device_hash = %(device)s)
        """,
        user=user_id,
        device=device_hash,
    )


async def add(
    tx: Transaction, token_hash: bytes, user_id: UUID, *, phone: str, expires_at: datetime
) -> None:
    await tx.run(
        """
        INSERT INTO number_claims (token_hash, user_id, phone, created_at, expires_at)
        VALUES (%(hash)s, %(user)s, %(phone)s, %(now)s, %(expires_at)s)
        """,
        hash=token_hash,
        user=user_id,
        phone=phone,
        now=tx.now,
        expires_at=expires_at,
    )


async def take(tx: Transaction, token_hash: bytes) -> str | None:
    """Use a claim up: its number, for exactly one of any number of callers."""
    return await tx.value(
        """
        UPDATE number_claims SET used_at = %(now)s
        WHERE token_hash = %(hash)s AND used_at IS NULL AND expires_at > %(now)s
        RETURNING phone
        """,
        hash=token_hash,
        now=tx.now,
    )


async def release(tx: Transaction, user_id: UUID, phone: str) -> UUID | None:
    """Let go of a number; the contact that it was."""
    return await tx.value(
        """
        UPDATE identities SET released_at = %(now)s
        WHERE user_id = %(user)s AND kind = 'phone' AND value = %(phone)s AND released_at IS NULL
        RETURNING id
        """,
        user=user_id,
        phone=phone,
        now=tx.now,
    )
