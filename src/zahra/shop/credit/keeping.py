"""Giving and spending store credit. It is money of the buyer's that the shop keeps: it pays like
any other money, is no discount, and does not run out."""

from uuid import UUID

from zahra.base import ids
from zahra.base.db import Snapshot, Transaction
from zahra.base.money import Paise
from zahra.shop.credit import store
from zahra.shop.credit.errors import CreditLeft, CreditTooLow
from zahra.shop.credit.model import Cause, Entry, History


async def balance(snapshot: Snapshot, user_id: UUID) -> Paise:
    """What a person has left; nothing where they never had any."""
    return await store.balance(snapshot, user_id)


async def history(
    snapshot: Snapshot, user_id: UUID, *, limit: int = 24, offset: int = 0
) -> History:
    """A page of a person's ledger, newest first."""
    entries = await store.entries_of(snapshot, user_id, limit=limit, offset=offset)
    total = await store.count_of(snapshot, user_id)
    return History(await store.balance(snapshot, user_id), tuple(entries), total)


async def give(
    tx: Transaction,
    user_id: UUID,
    amount: Paise,
    *,
    key: str,
    cause: Cause = Cause.REFUND,
    order_id: UUID | None = None,
) -> Entry:
    """Add to a person's credit; the same `key` adds once."""
    if amount <= 0:
        raise ValueError("credit is given in amounts above zero")
    return await _write(tx, user_id, amount, key=key, cause=cause, order_id=order_id)


async def spend(
    tx: Transaction, user_id: UUID, amount: Paise, *, order_id: UUID, key: str | None = None
) -> Entry:
    """Take from a person's credit for an order, once per order or per `key`.

    Raises CreditTooLow; the table holds that no balance falls below nothing.
    """
    if amount <= 0:
        raise ValueError("credit is spent in amounts above zero")
    named = key or f"order:{order_id}"
    return await _write(tx, user_id, -amount, key=named, cause=Cause.ORDER, order_id=order_id)


async def give_up(tx: Transaction, user_id: UUID, *, at_most: Paise) -> None:
    """Let go of all of a person's credit, by their own word. Raises CreditLeft where there is more
    of it than they have spoken of."""
    account = await store.account_to_change(tx, user_id)
    if account.balance > at_most:
        raise CreditLeft(balance=account.balance)
    if account.balance:
        amount, key = -account.balance, f"given_up:{user_id}:{account.entries}"
        await _write(tx, user_id, amount, key=key, cause=Cause.GIVEN_UP, order_id=None)


async def _write(
    tx: Transaction,
    user_id: UUID,
    amount: Paise,
    *,
    key: str,
    cause: Cause,
    order_id: UUID | None,
) -> Entry:
    account = await store.account_to_change(tx, user_id)
    if (written := await store.entry_by_key(tx, key)) is not None:
        return written
    left = account.balance + amount
    if left < 0:
        raise CreditTooLow(balance=account.balance)
    entry = Entry(ids.new(), user_id, account.entries + 1, amount, left, cause, order_id, tx.now)
    await store.write(tx, entry, key=key)
    return entry
