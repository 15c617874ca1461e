"""SQL of copies that people asked for."""

from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.privacy.model import Export


async def add(tx: Transaction, export: Export, user_id: UUID) -> None:
    await tx.run(
        """
        INSERT INTO exports (id, user_id, asked_at, expires_at)
        VALUES (%(id)s, %(user)s, %(asked_at)s, %(expires_at)s)
        """,
        id=export.id,
        user=user_id,
        asked_at=export.asked_at,
        expires_at=export.expires_at,
    )


async def latest(snapshot: Snapshot, user_id: UUID) -> Export | None:
    """The living copy that was asked for last, without its content."""
    return await snapshot.row(
        Export,
        """
        SELECT id, asked_at, ready_at, expires_at FROM exports
        WHERE user_id = %(user)s AND expires_at > %(now)s
        ORDER BY asked_at DESC, id DESC LIMIT 1
        """,
        user=user_id,
        now=snapshot.now,
    )


async def export(snapshot: Snapshot, user_id: UUID, export_id: UUID) -> Export | None:
    """A living copy of this person's, whole."""
    return await snapshot.row(
        Export,
        """
        SELECT id, asked_at, ready_at, expires_at, content FROM exports
        WHERE id = %(id)s AND user_id = %(user)s AND expires_at > %(now)s
        """,
        id=export_id,
        user=user_id,
        now=snapshot.now,
    )


async def waiting(snapshot: Snapshot, export_id: UUID) -> UUID | None:
    """Whose copy is still to be made."""
    return await snapshot.value(
        "SELECT user_id FROM exports WHERE id = %(id)s AND ready_at IS NULL", id=export_id
    )


async def put_content(tx: Transaction, export_id: UUID, content: bytes) -> None:
    await tx.run(
        """
        UPDATE exports SET content = %(content)s, ready_at = %(now)s
        WHERE id = %(id)s AND ready_at IS NULL
        """,
        id=export_id,
        content=content,
        now=tx.now,
    )


async def forget_person(tx: Transaction, user_id: UUID) -> None:
    """Delete every copy of somebody."""
    await tx.run("DELETE FROM exports WHERE user_id = %(user)s", user=user_id)


async def forget_expired(tx: Transaction) -> int:
    """Delete copies that have run out; how many."""
    return await tx.run("DELETE FROM exports WHERE expires_at <= %(now)s", now=tx.now)
