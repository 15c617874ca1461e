"""SQL of what returns know of people who are gone."""

from uuid import UUID

from zahra.base.db import Transaction


async def forget_erased(tx: Transaction) -> None:
    await tx.run(
        """
        WITH over AS (
            UPDATE returns r SET note = '' FROM users u
            WHERE u.id = r.user_id AND u.status = 'erased' AND r.closed_at IS NOT NULL
            RETURNING r.id)
        UPDATE return_items i SET note = '', photos = '{}' FROM over WHERE i.return_id = over.id
        """
    )


async def senders_without_returns(tx: Transaction) -> list[UUID]:
    """People whose accounts are gone, who sent pictures and of whom no return is under way."""
    return await tx.values(
        """
        SELECT DISTINCT u.id FROM users u JOIN uploads p ON p.user_id = u.id
        WHERE u.status = 'erased' AND NOT EXISTS (
            SELECT 1 FROM returns r WHERE r.user_id = u.id AND r.closed_at IS NULL)
        """
    )
