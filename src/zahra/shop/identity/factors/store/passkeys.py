"""SQL of passkeys."""

from collections.abc import Sequence
from uuid import UUID

from psycopg.errors import UniqueViolation

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.factors.model import NewPasskey, Passkey, StoredPasskey


async def passkeys_of(snapshot: Snapshot, user_id: UUID) -> list[Passkey]:
    """The oldest first."""
    return await snapshot.rows(
        Passkey,
        """
        SELECT id, name, created_at, last_used_at, is_backed_up
        FROM passkeys WHERE user_id = %(user)s ORDER BY created_at, id
        """,
        user=user_id,
    )


async def credentials_of(snapshot: Snapshot, user_id: UUID) -> Sequence[bytes]:
    """The ids by which authenticators know them."""
    return await snapshot.values(
        "SELECT credential_id FROM passkeys WHERE user_id = %(user)s", user=user_id
    )


async def passkey(snapshot: Snapshot, credential_id: bytes) -> StoredPasskey | None:
    """A passkey with its owner."""
    return await snapshot.row(
        StoredPasskey,
        """
        SELECT p.id, p.user_id, u.status, u.auth_epoch, u.roles <> '{}' AS is_staff,
               p.public_key, p.sign_count
        FROM passkeys p JOIN users u ON u.id = p.user_id
        WHERE p.credential_id = %(credential)s
        """,
        credential=credential_id,
    )


async def add(tx: Transaction, user_id: UUID, new: NewPasskey) -> bool:
    """False, and nothing left behind, when the shop has this one already, whosever it is."""
    try:
        async with tx.savepoint():
            await tx.run(
                """
                INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count,
                                      is_backed_up, name, created_at)
                VALUES (%(id)s, %(user)s, %(credential)s, %(key)s, %(count)s, %(backed_up)s,
                        %(name)s, %(now)s)
                """,
                id=new.id,
                user=user_id,
                credential=new.credential_id,
                key=new.public_key,
                count=new.sign_count,
                backed_up=new.is_backed_up,
                name=new.name,
                now=tx.now,
            )
    except UniqueViolation:
        return False
    return True


async def note_use(
    tx: Transaction, passkey: StoredPasskey, *, sign_count: int, is_backed_up: bool
) -> bool:
    """Move the counter on; false when the passkey was used (or removed) in between."""
    return bool(
        await tx.run(
            """
            UPDATE passkeys SET sign_count = %(count)s, is_backed_up = %(backed_up)s,
                                last_used_at = %(now)s
            WHERE id = %(id)s AND sign_count = %(before)s
            """,
            id=passkey.id,
            before=passkey.sign_count,
            count=sign_count,
            backed_up=is_backed_up,
            now=tx.now,
        )
    )


async def rename(tx: Transaction, user_id: UUID, passkey_id: UUID, name: str) -> bool:
    return bool(
        await tx.run(
            "UPDATE passkeys SET name = %(name)s WHERE id = %(id)s AND user_id = %(user)s",
            name=name,
            id=passkey_id,
            user=user_id,
        )
    )


async def remove(tx: Transaction, user_id: UUID, passkey_id: UUID) -> bool:
    return bool(
        await tx.run(
            "DELETE FROM passkeys WHERE id = %(id)s AND user_id = %(user)s",
            id=passkey_id,
            user=user_id,
        )
    )
