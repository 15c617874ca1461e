"""What the bank says of refunds that were paid out: a transfer's number, or what went wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from zahra.base import audit, ids
from zahra.base.actors import Actor, Permission
from zahra.base.db import Database, Transaction
from zahra.base.errors import Invalid
from zahra.base.lifecycle import WrongMoment
from zahra.shop import payments
from zahra.shop.orders.events import PayoutNeedsAccount
from zahra.shop.orders.returning import lock_order
from zahra.shop.orders.standing import restate

_UTR = re.compile(r"[A-Z0-9]{8,30}")
MOST = 500
_DONE = {payments.PayoutEvent.SETTLE: "settled", payments.PayoutEvent.FAIL: "failed"}


@dataclass(frozen=True, slots=True)
class PaidOut:
    """A line of the bank's answer: the `utr` of the transfer, or why it `failed`."""

    number: str
    utr: str | None = None
    failed: str | None = None


class Outcome(StrEnum):
    """What came of a line. Known: it was told before. Refused: it does not fit how things stand."""

    SETTLED = "settled"
    FAILED = "failed"
    KNOWN = "known"
    REFUSED = "refused"
    UNKNOWN = "unknown"


async def settle_payouts(
    database: Database, actor: Actor, told: Sequence[PaidOut]
) -> dict[str, Outcome]:
    """Take in the bank's answer, a transaction for each line; any number of times. What came of
    each, by its number. Raises StepUpRequired, Invalid for a line that says neither or both."""
    actor.must(Permission.FINANCE_WRITE)
    wrong = {f"payouts.{at}": said for at, each in enumerate(told) if (said := _wrong(each))}
    if wrong or len(told) > MOST:
        raise Invalid(wrong or {"payouts": f"Send up to {MOST} at once."})
    return {
        each.number: await database.run(partial(_settle, actor=actor, told=each)) for each in told
    }


def _wrong(told: PaidOut) -> str | None:
    if (told.utr is None) == (told.failed is None):
        return "Say either the UTR or why it failed."
    if told.utr is not None and not _UTR.fullmatch(told.utr):
        return "A UTR has 8 to 30 letters and digits."
    if told.failed is not None and not 0 < len(told.failed) <= 200:
        return "Say why in up to 200 letters."
    return None


async def _settle(tx: Transaction, *, actor: Actor, told: PaidOut) -> Outcome:
    actor.must_be_fresh(tx.now)
    seen = await payments.payout(tx, told.number)
    if seen is None:
        return Outcome.UNKNOWN
    order = await lock_order(tx, seen.order_id)
    payout = await payments.payout_to_change(tx, seen.id)
    if payout is None or payout.number != told.number:
        return Outcome.UNKNOWN  # the same answer came at once, and it has a new number
    if told.utr is not None and payout.utr == told.utr:
        return Outcome.KNOWN
    event = payments.PayoutEvent.SETTLE if told.utr else payments.PayoutEvent.FAIL
    try:
        await payments.move_payout(tx, payout, event, utr=told.utr, error=told.failed)
    except (WrongMoment, payments.UtrTaken):
        return Outcome.REFUSED
    if told.utr:
        refund = await payments.refund(tx, payout.refund_id)
        assert refund is not None
        await payments.note_settled(tx, refund)
        await restate(tx, order, by=actor.label)
    else:
        await tx.announce(PayoutNeedsAccount(order.id, ids.new(), payout.amount))
    detail = {"order": order.number, "amount": payout.amount}
    await audit.note(tx, actor, f"payout.{_DONE[event]}", subject=told.number, detail=detail)
    return Outcome.SETTLED if told.utr else Outcome.FAILED
