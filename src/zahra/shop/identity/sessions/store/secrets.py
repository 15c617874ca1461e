"""SQL of a cookie's secret: changed after a day, or at once when its owner proves who they are."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from zahra.base.db import Transaction


@dataclass(frozen=True, slots=True)
class Change:
    """From which secret's hash to which; how old the first must be, and how long what is under way
    may take."""

    presented: bytes
    fresh: bytes
    life: timedelta
    grace: timedelta


async def renew_at_once(
    tx: Transaction, session_id: UUID, user_id: UUID, *, fresh: bytes
) -> bool | None:
    """Note a fresh proof; whether the session is a browser's. None where it is over.

    A browser's secret changes with it, and the one before is good for nothing from here on:
    whoever copied it must not gain by the proof.
    """
    return await tx.value(
        """
        UPDATE sessions s SET
            step_up_at = %(now)s,
            secret_hash = CASE WHEN s.kind <> 'api' THEN %(fresh)s::bytea END,
            secret_rotated_at = CASE WHEN s.kind <> 'api' THEN %(now)s::timestamptz END,
            secret_prev_hash = NULL, secret_prev_until = NULL
        FROM users u
        WHERE s.id = %(id)s AND s.user_id = %(user)s AND u.id = s.user_id
          AND u.status = 'active' AND u.auth_epoch = s.epoch AND s.revoked_at IS NULL
          AND s.idle_expires_at > %(now)s AND s.absolute_expires_at > %(now)s
        RETURNING s.kind <> 'api'
        """,
        id=session_id,
        user=user_id,
        fresh=fresh,
        now=tx.now,
    )


async def renew_if_old(tx: Transaction, session_id: UUID, change: Change) -> bool:
    """Put a fresh secret in the place of one that is old; false when another request was first.

    The same for the secret before, once `grace` has passed and nobody has come with the new one:
    its answer got lost.
    """
    return bool(
        await tx.run(
            """
            UPDATE sessions SET
                secret_prev_until = CASE WHEN secret_hash = %(presented)s
                    THEN %(now)s::timestamptz + %(life)s::interval ELSE secret_prev_until END,
                secret_prev_hash = %(presented)s, secret_hash = %(fresh)s,
                secret_rotated_at = %(now)s
            WHERE id = %(id)s AND revoked_at IS NULL AND (
                (secret_hash = %(presented)s
                    AND secret_rotated_at <= %(now)s::timestamptz - %(life)s::interval)
                OR (secret_prev_hash = %(presented)s
                    AND secret_prev_until > %(now)s::timestamptz + %(grace)s::interval
                    AND secret_rotated_at <= %(now)s::timestamptz - %(grace)s::interval))
            """,
            id=session_id,
            now=tx.now,
            presented=change.presented,
            fresh=change.fresh,
            life=change.life,
            grace=change.grace,
        )
    )


async def confirm(tx: Transaction, session_id: UUID, *, seen: bytes, grace: timedelta) -> None:
    """The browser has its new secret: the one before ends as soon as what is under way is done."""
    await tx.run(
        """
        UPDATE sessions SET secret_prev_until =
            least(secret_prev_until, %(now)s::timestamptz + %(grace)s::interval)
        WHERE id = %(id)s AND secret_hash = %(seen)s AND secret_prev_until IS NOT NULL
        """,
        id=session_id,
        seen=seen,
        grace=grace,
        now=tx.now,
    )
