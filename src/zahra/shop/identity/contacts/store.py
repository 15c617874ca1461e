"""SQL of what somebody is reached by, proven and wanted."""

from datetime import datetime
from uuid import UUID

from psycopg.errors import UniqueViolation

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.contacts.model import Contact, ContactKind, PendingContact
from zahra.shop.identity.identifiers import Identifier


async def has(snapshot: Snapshot, user_id: UUID, identifier: Identifier) -> bool:
    """Whether somebody is reached by this already."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM identities
            WHERE user_id = %(user)s AND kind = %(kind)s AND value = %(value)s
              AND released_at IS NULL)
        """,
        user=user_id,
        kind=identifier.kind,
        value=identifier.value,
    )


async def kinds_of(snapshot: Snapshot, user_id: UUID) -> list[str]:
    """By what kinds somebody is reached."""
    return await snapshot.values(
        "SELECT kind FROM identities WHERE user_id = %(user)s AND released_at IS NULL",
        user=user_id,
    )


async def pending_of(snapshot: Snapshot, user_id: UUID) -> list[PendingContact]:
    return await snapshot.rows(
        PendingContact,
        """
        SELECT kind, value, expires_at FROM pending_contacts
        WHERE user_id = %(user)s AND expires_at > %(now)s ORDER BY kind
        """,
        user=user_id,
        now=snapshot.now,
    )


async def is_pending(snapshot: Snapshot, user_id: UUID, identifier: Identifier) -> bool:
    """Whether somebody has asked to be reached by this."""
    return await snapshot.value(
        """
        SELECT EXISTS (SELECT 1 FROM pending_contacts
            WHERE user_id = %(user)s AND kind = %(kind)s AND value = %(value)s
              AND expires_at > %(now)s)
        """,
        user=user_id,
        kind=identifier.kind,
        value=identifier.value,
        now=snapshot.now,
    )


async def put_pending(
    tx: Transaction, user_id: UUID, identifier: Identifier, *, expires_at: datetime
) -> None:
    """Note what somebody wants, in the place of what they wanted before."""
    await tx.run(
        """
        INSERT INTO pending_contacts (user_id, kind, value, created_at, expires_at)
        VALUES (%(user)s, %(kind)s, %(value)s, %(now)s, %(expires_at)s)
        ON CONFLICT (user_id, kind) DO UPDATE SET
            value = excluded.value, created_at = excluded.created_at,
            expires_at = excluded.expires_at
        """,
        user=user_id,
        kind=identifier.kind,
        value=identifier.value,
        now=tx.now,
        expires_at=expires_at,
    )


async def take_pending(tx: Transaction, user_id: UUID, identifier: Identifier) -> bool:
    """Strike a wish off, if it still stands."""
    return bool(
        await tx.run(
            """
            DELETE FROM pending_contacts
            WHERE user_id = %(user)s AND kind = %(kind)s AND value = %(value)s
              AND expires_at > %(now)s
            """,
            user=user_id,
            kind=identifier.kind,
            value=identifier.value,
            now=tx.now,
        )
    )


async def add(tx: Transaction, user_id: UUID, identifier: Identifier) -> bool:
    """Make this somebody's; false, and nothing changed, when it is somebody else's."""
    try:
        async with tx.savepoint():
            await tx.run(
                """
                INSERT INTO identities (id, user_id, kind, value, verified_at)
                VALUES (%(id)s, %(user)s, %(kind)s, %(value)s, %(now)s)
                """,
                id=ids.new(),
                user=user_id,
                kind=identifier.kind,
                value=identifier.value,
                now=tx.now,
            )
    except UniqueViolation:
        return False
    return True


async def release(tx: Transaction, user_id: UUID, kind: ContactKind) -> UUID | None:
    """Let go of what somebody is reached by; its row stays until they were told there."""
    return await tx.value(
        """
        UPDATE identities SET released_at = %(now)s
        WHERE user_id = %(user)s AND kind = %(kind)s AND released_at IS NULL
        RETURNING id
        """,
        user=user_id,
        kind=kind.value,
        now=tx.now,
    )


async def to_be_told(
    snapshot: Snapshot, user_id: UUID, changed: ContactKind, *, released: UUID | None
) -> list[UUID]:
    """Where a change is told: what was released by it, and what did not change."""
    return await snapshot.values(
        """
        SELECT id FROM identities
        WHERE user_id = %(user)s
          AND (id = %(released)s::uuid OR (kind <> %(changed)s AND released_at IS NULL))
        ORDER BY id
        """,
        user=user_id,
        changed=changed.value,
        released=released,
    )


async def contact(snapshot: Snapshot, contact_id: UUID) -> Contact | None:
    """One proven phone or address, released or not."""
    return await snapshot.row(
        Contact, "SELECT id, kind, value FROM identities WHERE id = %(id)s", id=contact_id
    )
