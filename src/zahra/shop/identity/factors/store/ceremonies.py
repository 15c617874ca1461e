"""SQL of what was begun and waits for its proof. Each is found by the hash of its token."""

from datetime import datetime

from zahra.base.db import Transaction
from zahra.shop.identity.factors.model import Ceremony, CeremonyKind


async def begin(
    tx: Transaction, token_hash: bytes, ceremony: Ceremony, *, expires_at: datetime
) -> None:
    await tx.run(
        """
        INSERT INTO ceremonies (token_hash, kind, user_id, epoch, challenge, created_at,
                                expires_at)
        VALUES (%(token)s, %(kind)s, %(user)s, %(epoch)s, %(challenge)s, %(now)s, %(expires)s)
        """,
        token=token_hash,
        kind=ceremony.kind.value,
        user=ceremony.user_id,
        epoch=ceremony.epoch,
        challenge=ceremony.challenge,
        now=tx.now,
        expires=expires_at,
    )


async def take_try(
    tx: Transaction, token_hash: bytes, kind: CeremonyKind, *, most: int
) -> Ceremony | None:
    """Count one try; None when there is nothing to try (any more)."""
    return await tx.row(
        Ceremony,
        """
        UPDATE ceremonies SET attempts = attempts + 1
        WHERE token_hash = %(token)s AND kind = %(kind)s AND attempts < %(most)s
          AND used_at IS NULL AND expires_at > %(now)s
        RETURNING kind, user_id, epoch, challenge
        """,
        token=token_hash,
        kind=kind.value,
        most=most,
        now=tx.now,
    )


async def use(tx: Transaction, token_hash: bytes, kind: CeremonyKind) -> Ceremony | None:
    """Use it up: it is given to exactly one of any number of callers."""
    return await tx.row(
        Ceremony,
        """
        UPDATE ceremonies SET used_at = %(now)s
        WHERE token_hash = %(token)s AND kind = %(kind)s
          AND used_at IS NULL AND expires_at > %(now)s
        RETURNING kind, user_id, epoch, challenge
        """,
        token=token_hash,
        kind=kind.value,
        now=tx.now,
    )
