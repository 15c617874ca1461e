"""SQL of recovery codes. Only keyed hashes are stored."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base import ids
from zahra.base.db import Transaction


async def replace(tx: Transaction, user_id: UUID, hashes: Sequence[bytes]) -> None:
    """Forget the old ones, used or not, and keep these."""
    await tx.run("DELETE FROM recovery_codes WHERE user_id = %(user)s", user=user_id)
    await tx.run(
        """
        INSERT INTO recovery_codes (id, user_id, hash, created_at)
        SELECT unnest(%(ids)s::uuid[]), %(user)s::uuid, unnest(%(hashes)s::bytea[]),
               %(now)s::timestamptz
        """,
        ids=[ids.new() for _ in hashes],
        user=user_id,
        hashes=list(hashes),
        now=tx.now,
    )


async def use(tx: Transaction, user_id: UUID, hashes: Sequence[bytes]) -> bool:
    """Use up the code with one of these hashes: true for exactly one of any number of callers."""
    return bool(
        await tx.run(
            """
            UPDATE recovery_codes SET used_at = %(now)s
            WHERE user_id = %(user)s AND hash = ANY(%(hashes)s::bytea[]) AND used_at IS NULL
            """,
            user=user_id,
            hashes=list(hashes),
            now=tx.now,
        )
    )
