"""SQL of what returns know of people who are gone."""

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
