"""SQL of the address book. A removed address stays as a row; nothing shows it any more."""

from typing import Any
from uuid import UUID

from zahra.base.db import Snapshot, Transaction
from zahra.shop.identity.people.address_book import Address, AddressDraft


async def addresses_of(snapshot: Snapshot, user_id: UUID) -> list[Address]:
    """The default first, then the newest."""
    return await snapshot.rows(
        Address,
        """
        SELECT id, name, phone, line1, line2, landmark, city, state, state_code, pincode, country,
               kind, is_default
        FROM addresses WHERE user_id = %(user)s AND removed_at IS NULL
        ORDER BY is_default DESC, created_at DESC, id DESC
        """,
        user=user_id,
    )


async def address(snapshot: Snapshot, user_id: UUID, address_id: UUID) -> Address | None:
    return await snapshot.row(
        Address,
        """
        SELECT id, name, phone, line1, line2, landmark, city, state, state_code, pincode, country,
               kind, is_default
        FROM addresses WHERE id = %(id)s AND user_id = %(user)s AND removed_at IS NULL
        """,
        id=address_id,
        user=user_id,
    )


async def count(snapshot: Snapshot, user_id: UUID) -> int:
    return await snapshot.value(
        "SELECT count(*) FROM addresses WHERE user_id = %(user)s AND removed_at IS NULL",
        user=user_id,
    )


async def add(
    tx: Transaction, user_id: UUID, address_id: UUID, *, draft: AddressDraft, state_code: str
) -> None:
    await tx.run(
        """
        INSERT INTO addresses (id, user_id, name, phone, line1, line2, landmark, city, state,
                               state_code, pincode, kind, created_at)
        VALUES (%(id)s, %(user)s, %(name)s, %(phone)s, %(line1)s, %(line2)s, %(landmark)s, %(city)s,
                %(state)s, %(state_code)s, %(pincode)s, %(kind)s, %(now)s)
        """,
        id=address_id,
        user=user_id,
        now=tx.now,
        **_params(draft, state_code),
    )


async def change(
    tx: Transaction, address_id: UUID, *, draft: AddressDraft, state_code: str
) -> None:
    await tx.run(
        """
        UPDATE addresses SET
            name = %(name)s, phone = %(phone)s, line1 = %(line1)s, line2 = %(line2)s,
            landmark = %(landmark)s, city = %(city)s, state = %(state)s,
            state_code = %(state_code)s, pincode = %(pincode)s, kind = %(kind)s
        WHERE id = %(id)s
        """,
        id=address_id,
        **_params(draft, state_code),
    )


async def remove(tx: Transaction, user_id: UUID, address_id: UUID) -> bool:
    return bool(
        await tx.run(
            """
            UPDATE addresses SET removed_at = %(now)s, is_default = false
            WHERE id = %(id)s AND user_id = %(user)s AND removed_at IS NULL
            """,
            id=address_id,
            user=user_id,
            now=tx.now,
        )
    )


async def promote_newest(tx: Transaction, user_id: UUID) -> None:
    """Give a book without a default one: its newest address."""
    await tx.run(
        """
        UPDATE addresses SET is_default = true
        WHERE id = (SELECT id FROM addresses WHERE user_id = %(user)s AND removed_at IS NULL
                    ORDER BY is_default DESC, created_at DESC, id DESC LIMIT 1)
          AND NOT is_default
        """,
        user=user_id,
    )


async def set_default(tx: Transaction, user_id: UUID, address_id: UUID) -> None:
    """The old default goes first: at no moment are there two."""
    await tx.run(
        "UPDATE addresses SET is_default = false WHERE user_id = %(user)s AND is_default",
        user=user_id,
    )
    await tx.run(
        "UPDATE addresses SET is_default = true WHERE id = %(id)s AND user_id = %(user)s",
        id=address_id,
        user=user_id,
    )


def _params(draft: AddressDraft, state_code: str) -> dict[str, Any]:
    return {
        "name": draft.name,
        "phone": draft.phone,
        "line1": draft.line1,
        "line2": draft.line2,
        "landmark": draft.landmark,
        "city": draft.city,
        "state": draft.state,
        "state_code": state_code,
        "pincode": draft.pincode,
        "kind": draft.kind.value,
    }
