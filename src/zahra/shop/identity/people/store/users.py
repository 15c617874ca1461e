"""SQL of users and what they have proved to be theirs."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from psycopg.errors import UniqueViolation

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import Account, Person


async def account_of(snapshot: Snapshot, identifier: Identifier) -> Account | None:
    """The account an identifier belongs to."""
    return await snapshot.row(
        Account,
        """
        SELECT u.id, u.status, u.auth_epoch, u.roles <> '{}' AS is_staff
        FROM identities i JOIN users u ON u.id = i.user_id
        WHERE i.kind = %(kind)s AND i.value = %(value)s AND i.released_at IS NULL
        """,
        kind=identifier.kind,
        value=identifier.value,
    )


async def add_user(tx: Transaction, identifier: Identifier) -> Account | None:
    """A new user with this identifier; None, and nothing left behind, when another was first."""
    user_id = ids.new()
    try:
        async with tx.savepoint():
            await tx.run(
                "INSERT INTO users (id, created_at) VALUES (%(id)s, %(now)s)",
                id=user_id,
                now=tx.now,
            )
            await tx.run(
                """
                INSERT INTO identities (id, user_id, kind, value, verified_at)
                VALUES (%(id)s, %(user)s, %(kind)s, %(value)s, %(now)s)
                """,
                id=ids.new(),
                user=user_id,
                kind=identifier.kind,
                value=identifier.value,
                now=tx.now,
            )
    except UniqueViolation:
        return None
    return await account_of(tx, identifier)


async def enter(tx: Transaction, account: Account) -> bool:
    """Lock the user and note a login, if the account still is as it was when it proved itself.

    A logout everywhere, or a closing of the account, that came in between is not passed by.
    """
    return bool(
        await tx.run(
            """
            UPDATE users SET last_login_at = %(now)s
            WHERE id = %(id)s AND status = 'active' AND auth_epoch = %(epoch)s
            """,
            id=account.id,
            epoch=account.auth_epoch,
            now=tx.now,
        )
    )


async def lock(tx: Transaction, user_id: UUID) -> None:
    """Let one change at a time at what belongs to a user."""
    await tx.value("SELECT 1 FROM users WHERE id = %(id)s FOR NO KEY UPDATE", id=user_id)


async def next_epoch(tx: Transaction, user_id: UUID) -> None:
    """Make everything that was proved so far worthless."""
    await tx.run("UPDATE users SET auth_epoch = auth_epoch + 1 WHERE id = %(id)s", id=user_id)


async def person(snapshot: Snapshot, user_id: UUID) -> Person | None:
    """A user that can be used, with their proven phone and e-mail address."""
    return await snapshot.row(
        Person,
        """
        SELECT u.id, u.name, u.marketing_consent, u.created_at, u.date_of_birth,
               max(i.value) FILTER (WHERE i.kind = 'phone') AS phone,
               max(i.value) FILTER (WHERE i.kind = 'email') AS email
        FROM users u LEFT JOIN identities i ON i.user_id = u.id AND i.released_at IS NULL
        WHERE u.id = %(id)s AND u.status = 'active'
        GROUP BY u.id
        """,
        id=user_id,
    )


async def change_profile(
    tx: Transaction, user_id: UUID, *, name: str | None, marketing_consent: bool | None
) -> None:
    """None leaves a field as it is; an empty name takes it away."""
    await tx.run(
        """
        UPDATE users SET
            name = CASE WHEN %(name)s::text IS NULL THEN name ELSE nullif(%(name)s::text, '') END,
            marketing_consent = coalesce(%(consent)s::boolean, marketing_consent)
        WHERE id = %(id)s
        """,
        id=user_id,
        name=name,
        consent=marketing_consent,
    )


async def set_date_of_birth(tx: Transaction, user_id: UUID, born: date | None) -> None:
    await tx.run(
        "UPDATE users SET date_of_birth = %(born)s WHERE id = %(id)s", id=user_id, born=born
    )


async def grant(tx: Transaction, user_id: UUID, permissions: Sequence[str]) -> None:
    """Add permissions to those a user holds."""
    await tx.run(
        """
        UPDATE users SET permissions = ARRAY(
            SELECT DISTINCT unnest(permissions || %(added)s::text[]) ORDER BY 1)
        WHERE id = %(id)s
        """,
        id=user_id,
        added=list(permissions),
    )
