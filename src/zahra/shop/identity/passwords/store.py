"""SQL of passwords, links to new ones, and sign-ups that wait for a proof."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.identifiers import Identifier
from zahra.shop.identity.model import Account, Status


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user, and their password if they have one. `locked_at`: too many wrong ones in a row."""

    id: UUID
    status: Status
    auth_epoch: int
    is_staff: bool
    hash: str | None
    changed_at: datetime | None
    locked_at: datetime | None

    @property
    def account(self) -> Account:
        return Account(self.id, self.status, self.auth_epoch, self.is_staff)


@dataclass(frozen=True, slots=True)
class PendingSignup:
    """What somebody wants, once the address is proved. `is_contested`: the code they were sent
    took the place of a living one."""

    password_hash: str
    name: str | None
    phone: str | None
    is_contested: bool
    expires_at: datetime


async def credentials_of(snapshot: Snapshot, identifier: Identifier) -> Credentials | None:
    return await snapshot.row(
        Credentials,
        """
        SELECT u.id, u.status, u.auth_epoch, u.roles <> '{}' AS is_staff,
               p.hash, p.changed_at, p.locked_at
        FROM identities i JOIN users u ON u.id = i.user_id LEFT JOIN passwords p ON p.user_id = u.id
        WHERE i.kind = %(kind)s AND i.value = %(value)s AND i.released_at IS NULL
        """,
        kind=identifier.kind,
        value=identifier.value,
    )


async def credentials(snapshot: Snapshot, user_id: UUID) -> Credentials | None:
    return await snapshot.row(
        Credentials,
        """
        SELECT u.id, u.status, u.auth_epoch, u.roles <> '{}' AS is_staff,
               p.hash, p.changed_at, p.locked_at
        FROM users u LEFT JOIN passwords p ON p.user_id = u.id
        WHERE u.id = %(id)s
        """,
        id=user_id,
    )


async def identifiers_of(snapshot: Snapshot, user_id: UUID) -> list[str]:
    """A user's phone and e-mail address."""
    return await snapshot.values(
        "SELECT value FROM identities WHERE user_id = %(id)s AND released_at IS NULL", id=user_id
    )


async def known_about(snapshot: Snapshot, user_id: UUID) -> list[str]:
    """What a user's password must not be made of: their name, phone and e-mail address."""
    name = await snapshot.value("SELECT name FROM users WHERE id = %(id)s", id=user_id)
    return [*([name] if name else []), *await identifiers_of(snapshot, user_id)]


async def contacts_of(snapshot: Snapshot, user_id: UUID) -> list[UUID]:
    """Where a user is reached."""
    return await snapshot.values(
        "SELECT id FROM identities WHERE user_id = %(id)s AND released_at IS NULL", id=user_id
    )


async def contact(snapshot: Snapshot, contact_id: UUID) -> str | None:
    """A phone or an address; also one that was given up since, to tell it there."""
    return await snapshot.value("SELECT value FROM identities WHERE id = %(id)s", id=contact_id)


async def keep(tx: Transaction, user_id: UUID, hash: str) -> None:
    """Keep a new password: failures and locks are the old one's."""
    await tx.run(
        """
        INSERT INTO passwords (user_id, hash, changed_at) VALUES (%(id)s, %(hash)s, %(now)s)
        ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at,
                                            failed_in_a_row = 0, locked_at = NULL
        """,
        id=user_id,
        hash=hash,
        now=tx.now,
    )


async def pass_by(tx: Transaction, user_id: UUID, hash: str, *, renewed: str) -> bool:
    """Note that the password was right, if it still is this one and not locked; it may be written
    anew, stretched by today's figures. Whoever changes it at this moment waits, or made this
    wait."""
    return bool(
        await tx.run(
            """
            UPDATE passwords SET failed_in_a_row = 0, hash = %(renewed)s
            WHERE user_id = %(id)s AND hash = %(hash)s AND locked_at IS NULL
            """,
            id=user_id,
            hash=hash,
            renewed=renewed,
        )
    )


async def count_failure(tx: Transaction, user_id: UUID | None, *, most: int) -> bool:
    """Count a wrong password; whether this was the one that locks it. For nobody nothing happens,
    at the same cost."""
    return bool(
        await tx.value(
            """
            UPDATE passwords SET
                failed_in_a_row = failed_in_a_row + 1,
                locked_at = coalesce(locked_at, CASE WHEN failed_in_a_row + 1 >= %(most)s
                                                     THEN %(now)s::timestamptz END)
            WHERE user_id = %(id)s::uuid
            RETURNING failed_in_a_row = %(most)s
            """,
            id=user_id,
            most=most,
            now=tx.now,
        )
    )


async def add_reset(
    tx: Transaction, reset_id: UUID, user_id: UUID, *, expires_at: datetime
) -> None:
    """A link in the place of an older one; the same one again changes nothing. The caller holds the
    user's lock."""
    await tx.run(
        """
        UPDATE password_resets SET used_at = %(now)s
        WHERE user_id = %(user)s AND used_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM password_resets WHERE id = %(id)s)
        """,
        user=user_id,
        id=reset_id,
        now=tx.now,
    )
    await tx.run(
        """
        INSERT INTO password_resets (id, user_id, created_at, expires_at)
        VALUES (%(id)s, %(user)s, %(now)s, %(expires_at)s)
        ON CONFLICT (id) DO NOTHING
        """,
        id=reset_id,
        user=user_id,
        now=tx.now,
        expires_at=expires_at,
    )


async def owner_of_reset(snapshot: Snapshot, reset_id: UUID) -> UUID | None:
    """Whose link this is, while it is good."""
    return await snapshot.value(
        """
        SELECT user_id FROM password_resets
        WHERE id = %(id)s AND used_at IS NULL AND expires_at > %(now)s
        """,
        id=reset_id,
        now=snapshot.now,
    )


async def use_reset(tx: Transaction, reset_id: UUID) -> bool:
    """Use a link up: true for exactly one of any number of callers."""
    return bool(
        await tx.run(
            """
            UPDATE password_resets SET used_at = %(now)s
            WHERE id = %(id)s AND used_at IS NULL AND expires_at > %(now)s
            """,
            id=reset_id,
            now=tx.now,
        )
    )


async def end_resets(tx: Transaction, user_id: UUID) -> None:
    await tx.run(
        "UPDATE password_resets SET used_at = %(now)s WHERE user_id = %(id)s AND used_at IS NULL",
        id=user_id,
        now=tx.now,
    )


async def add_pending(tx: Transaction, challenge_id: UUID, pending: PendingSignup) -> None:
    await tx.run(
        """
        INSERT INTO pending_signups (challenge_id, password_hash, name, phone, is_contested,
                                     expires_at)
        VALUES (%(id)s, %(hash)s, %(name)s, %(phone)s, %(contested)s, %(expires_at)s)
        """,
        id=challenge_id,
        hash=pending.password_hash,
        name=pending.name,
        phone=pending.phone,
        contested=pending.is_contested,
        expires_at=pending.expires_at,
    )


async def take_pending(tx: Transaction, challenge_id: UUID) -> PendingSignup | None:
    """The sign-up that waited for this code, which waits no longer."""
    return await tx.row(
        PendingSignup,
        """
        DELETE FROM pending_signups WHERE challenge_id = %(id)s AND expires_at > %(now)s
        RETURNING password_hash, name, phone, is_contested, expires_at
        """,
        id=challenge_id,
        now=tx.now,
    )
