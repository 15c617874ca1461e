"""SQL of accounts: finding them by id, closing them, and what their owners do here."""

from collections.abc import Sequence
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.model import Account, Status


async def account(snapshot: Snapshot, user_id: UUID) -> Account | None:
    return await snapshot.row(
        Account,
        """
        SELECT id, status, auth_epoch, roles <> '{}' AS is_staff FROM users
        WHERE id = %(id)s
        """,
        id=user_id,
    )


async def set_status(tx: Transaction, user_id: UUID, status: Status) -> None:
    await tx.run(
        "UPDATE users SET status = %(status)s WHERE id = %(id)s", id=user_id, status=status.value
    )


async def set_roles(tx: Transaction, user_id: UUID, roles: Sequence[str]) -> None:
    await tx.run(
        "UPDATE users SET roles = %(roles)s WHERE id = %(id)s", id=user_id, roles=list(roles)
    )


async def owners_to_change(tx: Transaction) -> list[UUID]:
    """Every owner who can log in, locked: of two who go at once the second sees the first gone."""
    return await tx.values(
        """
        SELECT id FROM users WHERE 'owner' = ANY(roles) AND status = 'active'
        ORDER BY id FOR NO KEY UPDATE
        """
    )
