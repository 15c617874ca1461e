"""Writing down what a gateway said about a dispute, and what follows for its payment.

Whoever calls holds the order's lock and may come with old news: a dispute only moves on, and the
same news twice changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from zahra.base.db import Transaction
from zahra.shop import payments
from zahra.shop.disputes import rules, store
from zahra.shop.disputes.model import Dispute
from zahra.shop.disputes.provider import DisputeFact
from zahra.shop.payments import Payment, Refund

log = structlog.get_logger("zahra.disputes")


@dataclass(frozen=True, slots=True)
class Applied:
    """A dispute as it stands now, whether that is news, and refunds that need wait no longer."""

    dispute: Dispute
    has_moved: bool
    to_send: Sequence[Refund] = ()


async def apply_dispute(tx: Transaction, payment: Payment, fact: DisputeFact) -> Applied:
    """Write down a gateway's word about a dispute of this payment. The order's lock is held, and
    the payment was read under it."""
    known = await store.dispute_named(tx, payment.provider, fact.id)
    then = rules.told(known or rules.first_seen(payment, fact, tx.now), payment, fact, tx.now)
    if known is not None and then == known:
        _report_contradiction(known, fact)
        return Applied(known, has_moved=False)
    await store.keep(tx, then)
    of_payment = [
        each
        for each in await store.disputes_of_order(tx, payment.order_id)
        if each.payment_id == payment.id
    ]
    waiting = await payments.note_taken_back(
        tx,
        payment,
        is_disputed=any(each.is_open for each in of_payment),
        lost=rules.lost(of_payment),
    )
    has_moved = known is None or known.state is not then.state
    if has_moved:
        state = then.state.value
        log.warning("dispute_moved", dispute=then.id.hex, state=state, amount=then.amount)
    return Applied(then, has_moved, waiting)


def _report_contradiction(dispute: Dispute, fact: DisputeFact) -> None:
    if rules.contradicts(dispute, fact):
        log.error(
            "dispute_decided_twice", dispute=dispute.id.hex, was=dispute.state, now=fact.state
        )
