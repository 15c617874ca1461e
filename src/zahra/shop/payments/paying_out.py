"""Paying refunds out to accounts, through a file that finance hands to the bank.

A payout is in one file at a time: whoever makes a file locks what goes into it, and a second file
made at once goes without. What the bank says is told by `orders.settle_payout`.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from zahra.base import audit, ids
from zahra.base.actors import Actor, Permission
from zahra.base.clock import ist_day
from zahra.base.db import Snapshot, Transaction
from zahra.base.errors import Conflict, Invalid, NotFound
from zahra.base.keys import Keys
from zahra.base.tables import csv_text
from zahra.shop.payments.accounts import AccountFacts, opened
from zahra.shop.payments.model import Refund
from zahra.shop.payments.payouts import (
    PAYOUT_LIFE,
    Payout,
    PayoutEvent,
    PayoutFile,
    PayoutLine,
    PayoutState,
)
from zahra.shop.payments.store import payouts as store

PREFIX, FILE_PREFIX = "PO", "PF"
MOST = 500  # payouts in a file
_HEAD = ("Reference", "Name", "UPI id", "Account number", "IFSC", "Amount (INR)", "Narration")


class NothingToPayOut(Conflict):
    """No payout waits with an account to go to."""

    code = "nothing_to_pay_out"
    message = "There is nothing to pay out."


class UtrTaken(Conflict):
    """Another payout was settled by this transfer."""

    code = "utr_taken"
    message = "Another payout has this UTR already."


async def open_payout(tx: Transaction, refund: Refund, *, account_id: UUID | None) -> Payout:
    """Owe a refund to an account, once; without one, or where its owner has removed it since, they
    name one later. The order's lock is held."""
    if account_id is not None and not await store.keep_account(tx, account_id):
        account_id = None
    state = PayoutState.GRANTED if account_id else PayoutState.NEEDS_ACCOUNT
    payout = Payout(
        id=ids.new(),
        number=ids.human_number(PREFIX),
        refund_id=refund.id,
        order_id=refund.order_id,
        amount=refund.amount,
        state=state,
        destination_id=account_id,
        shown=None,
        file_id=None,
        utr=None,
        last_error=None,
        created_at=tx.now,
        exported_at=None,
        settled_at=None,
    )
    await store.insert(tx, payout)
    return payout


async def send_payout_to(tx: Transaction, payout: Payout, account_id: UUID) -> Payout:
    """Name where an open payout goes, once: named again it is the same. Its order's lock is held,
    and whoever calls knows whose the account is. Raises WrongMoment once it is in a file, Invalid
    where the account was removed."""
    is_named = payout.state is not PayoutState.NEEDS_ACCOUNT
    if is_named and payout.destination_id == account_id:
        return payout
    state = PAYOUT_LIFE.after(payout.state, PayoutEvent.NAME_ACCOUNT)
    if not await store.keep_account(tx, account_id):
        raise Invalid({"accountId": "This account is not there any more."})
    named = replace(payout, state=state, destination_id=account_id, last_error=None)
    await store.keep(tx, named)
    return named


async def move_payout(
    tx: Transaction,
    payout: Payout,
    event: PayoutEvent,
    *,
    utr: str | None = None,
    error: str | None = None,
) -> Payout:
    """A payout after what the bank said of it. Its order's lock is held. Raises WrongMoment, and
    UtrTaken for the number of another transfer.

    One that failed gets a new number: the same answer, told again once it is on its way anew, is
    about nothing then, and cannot have it paid twice.
    """
    state = PAYOUT_LIFE.after(payout.state, event)
    if utr is not None and await store.is_utr_taken(tx, utr):
        raise UtrTaken
    settled_at = tx.now if state is PayoutState.SETTLED else None
    number = ids.human_number(PREFIX) if event is PayoutEvent.FAIL else payout.number
    moved = replace(
        payout, number=number, state=state, utr=utr, last_error=error, settled_at=settled_at
    )
    await store.keep(tx, moved)
    return moved


async def export_payouts(tx: Transaction, keys: Keys, actor: Actor) -> tuple[PayoutFile, str]:
    """A new file for the bank with all that waits, as CSV. Raises StepUpRequired, NothingToPayOut.

    The answer may get lost: `payout_file` gives the same file again.
    """
    actor.must(Permission.FINANCE_WRITE)
    actor.must_be_fresh(tx.now)
    waiting = await store.granted_to_change(tx, limit=MOST)
    if not waiting:
        raise NothingToPayOut
    file = PayoutFile(
        id=ids.new(),
        number=ids.human_number(FILE_PREFIX),
        payouts=len(waiting),
        amount=sum(payout.amount for payout in waiting),
        made_by=actor.label,
        made_at=tx.now,
    )
    await store.put_in_file(tx, file, [payout.id for payout in waiting])
    await _note(tx, actor, "payouts.exported", file)
    return file, written(keys, await store.lines_of(tx, file.id), file)


async def payout_file(
    tx: Transaction, keys: Keys, actor: Actor, number: str
) -> tuple[PayoutFile, str]:
    """A file that was made before, without what has come back since. Raises NotFound,
    StepUpRequired."""
    actor.must(Permission.FINANCE_WRITE)
    actor.must_be_fresh(tx.now)
    if (file := await store.file_named(tx, number.upper())) is None:
        raise NotFound
    await _note(tx, actor, "payouts.read_again", file)
    return file, written(keys, await store.lines_of(tx, file.id), file)


async def payouts_list(
    snapshot: Snapshot,
    actor: Actor,
    *,
    state: PayoutState | None = None,
    limit: int = 24,
    offset: int = 0,
) -> tuple[list[Payout], int]:
    """A page of all payouts, newest first, and how many there are."""
    actor.must(Permission.FINANCE_READ)
    found = await store.payouts_newest(snapshot, state=state, limit=limit, offset=offset)
    return found, await store.count(snapshot, state=state)


def written(keys: Keys, lines: Sequence[PayoutLine], file: PayoutFile) -> str:
    """The file's text. A line whose account cannot be opened any more is left out: the bank never
    hears of it, and it is failed by hand."""
    day = f"{ist_day(file.made_at):%d%m%Y}"
    read = [(line, opened(keys, line.user_id, line.sealed, kid=line.kid)) for line in lines]
    return csv_text(_HEAD, (_row(line, facts, day) for line, facts in read if facts is not None))


def _row(line: PayoutLine, facts: AccountFacts, day: str) -> tuple[str, ...]:
    rupees = f"{line.amount // 100}.{line.amount % 100:02d}"
    narration = f"Refund {line.number} {day}"
    return (line.number, facts.holder, facts.vpa, facts.number, facts.ifsc, rupees, narration)


async def _note(tx: Transaction, actor: Actor, action: str, file: PayoutFile) -> None:
    detail = {"payouts": file.payouts, "amount": file.amount}
    await audit.note(tx, actor, action, subject=file.number, detail=detail)
