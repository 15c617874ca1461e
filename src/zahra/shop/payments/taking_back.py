"""What banks take back of a payment: written down on it, and what was promised of it besides."""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from zahra.base.db import Transaction
from zahra.base.money import Paise
from zahra.shop.payments.model import Payment, Refund
from zahra.shop.payments.rules import balanced, new_refund
from zahra.shop.payments.states import REFUND_LIFE, RefundEvent
from zahra.shop.payments.store import payments as payment_store
from zahra.shop.payments.store import refunds as store
from zahra.shop.payments.store import unsent as unsent_store

log = structlog.get_logger("zahra.payments")
BY = "the bank"
_WHY = "the bank has taken it back"


async def note_taken_back(
    tx: Transaction, payment: Payment, *, is_disputed: bool, lost: Paise
) -> Sequence[Refund]:
    """Write on a payment how its disputes stand, and the refunds that may be sent now. `lost` is
    everything its bank has taken back so far. The order's lock is held.

    What has gone back already counts first: of that, nothing can be lost by these books. Promises
    that are not on their way yet fall where nothing is left for them; the rest of one is promised
    anew. A payout is on its way once it is in a file.
    """
    unsent = await unsent_store.refunds_unsent(tx, payment.id)
    refunds = await store.refunds_of_payment(tx, payment.id)
    waiting = [r for r in refunds if r.waits_for_gateway or r.id in unsent]
    firm = balanced(replace(payment, lost=0), [r for r in refunds if r not in waiting])
    left = payment.amount - firm.refund_granted
    then = replace(firm, is_disputed=is_disputed, lost=min(lost, left))
    await payment_store.keep_balance(tx, then)  # the table holds: first less is promised
    kept = await _kept(tx, then, waiting, left - then.lost)
    refunds = await store.refunds_of_payment(tx, payment.id)
    await payment_store.keep_balance(tx, balanced(then, refunds))
    return [] if is_disputed else [refund for refund in kept if refund.waits_for_gateway]


async def _kept(
    tx: Transaction, payment: Payment, waiting: Sequence[Refund], room: Paise
) -> list[Refund]:
    """The promises that are kept, oldest first, within what is left of the payment."""
    kept = list[Refund]()
    for refund in waiting:
        less = refund if refund.amount <= room else await _lessened(tx, payment, refund, room)
        if less is not refund:
            await unsent_store.lessen(tx, refund.id, less)
        if less is not None:
            kept.append(less)
            room -= less.amount
    return kept


async def _lessened(
    tx: Transaction, payment: Payment, refund: Refund, room: Paise
) -> Refund | None:
    """Let a promise fall, and promise what is left of the payment in its place, if anything is."""
    log.error("refund_taken_by_bank", refund=refund.id.hex, left=room)
    failed = replace(refund, state=REFUND_LIFE.after(refund.state, RefundEvent.FAIL))
    await store.keep(tx, failed, settled_at=None, error=_WHY)
    if room <= 0:
        return None
    less = new_refund(payment, room, reason=refund.reason, now=tx.now)
    less = replace(
        less,
        destination=refund.destination,
        giveback_id=refund.giveback_id,
        instead_of=refund.id,
    )
    await store.insert(tx, less, key=f"left:{refund.id.hex}", asked_by=BY)
    return less
