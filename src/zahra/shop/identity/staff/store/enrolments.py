"""SQL of invitations. Of one person at most one is unused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.staff.tokens import Salted


@dataclass(frozen=True, slots=True)
class Invited:
    """Who holds a link that is good now, and what it makes them."""

    user_id: UUID
    name: str | None
    email: str
    roles: tuple[str, ...]


async def replace(
    tx: Transaction,
    salted: Salted,
    token_hash: bytes,
    *,
    roles: Sequence[str],
    expires_at: datetime,
) -> None:
    """Make an unused link of this person worthless and write the new one down."""
    await withdraw(tx, salted.user_id)
    await tx.run(
        """
        INSERT INTO enrolments (token_hash, user_id, roles, salt, kid, created_at, expires_at)
        VALUES (%(token)s, %(user)s, %(roles)s, %(salt)s, %(kid)s, %(now)s, %(expires)s)
        """,
        token=token_hash,
        user=salted.user_id,
        roles=list(roles),
        salt=salted.salt,
        kid=salted.kid,
        now=tx.now,
        expires=expires_at,
    )


async def withdraw(tx: Transaction, user_id: UUID) -> bool:
    return bool(
        await tx.run(
            "DELETE FROM enrolments WHERE user_id = %(user)s AND used_at IS NULL", user=user_id
        )
    )


async def invited(snapshot: Snapshot, token_hash: bytes) -> Invited | None:
    """Whose link this is, while it is good."""
    return await snapshot.row(
        Invited,
        """
        SELECT u.id AS user_id, u.name, i.value AS email, e.roles
        FROM enrolments e JOIN users u ON u.id = e.user_id
             JOIN identities i ON i.user_id = u.id AND i.kind = 'email' AND i.released_at IS NULL
        WHERE e.token_hash = %(token)s AND e.used_at IS NULL AND e.expires_at > %(now)s
          AND u.status = 'active'
        """,
        token=token_hash,
        now=snapshot.now,
    )


async def use(tx: Transaction, token_hash: bytes) -> Sequence[str] | None:
    """Use a link up: its roles, for exactly one of any number of callers."""
    return await tx.value(
        """
        UPDATE enrolments SET used_at = %(now)s
        WHERE token_hash = %(token)s AND used_at IS NULL AND expires_at > %(now)s
        RETURNING roles
        """,
        token=token_hash,
        now=tx.now,
    )


async def salted(snapshot: Snapshot, user_id: UUID) -> Salted | None:
    """What this person's good link is made of."""
    return await snapshot.row(
        Salted,
        """
        SELECT user_id, salt, kid FROM enrolments
        WHERE user_id = %(user)s AND used_at IS NULL AND expires_at > %(now)s
        """,
        user=user_id,
        now=snapshot.now,
    )


async def invited_as(tx: Transaction, user_id: UUID) -> Sequence[str]:
    """The roles an unused link would give, old or not; none without one."""
    found = await tx.value(
        "SELECT roles FROM enrolments WHERE user_id = %(user)s AND used_at IS NULL", user=user_id
    )
    return found or ()


async def change_roles(tx: Transaction, user_id: UUID, roles: Sequence[str]) -> None:
    """What an unused link would give from now on."""
    await tx.run(
        "UPDATE enrolments SET roles = %(roles)s WHERE user_id = %(user)s AND used_at IS NULL",
        user=user_id,
        roles=list(roles),
    )
