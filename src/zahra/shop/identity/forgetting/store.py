"""SQL of forgetting: each statement takes the oldest few, so that none runs long."""

from datetime import datetime

from zahra.base.db import Transaction


async def end_expired_sessions(tx: Transaction, before: datetime, most: int) -> int:
    """Write down of sessions that nobody may use any more when they ended, and why."""
    return await tx.run(
        """
        UPDATE sessions SET
            revoked_at = least(idle_expires_at, absolute_expires_at),
            revoke_reason = CASE WHEN absolute_expires_at <= idle_expires_at
                THEN 'expired' ELSE 'idle' END
        WHERE id IN (
            SELECT id FROM sessions WHERE revoked_at IS NULL
              AND least(idle_expires_at, absolute_expires_at) <= %(before)s
            LIMIT %(most)s FOR UPDATE SKIP LOCKED)
        """,
        before=before,
        most=most,
    )


async def forget_refresh_tokens(tx: Transaction, before: datetime, most: int) -> int:
    """Those of sessions that ended before a moment: they need no alarm any more."""
    return await tx.run(
        """
        DELETE FROM refresh_tokens WHERE token_hash IN (
            SELECT t.token_hash FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
            WHERE s.revoked_at < %(before)s LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_codes(tx: Transaction, before: datetime, most: int) -> int:
    """Codes asked for before a moment, and the sign-ups that waited for them."""
    return await tx.run(
        """
        DELETE FROM otp_challenges WHERE id IN (
            SELECT id FROM otp_challenges WHERE created_at < %(before)s LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_throttles(tx: Transaction, before: datetime, most: int) -> int:
    """Of identifiers that nobody has sent a code to since."""
    return await tx.run(
        """
        DELETE FROM otp_throttle WHERE identifier IN (
            SELECT identifier FROM otp_throttle WHERE next_send_at < %(before)s LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_signups(tx: Transaction, before: datetime, most: int) -> int:
    """Sign-ups that were not completed in time."""
    return await tx.run(
        """
        DELETE FROM pending_signups WHERE challenge_id IN (
            SELECT challenge_id FROM pending_signups WHERE expires_at < %(before)s LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_resets(tx: Transaction, before: datetime, most: int) -> int:
    """Links to set a new password."""
    return await tx.run(
        """
        DELETE FROM password_resets WHERE id IN (
            SELECT id FROM password_resets WHERE expires_at < %(before)s LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_ceremonies(tx: Transaction, before: datetime, most: int) -> int:
    """Second factors and passkeys that somebody began with."""
    return await tx.run(
        """
        DELETE FROM ceremonies WHERE token_hash IN (
            SELECT token_hash FROM ceremonies WHERE created_at < %(before)s LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_enrolments(tx: Transaction, before: datetime, most: int) -> int:
    """Links by which somebody becomes staff."""
    return await tx.run(
        """
        DELETE FROM enrolments WHERE token_hash IN (
            SELECT token_hash FROM enrolments WHERE expires_at < %(before)s LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_devices(tx: Transaction, before: datetime, most: int) -> int:
    """Devices whose cookie has run out by now."""
    return await tx.run(
        """
        DELETE FROM user_devices WHERE (user_id, device_hash) IN (
            SELECT user_id, device_hash FROM user_devices WHERE last_seen_at < %(before)s
            LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )


async def forget_entries(tx: Transaction, before: datetime, most: int) -> int:
    """Of the diary; the table itself refuses to lose younger ones."""
    return await tx.run(
        """
        DELETE FROM auth_events WHERE id IN (
            SELECT id FROM auth_events
            WHERE at < least(%(before)s,
                             (SELECT max(at) FROM auth_events) - interval '400 days')
            LIMIT %(most)s)
        """,
        before=before,
        most=most,
    )
