"""SQL of uploads."""

from collections.abc import Collection
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.uploads.model import Upload


async def insert(tx: Transaction, kept: Upload, user_id: UUID, *, is_for_catalogue: bool) -> None:
    """A picture and its sender; one that came before is not written again."""
    await tx.run(
        """
        INSERT INTO uploads (id, user_id, width, height, is_for_catalogue, at)
        VALUES (%(id)s, %(user_id)s, %(width)s, %(height)s, %(is_for_catalogue)s, %(now)s)
        ON CONFLICT (id) DO NOTHING
        """,
        id=kept.id,
        user_id=user_id,
        width=kept.width,
        height=kept.height,
        is_for_catalogue=is_for_catalogue,
        now=tx.now,
    )


async def own_of(snapshot: Snapshot, user_id: UUID, upload_ids: Collection[str]) -> list[Upload]:
    """Those of these pictures that somebody sent."""
    return await snapshot.rows(
        Upload,
        """
        SELECT id, width, height FROM uploads
        WHERE id = ANY(%(ids)s) AND user_id = %(user_id)s
        """,
        ids=list(upload_ids),
        user_id=user_id,
    )


async def forget_of(tx: Transaction, user_ids: Collection[UUID]) -> None:
    """Nobody's any more, and to be deleted; of the catalogue's pictures only the sender goes."""
    await tx.run(
        """
        WITH theirs AS (DELETE FROM uploads WHERE user_id = ANY(%(ids)s) AND is_for_catalogue)
        UPDATE uploads SET user_id = NULL, forgotten_at = %(now)s
        WHERE user_id = ANY(%(ids)s) AND NOT is_for_catalogue
        """,
        ids=list(user_ids),
        now=tx.now,
    )


async def forgotten(snapshot: Snapshot, *, limit: int) -> list[str]:
    """Pictures whose files are to be deleted, the longest forgotten first."""
    return await snapshot.values(
        """
        SELECT id FROM uploads WHERE forgotten_at IS NOT NULL ORDER BY forgotten_at LIMIT %(limit)s
        """,
        limit=limit,
    )


async def delete(tx: Transaction, upload_id: str) -> None:
    await tx.run("DELETE FROM uploads WHERE id = %(id)s", id=upload_id)
