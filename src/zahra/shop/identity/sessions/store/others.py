"""SQL of ending every session of somebody but one."""

from uuid import UUID

from zahra.base.db import Transaction
from zahra.shop.identity.model import RevokeReason


async def end_others(
    tx: Transaction, user_id: UUID, *, keep: UUID | None, reason: RevokeReason
) -> int:
    """End every session of a user but `keep`, and what was proved but not used yet; how many.

    The epoch moves first: whoever proved themselves a moment ago, by what is no longer good, opens
    nothing with it. The session that is kept goes along; a program's access token does not, and is
    exchanged for the next.
    """
    await tx.run("UPDATE users SET auth_epoch = auth_epoch + 1 WHERE id = %(id)s", id=user_id)
    await tx.run(
        """
        UPDATE sessions s SET epoch = u.auth_epoch FROM users u
        WHERE u.id = s.user_id AND s.id = %(keep)s::uuid AND s.user_id = %(user)s
          AND s.revoked_at IS NULL
        """,
        keep=keep,
        user=user_id,
    )
    return await tx.run(
        """
        UPDATE sessions SET revoked_at = %(now)s, revoke_reason = %(reason)s
        WHERE user_id = %(user)s AND id IS DISTINCT FROM %(keep)s::uuid AND revoked_at IS NULL
        """,
        keep=keep,
        user=user_id,
        reason=reason.value,
        now=tx.now,
    )
