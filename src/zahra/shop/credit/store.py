"""SQL of store credit."""

from typing import Any
from uuid import UUID

from zahra.base.db import Rank, Snapshot, Transaction
from zahra.shop.credit.model import Account, Entry


async def account_to_change(tx: Transaction, user_id: UUID) -> Account:
    """A person's account, locked; opened where there is none."""
    tx.locking(Rank.STORE_CREDIT)
    await tx.run(
        "INSERT INTO credit_accounts (user_id) VALUES (%(id)s) ON CONFLICT DO NOTHING", id=user_id
    )
    found = await tx.row(
        Account,
        """
        SELECT user_id, balance, entries FROM credit_accounts WHERE user_id = %(id)s FOR UPDATE
        """,
        id=user_id,
    )
    assert found is not None
    return found


async def entry_by_key(snapshot: Snapshot, key: str) -> Entry | None:
    return await snapshot.row(
        Entry,
        """
        SELECT id, user_id, seq, amount, balance, cause, order_id, at
        FROM credit_entries WHERE idempotency_key = %(key)s
        """,
        key=key,
    )


async def write(tx: Transaction, entry: Entry, *, key: str) -> None:
    """A line of the ledger and the balance it leads to, by one statement."""
    await tx.run(
        """
        WITH written AS (
            INSERT INTO credit_entries
                (id, user_id, seq, amount, balance, cause, order_id, idempotency_key, at)
            VALUES (%(id)s, %(user_id)s, %(seq)s, %(amount)s, %(balance)s, %(cause)s,
                %(order_id)s, %(key)s, %(at)s))
        UPDATE credit_accounts SET balance = balance + %(amount)s, entries = %(seq)s
        WHERE user_id = %(user_id)s
        """,
        id=entry.id,
        user_id=entry.user_id,
        seq=entry.seq,
        amount=entry.amount,
        balance=entry.balance,
        cause=entry.cause,
        order_id=entry.order_id,
        key=key,
        at=entry.at,
    )


async def balance(snapshot: Snapshot, user_id: UUID) -> int:
    found = await snapshot.value(
        "SELECT balance FROM credit_accounts WHERE user_id = %(id)s", id=user_id
    )
    return found or 0


async def entries_of(snapshot: Snapshot, user_id: UUID, *, limit: int, offset: int) -> list[Entry]:
    """Newest first."""
    return await snapshot.rows(
        Entry,
        """
        SELECT id, user_id, seq, amount, balance, cause, order_id, at
        FROM credit_entries WHERE user_id = %(id)s ORDER BY seq DESC
        LIMIT %(limit)s OFFSET %(offset)s
        """,
        id=user_id,
        limit=limit,
        offset=offset,
    )


async def count_of(snapshot: Snapshot, user_id: UUID) -> int:
    found = await snapshot.value(
        "SELECT entries FROM credit_accounts WHERE user_id = %(id)s", id=user_id
    )
    return found or 0


async def told_about(snapshot: Snapshot, user_id: UUID) -> list[dict[str, Any]]:
    return await snapshot.values(
        """
        SELECT jsonb_build_object('at', at, 'amount', amount, 'balance', balance, 'for', cause)
        FROM credit_entries WHERE user_id = %(id)s ORDER BY seq
        """,
        id=user_id,
    )
