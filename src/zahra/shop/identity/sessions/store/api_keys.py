"""SQL of API keys."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.model import KeyOwner


async def add(tx: Transaction, user_id: UUID, key_hash: bytes, scopes: Sequence[str]) -> None:
    await tx.run(
        """
        INSERT INTO api_keys (id, user_id, key_hash, scopes, created_at)
        VALUES (%(id)s, %(user)s, %(hash)s, %(scopes)s, %(now)s)
        """,
        id=ids.new(),
        user=user_id,
        hash=key_hash,
        scopes=list(scopes),
        now=tx.now,
    )


async def owner_of(snapshot: Snapshot, key_hash: bytes) -> KeyOwner | None:
    """The owner of a key that is not revoked, if they can be used."""
    return await snapshot.row(
        KeyOwner,
        """
        SELECT u.id AS user_id, u.name, k.scopes, u.permissions, u.roles
        FROM api_keys k JOIN users u ON u.id = k.user_id
        WHERE k.key_hash = %(hash)s AND k.revoked_at IS NULL AND u.status = 'active'
        """,
        hash=key_hash,
    )
