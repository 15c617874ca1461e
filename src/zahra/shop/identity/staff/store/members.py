"""SQL of who works here, and of doing away with what opened an account."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.staff.model import StaffMember


async def members(snapshot: Snapshot) -> list[StaffMember]:
    """Everybody with a role or an unused link, by e-mail address."""
    return await snapshot.rows(
        StaffMember,
        """
        SELECT u.id, u.name, i.value AS email, u.roles, u.status, u.last_login_at,
               EXISTS (SELECT 1 FROM totp_secrets t WHERE t.user_id = u.id) AS has_totp,
               (SELECT count(*) FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
               coalesce(e.roles, '{}') AS invited_as, e.expires_at AS invited_until
        FROM users u
             LEFT JOIN enrolments e ON e.user_id = u.id AND e.used_at IS NULL
             LEFT JOIN identities i ON i.user_id = u.id AND i.kind = 'email'
                                   AND i.released_at IS NULL
        WHERE u.roles <> '{}' OR e.user_id IS NOT NULL
        ORDER BY i.value, u.id
        """,
    )


async def roles_of(snapshot: Snapshot, user_id: UUID) -> Sequence[str]:
    """What somebody does here; none for who does nothing, or is not."""
    found = await snapshot.value("SELECT roles FROM users WHERE id = %(id)s", id=user_id)
    return found or ()


async def forget_grants(tx: Transaction, user_id: UUID) -> None:
    """From now on their API keys open no more than their roles do."""
    await tx.run("UPDATE users SET permissions = '{}' WHERE id = %(id)s", id=user_id)


async def forget_proofs(tx: Transaction, user_id: UUID) -> None:
    """Everything that opened the account: password, links to a new one, app, passkeys, codes."""
    await tx.run(
        """
        WITH password AS (DELETE FROM passwords WHERE user_id = %(id)s),
             app AS (DELETE FROM totp_secrets WHERE user_id = %(id)s),
             keys AS (DELETE FROM passkeys WHERE user_id = %(id)s),
             codes AS (DELETE FROM recovery_codes WHERE user_id = %(id)s)
        UPDATE password_resets SET used_at = %(now)s WHERE user_id = %(id)s AND used_at IS NULL
        """,
        id=user_id,
        now=tx.now,
    )
