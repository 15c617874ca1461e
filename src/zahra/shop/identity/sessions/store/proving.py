"""SQL of proving a living session anew."""

from uuid import UUID

from zahra.base.db import Transaction


async def step_up(
    tx: Transaction, session_id: UUID, user_id: UUID, *, secret_hash: bytes
) -> bool | None:
    """Note a fresh proof; whether the session is a browser's. None where it is over.

    A browser's secret changes with it and the one before is good for nothing from here on, not
    for the minute that the daily change leaves: whoever copied it must not gain by the proof.
    """
    return await tx.value(
        """
        UPDATE sessions s SET
            step_up_at = %(now)s,
            secret_hash = CASE WHEN s.kind <> 'api' THEN %(hash)s::bytea END,
            secret_prev_hash = NULL,
            secret_rotated_at = CASE WHEN s.kind <> 'api' THEN %(now)s::timestamptz END
        FROM users u
        WHERE s.id = %(id)s AND s.user_id = %(user)s AND u.id = s.user_id
          AND u.status = 'active' AND u.auth_epoch = s.epoch AND s.revoked_at IS NULL
          AND s.idle_expires_at > %(now)s AND s.absolute_expires_at > %(now)s
        RETURNING s.kind <> 'api'
        """,
        id=session_id,
        user=user_id,
        hash=secret_hash,
        now=tx.now,
    )
